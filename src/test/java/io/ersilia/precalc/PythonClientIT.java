package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code clients/python} against the packaged jar: its own tests, its wheel, and the notebook of the documentation. */
class PythonClientIT {

    private static final Path CLIENT = Path.of("clients/python").toAbsolutePath();
    private static final String KEY = "secret";

    @TempDir
    private static Path folder = Path.of("");

    private static PackagedApi api;

    @BeforeAll
    static void predictAndExport() throws Exception {
        PythonTools.program("python"); // without it there is nothing to prepare
        JsonNode contract =
                Json.MAPPER.readTree(Files.readString(Path.of("src/test/resources/reference/lookups.json")));
        Files.writeString(
                folder.resolve("library.csv"),
                StreamSupport.stream(contract.path("library").spliterator(), false)
                        .map(row -> row.path(0).asText() + "," + row.path(1).asText() + "\n")
                        .collect(Collectors.joining()));
        PackagedPrecalc precalc = new PackagedPrecalc(folder).with("PRECALC_API_KEY", KEY);
        isDone(precalc.run(
                "run",
                "--model",
                "eos3b5e",
                "--runner",
                "embedded",
                "--library",
                "library.csv",
                "--max-reject-rate",
                "1"));
        isDone(precalc.run("export", "--model", "eos3b5e", "--output", "weights"));
        api = PackagedApi.start(precalc, "sqlite:precalc-data/predictions.db");
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            api.close();
        }
    }

    private static void isDone(PackagedPrecalc.Result result) {
        assertThat(result.code()).as(result.err()).isZero();
    }

    private static String python(Path where, String code, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder().directory(where.toFile());
        process.environment().put("PRECALC_API", api.url());
        process.environment().put("PRECALC_API_KEY", KEY);
        process.environment().put("PRECALC_DATASET", folder.resolve("weights").toString());
        process.environment().put("PYTHONPATH", code);
        process.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        process.environment().put("HOME", folder.toString());
        return PythonTools.python(process, List.of(arguments));
    }

    @Test
    void itsOwnTestsPassAndNoneIsSkipped() throws Exception {
        assertThat(python(CLIENT, "", "-m", "pytest", "-q", "-p", "no:cacheprovider"))
                .containsPattern("\\d+ passed")
                .doesNotContain("skipped");
    }

    @Test
    void itsWheelIsWholeAndTheNotebookRunsWithIt() throws Exception {
        Path built = Files.createDirectory(folder.resolve("built"));
        python(CLIENT, "", "-m", "build", "--no-isolation", "--outdir", built.toString());
        List<String> files;
        try (Stream<Path> all = Files.list(built)) {
            files = all.map(Path::toString).sorted().toList();
        }
        assertThat(files).hasSize(2);
        python(folder, "", "-m", "twine", "check", "--strict", files.get(0), files.get(1));
        Path installed = folder.resolve("installed");
        python(
                folder,
                "",
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-index",
                "--no-deps",
                "--target",
                installed.toString(),
                files.get(0));
        assertThat(installed.resolve("precalc_client/py.typed")).exists();

        assertThat(python(
                        folder,
                        installed.toString(),
                        Path.of("src/test/python/notebook.py").toAbsolutePath().toString(),
                        Path.of("docs/notebook.ipynb").toAbsolutePath().toString()))
                .endsWith("CELLS 5\n");
    }
}
