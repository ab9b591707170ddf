package io.ersilia.precalc.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.aws.RefusingS3;
import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Files of several parts: the least that S3 takes, five mebibytes each. */
class PartedUploadTest {

    private static final long PART = 5 * Words.MIB;

    /** Three parts, the last of them small. */
    private static final int SIZE = (int) (2 * PART + 1000);

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    @TempDir
    private Path folder = Path.of("");

    private String bucket = "";

    /** The numbers of the parts that were sent, in order. */
    private final List<Integer> sent = new ArrayList<>();

    /** What happens before a request. */
    private interface Trouble {
        void before(SdkRequest request);
    }

    @BeforeEach
    void makeBucket() {
        bucket = S3.freshBucket();
    }

    @AfterEach
    void forgetInterruption() {
        Thread.interrupted();
    }

    @Test
    void aFileOfSeveralPartsArrivesWholeAndLeavesNoUpload() throws IOException {
        save(request -> {}, file(1));

        assertThat(sent).containsExactly(1, 2, 3);
        assertThat(stored()).isEqualTo(content(1));
        assertThat(uploads()).isZero();
    }

    @Test
    void aStoppedUploadShowsNothingAndGoesOnFromThePartsThatAreThere() throws IOException {
        Failure stopped = failure(
                request -> {
                    if (request instanceof UploadPartRequest part && part.partNumber() == 2) {
                        Thread.currentThread().interrupt();
                    }
                },
                file(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.kind()).isEqualTo(Failure.Kind.STOPPED);
        assertThat(keys()).isEmpty();
        assertThat(uploads()).isOne();
        int done = parts();
        assertThat(done).isBetween(1, 2);
        sent.clear();

        save(request -> {}, file(1));

        assertThat(sent).hasSize(3 - done).endsWith(3).doesNotContain(1);
        assertThat(stored()).isEqualTo(content(1));
        assertThat(uploads()).isZero();
    }

    @Test
    void expiredCredentialsKeepWhatWasSent() throws IOException {
        try (RefusingS3 expiring = RefusingS3.expiring(S3.endpoint(), 2)) {
            Map<String, String> environment = new HashMap<>(S3.environment());
            environment.put("AWS_ENDPOINT_URL_S3", expiring.endpoint());
            try (S3Client s3 = S3Clients.client(new AwsSettings(environment), null)) {
                Failure failure = catchThrowableOfType(
                        Failure.class, () -> new S3Store(s3, new S3Uri(bucket, ""), PART).save("big", file(1)));
                assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED);
            }
        }

        assertThat(keys()).isEmpty();
        assertThat(parts()).isPositive();
        save(request -> {}, file(1));
        assertThat(sent).doesNotContain(1);
        assertThat(stored()).isEqualTo(content(1));
    }

    @Test
    void otherContentIsSentAnewAndTheEarlierUploadIsRemoved() throws IOException {
        failure(interruptedAtPart(3), file(1));
        Thread.interrupted();
        failure(interruptedAtPart(3), file(2)); // in the place of the first
        Thread.interrupted();
        assertThat(uploads()).isOne();
        sent.clear();

        save(request -> {}, file(3));

        assertThat(sent).containsExactly(1, 2, 3);
        assertThat(stored()).isEqualTo(content(3));
        assertThat(uploads()).isZero();
    }

    @Test
    void aRefusalLeavesNothing() throws IOException {
        Failure failure = failure(
                request -> {
                    if (request instanceof UploadPartRequest part && part.partNumber() == 2) {
                        throw denied();
                    }
                },
                file(1));

        assertThat(failure)
                .hasMessage(
                        "cannot write s3://%s/big: access denied (AccessDenied): grant the right to these credentials or use others",
                        bucket);
        assertThat(keys()).isEmpty();
        assertThat(uploads()).isZero();
    }

    /** As a proxy before the service answers. */
    @Test
    void aRefusalWithoutACodeIsTheServicesAndKeepsWhatWasSent() {
        Failure failure = failure(
                request -> {
                    if (request instanceof UploadPartRequest part && part.partNumber() == 2) {
                        throw S3Exception.builder()
                                .statusCode(500)
                                .awsErrorDetails(AwsErrorDetails.builder().build())
                                .build();
                    }
                },
                file(1));

        assertThat(failure)
                .hasMessage(
                        "cannot write s3://%s/big: the service has a problem (HTTP 500): run the same command later",
                        bucket);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(parts()).isOne();
    }

    @Test
    void theRightToListUploadsIsNotNeeded() throws IOException {
        save(
                request -> {
                    if (request instanceof ListMultipartUploadsRequest) {
                        throw denied();
                    }
                },
                file(1));

        assertThat(stored()).isEqualTo(content(1));
    }

    @Test
    void anUploadWhosePartsAnotherProcessRemovesSaysSo() {
        Failure failure = failure(
                request -> {
                    if (request instanceof UploadPartRequest part && part.partNumber() == 3) {
                        S3.client()
                                .abortMultipartUpload(
                                        abort -> abort.bucket(bucket).key("big").uploadId(part.uploadId()));
                    }
                },
                file(1));

        assertThat(failure)
                .hasMessage(
                        "cannot write s3://%s/big: another process sent a file there meanwhile (NoSuchUpload): let it end and run the same command again",
                        bucket);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    }

    private static Trouble interruptedAtPart(int number) {
        return request -> {
            if (request instanceof UploadPartRequest part && part.partNumber() == number) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static S3Exception denied() {
        return (S3Exception) S3Exception.builder()
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDenied")
                        .errorMessage("Access Denied")
                        .build())
                .build();
    }

    private Failure failure(Trouble trouble, Path file) {
        return catchThrowableOfType(Failure.class, () -> save(trouble, file));
    }

    private void save(Trouble trouble, Path file) {
        ExecutionInterceptor interceptor = new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                trouble.before(context.request());
                if (context.request() instanceof UploadPartRequest part) {
                    sent.add(part.partNumber());
                }
            }
        };
        try (S3Client s3 = new AwsSettings(S3.environment())
                .prepare(S3Client.builder(), AwsApi.S3)
                .forcePathStyle(true)
                .overrideConfiguration(config -> config.addExecutionInterceptor(interceptor))
                .build()) {
            new S3Store(s3, new S3Uri(bucket, ""), PART).save("big", file);
        }
    }

    private Path file(int seed) {
        try {
            return Files.write(folder.resolve("file-" + seed), content(seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] content(int seed) {
        byte[] content = new byte[SIZE];
        new Random(seed).nextBytes(content);
        return content;
    }

    private byte[] stored() {
        return S3.client()
                .getObjectAsBytes(get -> get.bucket(bucket).key("big"))
                .asByteArray();
    }

    private List<String> keys() {
        return new S3Store(S3.client(), new S3Uri(bucket, "")).list("");
    }

    private long uploads() {
        return S3.client()
                .listMultipartUploads(list -> list.bucket(bucket))
                .uploads()
                .size();
    }

    private int parts() {
        String id = S3.client()
                .listMultipartUploads(list -> list.bucket(bucket))
                .uploads()
                .get(0)
                .uploadId();
        return S3.client()
                .listParts(list -> list.bucket(bucket).key("big").uploadId(id))
                .parts()
                .size();
    }
}
