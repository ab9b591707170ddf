package io.ersilia.precalc.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

class S3FailureTest {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    private String bucket = "";

    @BeforeEach
    void makeBucket() {
        bucket = S3.freshBucket();
    }

    @AfterEach
    void forgetInterruption() {
        Thread.interrupted();
    }

    @Test
    void anAbsentBucketIsNamedWhateverIsAskedOfIt() {
        ObjectStore store = new S3Store(S3.client(), S3Uri.parse("s3://absent-bucket/x"));
        String remedy = ": no such bucket (NoSuchBucket): create it or correct its name";

        assertUnavailable(() -> store.read("a"), "cannot read s3://absent-bucket/x/a" + remedy);
        assertUnavailable(() -> store.source("a").size(), "cannot read s3://absent-bucket/x/a" + remedy);
        assertUnavailable(() -> store.source("a").open(0, 9), "cannot read s3://absent-bucket/x/a" + remedy);
        assertUnavailable(() -> store.list(""), "cannot list s3://absent-bucket/x" + remedy);
        assertUnavailable(() -> store.save("a", new byte[1]), "cannot write s3://absent-bucket/x/a" + remedy);
        assertUnavailable(() -> store.create("a", new byte[1]), "cannot write s3://absent-bucket/x/a" + remedy);
        assertUnavailable(() -> store.delete("a"), "cannot delete s3://absent-bucket/x/a" + remedy);
    }

    @Test
    void withoutCredentialsItSaysHowToGiveThem() {
        try (S3Client s3 = S3Clients.client(
                new AwsSettings(Map.of("AWS_ENDPOINT_URL_S3", S3.endpoint().toString())), null)) {
            assertUnavailable(
                    () -> new S3Store(s3, S3Uri.parse("s3://bucket")).read("a"),
                    "cannot read s3://bucket/a: no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        String closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = "http://127.0.0.1:" + socket.getLocalPort();
        }
        try (S3Client s3 = through(closed)) {
            assertThatExceptionOfType(Failure.class)
                    .isThrownBy(() -> new S3Store(s3, S3Uri.parse("s3://bucket")).read("a"))
                    .withMessageMatching("cannot read s3://bucket/a: no connection \\(.*127\\.0\\.0\\.1.*refused\\):"
                            + " start the service or correct AWS_ENDPOINT_URL");
        }
    }

    @Test
    void aLostConnectionIsMadeAnewWhereItWas() throws IOException {
        byte[] content = content(1);
        S3Source whole = source(S3.client());
        store().save("library.csv", content);

        try (LossyProxy proxy = new LossyProxy(S3.endpoint(), 300_000);
                S3Client s3 = through(proxy.endpoint().toString());
                InputStream in = source(s3).open(77, content.length - 5)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 77, content.length - 5));
            assertThat(proxy.lost()).isBetween(3, ResumingInputStream.MAX_RESUMES);
        }
        assertThat(whole.size()).hasValue(content.length);
    }

    @Test
    void aConnectionThatIsAlwaysLostIsGivenUp() throws IOException {
        store().save("library.csv", content(1));

        try (LossyProxy proxy = new LossyProxy(S3.endpoint(), 20_000);
                S3Client s3 = through(proxy.endpoint().toString());
                InputStream in = source(s3).open(0, 1_000_000)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(Failure.class)
                    .hasMessageMatching("cannot read s3://\\S+/library.csv: connection lost 11 times, last at byte"
                            + " \\d+ \\(.*\\): check the network and run the same command again");
        }
    }

    @Test
    void anObjectThatChangesWhileItIsReadIsBadInput() throws IOException {
        store().save("library.csv", content(1));

        try (LossyProxy proxy = new LossyProxy(S3.endpoint(), 300_000);
                S3Client s3 = through(proxy.endpoint().toString());
                InputStream in = source(s3).open(0, 1_000_000)) {
            assertThat(in.read()).isNotNegative();
            store().save("library.csv", content(2));
            Failure failure = catchThrowableOfType(Failure.class, in::readAllBytes);
            assertThat(failure)
                    .hasMessage("s3://%s/library.csv changed while it was read: run the same command again", bucket);
            assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT);
        }
    }

    @Test
    void anInterruptedCallStops() {
        store().save("plan.json", "{}".getBytes(UTF_8));

        for (ThrowingCallable call : new ThrowingCallable[] {
            () -> store().read("plan.json"),
            () -> store().list(""),
            () -> store().save("plan.json", new byte[1]),
            () -> store().source("plan.json").size()
        }) {
            Thread.currentThread().interrupt();
            assertStopped(call);
        }
        assertThat(store().read("plan.json")).contains("{}".getBytes(UTF_8));
    }

    @Test
    void anInterruptedDownloadStops() throws IOException {
        store().save("library.csv", content(1));

        try (InputStream in = source(S3.client()).open(0, 1_000_000)) {
            assertThat(in.readNBytes(1000)).hasSize(1000);
            Thread.currentThread().interrupt();
            assertStopped(in::readAllBytes);
        }
    }

    private static void assertStopped(ThrowingCallable call) {
        Failure failure = catchThrowableOfType(Failure.class, call);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED);
        assertThat(failure).hasMessageEndingWith(": run the same command again");
    }

    private static void assertUnavailable(ThrowingCallable call, String message) {
        Failure failure = catchThrowableOfType(Failure.class, call);
        assertThat(failure).hasMessage(message);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    }

    private ObjectStore store() {
        return new S3Store(S3.client(), new S3Uri(bucket, ""));
    }

    private S3Source source(S3Client s3) {
        return new S3Source(s3, new S3Uri(bucket, "library.csv"));
    }

    private static S3Client through(String endpoint) {
        Map<String, String> environment = new HashMap<>(S3.environment());
        environment.put("AWS_ENDPOINT_URL_S3", endpoint);
        return S3Clients.client(new AwsSettings(environment), null);
    }

    private static byte[] content(long seed) {
        byte[] content = new byte[1_000_000];
        new Random(seed).nextBytes(content);
        return content;
    }
}
