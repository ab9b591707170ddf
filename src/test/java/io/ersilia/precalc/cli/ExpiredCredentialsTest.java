package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.RefusingS3;
import io.ersilia.precalc.aws.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login that ends in the middle of a slice takes no finished batch with it. */
class ExpiredCredentialsTest {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    @TempDir
    private Path home = Path.of("");

    private Precalc.Result predict(String endpoint, String bucket) {
        return new Precalc()
                .with(S3.environment())
                .with("AWS_ENDPOINT_URL_S3", endpoint)
                .with("HOME", home.toString())
                .run(
                        "predict",
                        "--model",
                        "eos3b5e",
                        "--runner",
                        "embedded",
                        "--batch-size",
                        "10",
                        "--run",
                        "r",
                        "--input",
                        "test_input.csv",
                        "--store",
                        "s3://" + bucket);
    }

    private List<Path> kept() throws IOException {
        Path state = home.resolve(".local/state/precalc");
        if (!Files.exists(state)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** The plan and the model's card are written first, then three batches, and then the partition; after the last write nothing is answered. */
    @ParameterizedTest(name = "after {0} writes")
    @ValueSource(ints = {3, 4})
    void aFinishedBatchIsKeptOnThisMachineAndFoundAgain(int writes) throws IOException {
        String bucket = S3.freshBucket();
        try (RefusingS3 expiring = RefusingS3.expiring(S3.endpoint(), writes)) {
            Precalc.Result expired = predict(expiring.endpoint(), bucket);
            assertThat(expired.code()).as(expired.err()).isEqualTo(ExitCode.STOPPED);
            assertThat(expired.err())
                    .contains("kept in " + home, "the AWS credentials have expired (ExpiredToken): log in again");
        }
        assertThat(kept()).as("one, or as many as were under way").isNotEmpty();

        Precalc.Result again = predict(S3.endpoint().toString(), bucket);

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err().lines().filter(line -> line.contains("are kept")))
                .hasSizeGreaterThanOrEqualTo(writes - 1);
        assertThat(again.out()).contains("30 rows in = 30 predicted + 0 rejected");
        assertThat(kept()).isEmpty();
    }

    @Test
    void allBatchesAreInTheStoreWhenOnlyThePartitionIsRefused() throws IOException {
        String bucket = S3.freshBucket();
        try (RefusingS3 expiring = RefusingS3.expiring(S3.endpoint(), 5)) {
            assertThat(predict(expiring.endpoint(), bucket).code()).isEqualTo(ExitCode.STOPPED);
        }
        assertThat(kept()).isEmpty();

        assertThat(predict(S3.endpoint().toString(), bucket).err().lines().filter(line -> line.contains("are kept")))
                .hasSize(3);
    }
}
