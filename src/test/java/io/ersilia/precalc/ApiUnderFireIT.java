package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemathesis asks the packaged jar whatever its own OpenAPI document allows and much that it does not, follows the document's
 * links, and compares every answer with it.
 */
class ApiUnderFireIT {

    /** Random requests for each route; {@code -Dapi.examples=2000} asks more. */
    private static final int EXAMPLES = Integer.getInteger("api.examples", 30);

    /** Walks along links; with half as many, a link may have no turn. */
    private static final int WALKS = Math.max(EXAMPLES, 250);

    /** A link from answers that were only refusals would not be followed. */
    private static final String EVERY_LINK = "9 covered / 9 selected";

    /** So many more models that {@code GET /models} has a second page. */
    private static final int MORE_MODELS = 100;

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
        try (SqliteTable table = new SqliteTable(folder.resolve("precalc-data/predictions.db"))) {
            ModelRecord known = table.model(new ModelId("eos3b5e")).orElseThrow();
            for (int i = 0; i < MORE_MODELS; i++) {
                table.save(new ModelRecord(
                        new ModelId("eos9%03d".formatted(i)),
                        known.version(),
                        known.columns(),
                        known.rank(),
                        known.deterministic(),
                        known.items(),
                        known.rejected()));
            }
        }
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
            Path own =
                    Files.createTempDirectory(folder, "schemathesis"); // what it keeps there changes what it asks next
            Path report = own.resolve("report");
            Path settings = Files.writeString(
                    own.resolve("settings.toml"),
                    "%s%n[phases.stateful.generation]%nmax-examples = %d%n"
                            .formatted(Files.readString(Path.of("src/test/python/schemathesis.toml")), WALKS));
            List<String> command = new ArrayList<>(List.of(
                    PythonTools.program("schemathesis").toString(),
                    "--no-color",
                    "--config-file",
                    settings.toString(),
                    "run",
                    api.url() + "/openapi.json",
                    "--checks=all",
                    "--max-examples=" + EXAMPLES,
                    "--continue-on-failure",
                    "--generation-deterministic",
                    "--request-timeout=60"));
            command.addAll(access);
            Process process = new ProcessBuilder(command)
                    .directory(own.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(report.toFile())
                    .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            assertThat(process.waitFor()).as(Files.readString(report)).isZero();
            assertThat(Files.readString(report)).contains(EVERY_LINK);
        }
    }
}
