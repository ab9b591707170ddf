package io.ersilia.precalc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the rows: large jobs in a JVM whose heap would not hold them. */
class SmallHeapTest {

    private static final String HEAP = "-Xmx64m";
    private static final int LONGEST_MINUTES = 5;

    @TempDir
    Path folder;

    @Test
    void predictsATenthOf200000RowsIn64Megabytes() throws IOException, InterruptedException {
        assertThat(inSmallHeap("predict", folder.toString(), "200000", "3", "10"))
                .isEqualTo("rows 40000 to 60000: 20000 predicted, 0 rejected\n");
    }

    @Test
    void serves300000RowsIn64Megabytes() throws IOException, InterruptedException {
        assertThat(inSmallHeap("serve", folder.toString(), "300000"))
                .isEqualTo("300000 rows: 300000 items, 0 duplicates, 0 rejected\n");
    }

    private String inSmallHeap(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                LargeJob.class.getName()));
        command.addAll(List.of(args));
        Path out = folder.resolve("said.txt");
        Path err = folder.resolve("complained.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return Files.readString(out);
    }
}
