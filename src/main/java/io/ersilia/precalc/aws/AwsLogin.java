package io.ersilia.precalc.aws;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Finds out from STS and IAM which identity calls AWS, and how long its session can last. */
public final class AwsLogin {

    /** Both services answer in a fraction of a second. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** IAM's Query protocol: a form is sent, XML comes back. */
    private static final String GET_ROLE = "Action=GetRole&Version=2010-05-08&RoleName=";

    private static final Map<String, String> FORM_HEADERS =
            Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");

    /** Numbers and codes have one spelling in XML, so that it need not be parsed. */
    private static final Pattern MAX_SESSION = Pattern.compile("<MaxSessionDuration>(\\d{1,9})</MaxSessionDuration>");

    private static final Pattern ERROR_CODE = Pattern.compile("<Code>(\\w{1,100})</Code>");

    /** What {@code aws configure export-credentials --format env} sets besides the keys. */
    private static final String EXPIRATION = "AWS_CREDENTIAL_EXPIRATION";

    private final AwsSettings settings;
    private final AwsVariables set;

    public AwsLogin(Map<String, String> environment) {
        this.settings = new AwsSettings(environment);
        this.set = new AwsVariables(environment);
    }

    /**
     * The parts of the credentials that may be shown.
     *
     * @param end the last characters of the access key id
     * @param source where they came from, if known
     * @param temporary whether they belong to a session, which expires
     * @param expires when the session expires; null if unknown
     */
    public record Key(
            String end,
            @Nullable String source,
            boolean temporary,
            @Nullable Instant expires) {}

    /** The caller, according to STS. */
    public record Caller(String account, String arn) {}

    /** The credentials that every call uses. */
    public Key key() {
        try {
            AwsCredentials found = settings.credentials().resolveCredentials();
            String id = found.accessKeyId();
            return new Key(
                    Printable.of(id.substring(Math.max(0, id.length() - 4))),
                    found.providerName().flatMap(this::source).orElse(null),
                    found instanceof AwsSessionCredentials,
                    found.expirationTime().or(this::exported).orElse(null));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "log in to AWS");
        }
    }

    /**
     * Where the credentials came from. The SDK's providers identify themselves by codes in its User-Agent header, with several
     * codes if one provider delegates to another ({@code BusinessMetricFeatureId}).
     */
    private Optional<String> source(String codes) {
        return Pattern.compile(",")
                .splitAsStream(codes)
                .map(String::strip)
                .flatMap(code -> words(code).stream())
                .findFirst();
    }

    private Optional<String> words(String code) {
        return Optional.ofNullable(
                switch (code) {
                    case "e", "g" -> "AWS_ACCESS_KEY_ID";
                    case "f" -> "the property aws.accessKeyId";
                    case "h", "k" -> "AWS_WEB_IDENTITY_TOKEN_FILE";
                    case "n", "o", "p", "q", "r", "t", "v", "AC" -> "profile " + Printable.of(set.profileName());
                    case "z" -> "the container's credentials";
                    case "0" -> "the machine's credentials";
                    default -> null;
                });
    }

    private Optional<Instant> exported() {
        try {
            return set.variable(EXPIRATION).map(Instant::parse);
        } catch (DateTimeException e) { // set by another program
            return Optional.empty();
        }
    }

    /** The region of the service's calls. */
    public String region(AwsApi service) {
        return settings.region(service).id();
    }

    /** The custom endpoint of the service; empty for AWS itself. */
    public Optional<URI> endpoint(AwsApi service) {
        return settings.endpoint(service);
    }

    /** Asks STS who the caller is; every identity may. */
    public Caller caller() {
        String url = settings.endpoint(AwsApi.STS).map(URI::toString).orElse("STS");
        try (StsClient sts = settings.prepare(StsClient.builder(), AwsApi.STS)
                .overrideConfiguration(limits -> limits.apiCallTimeout(LIMIT))
                .build()) {
            GetCallerIdentityResponse caller = sts.getCallerIdentity();
            if (caller.account() == null || caller.arn() == null) {
                throw Failure.unavailable("%s does not answer as STS does; correct the endpoint".formatted(url));
            }
            return new Caller(caller.account(), caller.arn());
        } catch (SdkException e) {
            throw AwsFailures.of(e, "ask %s for the caller's identity".formatted(url));
        }
    }

    /**
     * How long a session of the role may last, {@code MaxSessionDuration}; needs the right {@code iam:GetRole}. This one
     * call does not justify the 4 MB of IAM's client.
     *
     * @throws Failure of kind UNAVAILABLE if that cannot be found out
     */
    public Duration longestSession(String role) {
        SignedPost.Target iam =
                iam(PartitionMetadata.of(settings.region(AwsApi.IAM)).id());
        String form = GET_ROLE + URLEncoder.encode(role, StandardCharsets.UTF_8);
        try (SignedPost post = new SignedPost(settings, iam, 1, LIMIT)) {
            SignedPost.Answer answer =
                    post.send(FORM_HEADERS, form.getBytes(StandardCharsets.UTF_8), Clock.systemUTC());
            String xml = new String(answer.body(), StandardCharsets.UTF_8);
            if (!answer.head().isSuccessful()) {
                throw AwsServiceException.builder()
                        .statusCode(answer.head().statusCode())
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode(first(ERROR_CODE, xml).orElse(null))
                                .sdkHttpResponse(answer.head())
                                .build())
                        .build();
            }
            return first(MAX_SESSION, xml)
                    .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                    .orElseThrow(() -> Failure.unavailable(
                            "%s does not answer as IAM does; correct the endpoint".formatted(iam.endpoint())));
        } catch (IOException e) {
            throw AwsFailures.of(SdkClientException.create("no answer", e), doing(role));
        } catch (SdkException e) {
            throw AwsFailures.of(e, doing(role));
        }
    }

    private static String doing(String role) {
        return "look up role " + Printable.of(role);
    }

    private static Optional<String> first(Pattern element, String xml) {
        Matcher found = element.matcher(xml);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** IAM has one endpoint per AWS partition; signatures name the region of that endpoint (AWS General Reference). */
    private SignedPost.Target iam(String partition) {
        Optional<URI> own = settings.endpoint(AwsApi.IAM);
        return switch (partition) {
            case "aws" -> iam(own, "https://iam.amazonaws.com", "us-east-1");
            case "aws-cn" -> iam(own, "https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1");
            case "aws-us-gov" -> iam(own, "https://iam.us-gov.amazonaws.com", "us-gov-west-1");
            default ->
                throw Failure.unavailable(
                        "IAM's endpoint in the partition %s is not known; name it with AWS_ENDPOINT_URL_IAM"
                                .formatted(partition));
        };
    }

    private static SignedPost.Target iam(Optional<URI> own, String usual, String region) {
        return new SignedPost.Target(own.orElseGet(() -> URI.create(usual)), "iam", region);
    }
}
