package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemathesis asks the packaged jar whatever its own OpenAPI document allows and much that it does not, follows the document's
 * links, and compares every answer with it.
 */
class ApiUnderFireIT {

    /** Random requests for each route; {@code -Dapi.examples=2000} asks more. */
    private static final int EXAMPLES = Integer.getInteger("api.examples", 50);

    /**
     * A link from answers that were only refusals would not be followed. Of eight, one is to a second page, which one model
     * does not fill, and with few examples another may have no turn.
     */
    private static final Pattern LINKS = Pattern.compile("API Links: +[6-8] covered / 8 selected");

    private static final long MINUTES = 60;

    @TempDir
    private static Path folder = Path.of("");

    private static Path library = Path.of("");

    @BeforeAll
    static void runOverALibraryWithAReject() throws IOException, InterruptedException {
        library = Files.writeString(
                folder.resolve("library.csv"), Files.readString(Path.of("test_input.csv")) + "C1CC\n*C\n");
        PackagedPrecalc.Result run = new PackagedPrecalc(folder)
                .run("run", "--model", "eos3b5e", "--library", library.toString(), "--runner", "embedded");
        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void everyAnswerIsAsTheDocumentSays() throws IOException, InterruptedException {
        fire(new PackagedPrecalc(folder), List.of());
    }

    @Test
    void everyAnswerIsAsTheDocumentSaysWhereAKeyIsNeeded() throws IOException, InterruptedException {
        fire(new PackagedPrecalc(folder).with("PRECALC_API_KEY", "secret"), List.of("--header", "x-api-key:secret"));
    }

    private static void fire(PackagedPrecalc precalc, List<String> access) throws IOException, InterruptedException {
        try (PackagedApi api = PackagedApi.start(precalc, "sqlite:precalc-data/predictions.db")) {
            Path report = Files.createTempFile(folder, "schemathesis", ".txt");
            List<String> command = new ArrayList<>(List.of(
                    PythonTools.program("schemathesis").toString(),
                    "--no-color",
                    "--config-file",
                    Path.of("src/test/python/schemathesis.toml")
                            .toAbsolutePath()
                            .toString(),
                    "run",
                    api.url() + "/openapi.json",
                    "--checks=all",
                    "--max-examples=" + EXAMPLES,
                    "--continue-on-failure",
                    "--generation-deterministic",
                    "--request-timeout=60"));
            command.addAll(access);
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(report.toFile())
                    .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            assertThat(process.waitFor()).as(Files.readString(report)).isZero();
            assertThat(Files.readString(report)).containsPattern(LINKS);
        }
    }
}
