package io.ersilia.precalc.aws;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failed call to AWS means for the person who runs the pipeline, in one line. */
public final class AwsFailures {

    /** S3, DynamoDB and STS each have their own codes for credentials that have expired. */
    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");

    private static final Set<String> REFUSED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "AllAccessDisabled",
            "UnauthorizedAccess",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidIdentityToken",
            "InvalidSignatureException",
            "InvalidToken",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException");

    private static final Set<String> ELSEWHERE = Set.of(
            "PermanentRedirect",
            "TemporaryRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException");

    private static final Pattern NOT_AUTHORIZED = Pattern.compile("not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)");

    private AwsFailures() {}

    /**
     * Translates the failure of a call. After an interruption the thread's interrupt flag is set again.
     *
     * @param doing what was attempted, as in "cannot …": {@code read s3://bucket/key}
     */
    public static Failure of(SdkException e, String doing) {
        if (isInterruption(e)) {
            Thread.currentThread().interrupt();
            return Failure.stopped("stopped before it could %s: run the same command again".formatted(doing), e);
        }
        if (e instanceof AwsServiceException refusal) {
            return ofService(refusal, doing);
        }
        return ofClient(e, doing);
    }

    /** Whether there were no credentials, or none with the right to make the call. */
    public static boolean isLogin(Failure failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof AwsServiceException refusal) {
            return REFUSED.contains(code(refusal)) || refusal.statusCode() == 401 || refusal.statusCode() == 403;
        }
        return cause != null && cause(cause, NoCredentialsException.class).isPresent();
    }

    /** The service's code for the error; the status of its answer if that has none, as a proxy's page. */
    public static String code(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? "HTTP " + e.statusCode() : details.errorCode();
    }

    /** The missing right, if the service names it. */
    private static String right(@Nullable AwsErrorDetails details) {
        Matcher named = NOT_AUTHORIZED.matcher(details == null ? "" : String.valueOf(details.errorMessage()));
        return named.find() ? named.group(1) : "the right";
    }

    private static boolean isInterruption(SdkException e) {
        return cause(e, AbortedException.class).isPresent()
                || cause(e, InterruptedException.class).isPresent()
                || cause(e, ClosedByInterruptException.class).isPresent();
    }

    private static Failure ofService(AwsServiceException e, String doing) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = code(e);
        if (EXPIRED.contains(code)) {
            return expired(e, doing, code);
        }
        if (REFUSED.contains(code) || e.statusCode() == 401 || e.statusCode() == 403) {
            return failed(
                    e,
                    doing,
                    "access denied (%s)".formatted(code),
                    "grant %s to these credentials or use others".formatted(right(details)));
        }
        if (code.equals("NoSuchBucket")) {
            return failed(e, doing, "no such bucket (%s)".formatted(code), "create it or correct its name");
        }
        if (code.equals("ResourceNotFoundException")) {
            return failed(
                    e,
                    doing,
                    "no such table in this region (%s)".formatted(code),
                    "create it, or correct its name or AWS_REGION");
        }
        if (ELSEWHERE.contains(code) || e.statusCode() == 301) {
            String region = details == null || details.sdkHttpResponse() == null
                    ? "its region"
                    : details.sdkHttpResponse()
                            .firstMatchingHeader("x-amz-bucket-region")
                            .orElse("its region");
            return failed(e, doing, "it is in another region (%s)".formatted(code), "set AWS_REGION to " + region);
        }
        if (e.isThrottlingException()) {
            return failed(
                    e,
                    doing,
                    "throttled for too long (%s)".formatted(code),
                    "run the same command later or with fewer workers at once");
        }
        if (e.statusCode() >= 500) {
            return failed(e, doing, "the service has a problem (%s)".formatted(code), "run the same command later");
        }
        String said = details == null || details.errorMessage() == null ? "no message" : details.errorMessage();
        return failed(
                e,
                doing,
                "%s (%s)".formatted(Printable.of(said), code),
                "run again with --verbose to see the whole answer");
    }

    private static Failure ofClient(SdkException e, String doing) {
        Optional<NoCredentialsException> none = cause(e, NoCredentialsException.class);
        if (none.isPresent()) {
            return none.get().isExpired()
                    ? expired(e, doing, "login")
                    : failed(
                            e,
                            doing,
                            "no AWS credentials",
                            "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        }
        Optional<UnknownHostException> host = cause(e, UnknownHostException.class);
        if (host.isPresent()) {
            String name = Printable.of(String.valueOf(host.get().getMessage()));
            return failed(
                    e, doing, "unknown host " + name, "correct AWS_REGION or AWS_ENDPOINT_URL, or check the network");
        }
        Optional<ConnectException> refused = cause(e, ConnectException.class);
        if (refused.isPresent()) {
            String said = Printable.of(String.valueOf(refused.get().getMessage()));
            return failed(
                    e, doing, "no connection (%s)".formatted(said), "start the service or correct AWS_ENDPOINT_URL");
        }
        if (isTimeout(e)) {
            return failed(e, doing, "no answer in time", "check the network and run the same command again");
        }
        return failed(e, doing, Printable.of(String.valueOf(e.getMessage())), "check the network and the AWS settings");
    }

    private static boolean isTimeout(SdkException e) {
        return e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || cause(e, SocketTimeoutException.class).isPresent();
    }

    private static Failure expired(SdkException e, String doing, String code) {
        return Failure.stopped(
                "cannot %s: the AWS credentials have expired (%s): log in again and run the same command"
                        .formatted(doing, code),
                e);
    }

    private static Failure failed(SdkException e, String doing, String why, String remedy) {
        return Failure.unavailable("cannot %s: %s: %s".formatted(doing, why, remedy), e);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return Optional.of(type.cast(t));
            }
        }
        return Optional.empty();
    }
}
