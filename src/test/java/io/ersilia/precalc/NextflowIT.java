package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Nextflow runs our pipeline; it is skipped where Maven has not got Nextflow yet. */
class NextflowIT {

    private static final int LONGEST_SECONDS = 300;

    /** The newest release of Java whose classes this Nextflow can read. */
    private static final int NEWEST_JAVA = 24;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theRealNextflowRunsThePipelineUntilEveryRowIsAccountedFor() throws Exception {
        String jars = JarsOfPom.of("Nextflow", folder);
        Path store = Files.createDirectories(folder.resolve("store"));
        Files.writeString(store.resolve("reference_library.csv"), "smiles\nC\nCC\nCCC\nCCCC\nCCCCC\nnonsense\nCCO\n");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path program = Files.writeString(
                bin.resolve("precalc"),
                "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -jar '%s' \"$@\"\n"
                        .formatted(java(), System.getProperty("precalc.jar")));
        assertThat(program.toFile().setExecutable(true)).isTrue();

        String said = run(
                Map.of(
                        "PATH", bin + ":" + System.getenv("PATH"),
                        "PRECALC_RUNNER", "embedded",
                        "PRECALC_MAX_REJECT_RATE", "0.5",
                        "NXF_HOME", folder.resolve("home").toString(),
                        "NXF_OFFLINE", "true",
                        "NXF_ANSI_LOG", "false"),
                List.of(
                        java(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        jars,
                        "nextflow.cli.Launcher",
                        "run",
                        Path.of("docs/engines/main.nf").toAbsolutePath().toString(),
                        "--model=eos3b5e",
                        "--store=" + store,
                        "--table=sqlite:" + store.resolve("predictions.db"),
                        "--workers=3"));

        assertThat(said).contains("PREDICT (3)", "FINISH");
        try (Stream<Path> files = Files.walk(folder.resolve("work"))) {
            Path summary = files.filter(file -> file.endsWith("summary.json"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(said));
            assertThat(Files.readString(summary))
                    .contains("\"rows_in\" : 7", "\"served\" : 6", "\"invalid_smiles\" : 1", "\"unaccounted\" : 0");
        }
    }

    private String run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("nextflow.out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        Process nextflow = builder.start();
        nextflow.getOutputStream().close();
        boolean isOver = nextflow.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
        if (!isOver) {
            nextflow.destroyForcibly();
        }
        String said = Files.readString(out);
        assertThat(isOver).as(said).isTrue();
        assertThat(nextflow.exitValue()).as(said).isZero();
        return said;
    }

    /** This JDK or, where it is too new for Nextflow, an older one. */
    private static String java() throws IOException {
        Path jdk = Jdks.feature(Jdks.own()) <= NEWEST_JAVA
                ? Jdks.own()
                : Jdks.others().get(0);
        return jdk.resolve("bin/java").toString();
    }
}
