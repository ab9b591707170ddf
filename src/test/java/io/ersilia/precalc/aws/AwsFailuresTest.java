package io.ersilia.precalc.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.run.Failure;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;

class AwsFailuresTest {

    private static final String CHAIN = "Unable to load credentials from any of the providers in the chain"
            + " AwsCredentialsProviderChain(credentialsProviders=[...]) : [SystemPropertyCredentialsProvider(): %s]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | AccessDenied                           | UNAVAILABLE | cannot read s3://b/k: access denied (AccessDenied): grant the right to these credentials or use others",
                "400 | UnrecognizedClientException            | UNAVAILABLE | cannot read s3://b/k: access denied (UnrecognizedClientException): grant the right to these credentials or use others",
                "404 | NoSuchBucket                           | UNAVAILABLE | cannot read s3://b/k: no such bucket (NoSuchBucket): create it or correct its name",
                "400 | ResourceNotFoundException              | UNAVAILABLE | cannot read s3://b/k: no such table in this region (ResourceNotFoundException): create it, or correct its name or AWS_REGION",
                "301 | PermanentRedirect                      | UNAVAILABLE | cannot read s3://b/k: it is in another region (PermanentRedirect): set AWS_REGION to eu-north-1",
                "503 | SlowDown                               | UNAVAILABLE | cannot read s3://b/k: throttled for too long (SlowDown): run the same command later or with fewer workers at once",
                "400 | ProvisionedThroughputExceededException | UNAVAILABLE | cannot read s3://b/k: throttled for too long (ProvisionedThroughputExceededException): run the same command later or with fewer workers at once",
                "500 | InternalError                          | UNAVAILABLE | cannot read s3://b/k: the service has a problem (InternalError): run the same command later",
                "400 | ValidationException                    | UNAVAILABLE | cannot read s3://b/k: two lines (ValidationException): run again with --verbose to see the whole answer",
                "400 | ExpiredToken                           | STOPPED     | cannot read s3://b/k: the AWS credentials have expired (ExpiredToken): log in again and run the same command",
                "400 | ExpiredTokenException                  | STOPPED     | cannot read s3://b/k: the AWS credentials have expired (ExpiredTokenException): log in again and run the same command",
                "403 | RequestExpired                         | STOPPED     | cannot read s3://b/k: the AWS credentials have expired (RequestExpired): log in again and run the same command"
            })
    void aRefusalBecomesOneLineWithARemedy(int status, String code, Failure.Kind kind, String message) {
        AwsServiceException e = AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("two\nlines")
                        .sdkHttpResponse(SdkHttpResponse.builder()
                                .statusCode(status)
                                .putHeader("x-amz-bucket-region", "eu-north-1")
                                .build())
                        .build())
                .build();

        assertFailure(e, kind, message);
    }

    @Test
    void aRightThatTheServiceNamesIsNamed() {
        assertFailure(
                AwsServiceException.builder()
                        .statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("AccessDeniedException")
                                .errorMessage("User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform:"
                                        + " dynamodb:DeleteItem on resource: arn:aws:dynamodb:eu-central-1:1:table/t")
                                .build())
                        .build(),
                Failure.Kind.UNAVAILABLE,
                "cannot read s3://b/k: access denied (AccessDeniedException): grant dynamodb:DeleteItem to these credentials or use others");
    }

    @Test
    void aRefusalWithoutDetailsIsToldByItsStatus() {
        assertFailure(
                AwsServiceException.builder().statusCode(403).build(),
                Failure.Kind.UNAVAILABLE,
                "cannot read s3://b/k: access denied (HTTP 403): grant the right to these credentials or use others");
    }

    private static SdkException noCredentials(String why) {
        return new NoCredentialsException(SdkClientException.create(CHAIN.formatted(why)));
    }

    @Test
    void withoutCredentialsItSaysHowToGiveThem() {
        assertFailure(
                noCredentials("Unable to load credentials from system settings."),
                Failure.Kind.UNAVAILABLE,
                "cannot read s3://b/k: no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void anExpiredLoginIsFoundWithinTheMessageOfTheChain() {
        assertFailure(
                noCredentials("The SSO session associated with this profile has expired or is invalid"),
                Failure.Kind.STOPPED,
                "cannot read s3://b/k: the AWS credentials have expired (login): log in again and run the same command");
    }

    @Test
    void troubleWithTheConnectionNamesWhatToCheck() {
        assertFailure(
                SdkClientException.create("Unable to execute HTTP request", new UnknownHostException("s3.example")),
                Failure.Kind.UNAVAILABLE,
                "cannot read s3://b/k: unknown host s3.example: correct AWS_REGION or AWS_ENDPOINT_URL, or check the network");
        assertFailure(
                SdkClientException.create("Unable to execute", new ConnectException("Connection refused")),
                Failure.Kind.UNAVAILABLE,
                "cannot read s3://b/k: no connection (Connection refused): start the service or correct AWS_ENDPOINT_URL");
        assertFailure(
                SdkClientException.create("Unable to execute", new SocketTimeoutException("Read timed out")),
                Failure.Kind.UNAVAILABLE,
                "cannot read s3://b/k: no answer in time: check the network and run the same command again");
        assertFailure(
                SdkClientException.create("something\nelse"),
                Failure.Kind.UNAVAILABLE,
                "cannot read s3://b/k: something else: check the network and the AWS settings");
    }

    @Test
    void anInterruptionStopsAndStaysSet() {
        for (SdkException e : new SdkException[] {
            AbortedException.create("Thread was interrupted"),
            SdkClientException.create("Unable to execute", new InterruptedException())
        }) {
            assertFailure(e, Failure.Kind.STOPPED, "stopped before it could read s3://b/k: run the same command again");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void assertFailure(SdkException e, Failure.Kind kind, String message) {
        Failure failure = AwsFailures.of(e, "read s3://b/k");

        assertThat(failure).hasMessage(message).hasCause(e);
        assertThat(failure.kind()).isEqualTo(kind);
    }
}
