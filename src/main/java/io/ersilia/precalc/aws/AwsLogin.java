package io.ersilia.precalc.aws;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * As whom AWS is called, and how long that can last: asked of STS and IAM, of which nothing else is needed. One file, so
 * that all that is known of logins is in it.
 */
public final class AwsLogin {

    private static final String STS_VERSION = "2011-06-15";
    private static final String IAM_VERSION = "2010-05-08";

    /** What {@code aws configure export-credentials --format env} sets besides the keys. */
    private static final String EXPIRATION = "AWS_CREDENTIAL_EXPIRATION";

    private record Place(String url, String region) {}

    private final AwsSettings settings;
    private final AwsVariables set;

    public AwsLogin(Map<String, String> environment) {
        this.settings = new AwsSettings(environment);
        this.set = new AwsVariables(environment);
    }

    /**
     * The credentials, as far as they may be shown.
     *
     * @param end the last characters of the access key's id
     * @param source what they came from, where that is known
     * @param temporary whether they are of a session, which ends
     * @param expires when that is; null where nobody here knows
     */
    public record Key(
            String end,
            @Nullable String source,
            boolean temporary,
            @Nullable Instant expires) {}

    /** Who calls, as STS tells it. */
    public record Caller(String account, String arn) {}

    /** Finds credentials as every call does. */
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
     * What the credentials came from. The SDK's providers name themselves by the codes of its User-Agent header, several
     * of them where one leads to another ({@code BusinessMetricFeatureId}).
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
                    case "z" -> "the container's own login";
                    case "0" -> "the machine's own login";
                    default -> null;
                });
    }

    private Optional<Instant> exported() {
        try {
            return set.variable(EXPIRATION).map(Instant::parse);
        } catch (DateTimeException e) { // somebody else's variable of that name
            return Optional.empty();
        }
    }

    /** The region of the service's calls. */
    public String region(AwsApi service) {
        return settings.region(service).id();
    }

    /** The endpoint of one's own that the service has; empty where AWS itself is meant. */
    public Optional<URI> endpoint(AwsApi service) {
        return settings.endpoint(service);
    }

    /** Asks who calls; everybody may. */
    public Caller caller() {
        Region region = settings.region(AwsApi.STS);
        URI url = settings.endpoint(AwsApi.STS)
                .orElseGet(() -> URI.create("https://sts.%s.%s"
                        .formatted(region, PartitionMetadata.of(region).dnsSuffix())));
        try {
            QueryCall.Answer answer =
                    new QueryCall(settings, url, region.id(), "sts", STS_VERSION).send("GetCallerIdentity", Map.of());
            return new Caller(answer.text("Account"), answer.text("Arn"));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "ask %s who calls".formatted(url));
        }
    }

    /**
     * How long a session of the role may last, {@code MaxSessionDuration}; needs the right {@code iam:GetRole}.
     *
     * @throws Failure of kind UNAVAILABLE when that cannot be known
     */
    public Duration longestSession(String role) {
        Place place = iam(PartitionMetadata.of(settings.region(AwsApi.IAM)).id());
        URI url = settings.endpoint(AwsApi.IAM).orElseGet(() -> URI.create(place.url()));
        try {
            String seconds = new QueryCall(settings, url, place.region(), "iam", IAM_VERSION)
                    .send("GetRole", Map.of("RoleName", role))
                    .text("MaxSessionDuration");
            return Duration.ofSeconds(Long.parseLong(seconds));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "look up role " + Printable.of(role));
        } catch (NumberFormatException e) {
            throw Failure.unavailable("%s names no number of seconds for role %s; correct the endpoint"
                    .formatted(url, Printable.of(role)));
        }
    }

    /** Where IAM is, which has one place in a partition, and that place's region (AWS General Reference). */
    private static Place iam(String partition) {
        return switch (partition) {
            case "aws" -> new Place("https://iam.amazonaws.com", "us-east-1");
            case "aws-cn" -> new Place("https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1");
            case "aws-us-gov" -> new Place("https://iam.us-gov.amazonaws.com", "us-gov-west-1");
            default ->
                throw Failure.unavailable(
                        "where IAM of the partition %s is, is not known here; name it with AWS_ENDPOINT_URL_IAM"
                                .formatted(partition));
        };
    }
}
