package io.ersilia.precalc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ersilia.precalc.PackagedPrecalc.Result;
import io.ersilia.precalc.model.ersilia.RealErsilia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar with the real ersilia program, and with the model's server that the program starts. */
class RealErsiliaIT {

    private static final Path MOLECULES = Path.of("test_input.csv").toAbsolutePath();
    private static final double WEIGHT_TOLERANCE = 0.001;

    /** Not in the library. */
    private static final List<String> MORE = List.of("CCCCCCCCCCO", "CCCCCCCCCCN");

    @TempDir(cleanup = CleanupMode.ALWAYS)
    static Path folder;

    private static RealErsilia real;

    @BeforeAll
    static void fetch() throws IOException, InterruptedException {
        real = RealErsilia.in(folder);
    }

    @AfterAll
    static void end() {
        if (real != null) {
            real.endAll();
        }
    }

    private static Result precalc(Path store, String command, String model, String... more)
            throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of(command, "--model", model, "--store", store.toString()));
        args.addAll(List.of(more));
        return new PackagedPrecalc(folder).with(real.environment()).run(args.toArray(String[]::new));
    }

    private static void done(Result result) {
        assertThat(result.code()).as(result.err()).isZero();
    }

    /** The cells of each molecule, by key. */
    private static Map<String, List<String>> answers(Result query) {
        done(query);
        Map<String, List<String>> answers = new LinkedHashMap<>();
        query.out()
                .lines()
                .skip(1)
                .map(line -> Arrays.asList(line.split(",", -1)))
                .forEach(cells -> answers.put(cells.get(0), cells));
        return answers;
    }

    /** The weights are those of the model in the JVM, and nothing is left of the program. */
    private static void assertAnswersAndNothingLeft(Path store) throws IOException, InterruptedException {
        assertThat(real.living()).isEmpty();
        try (Stream<Path> sessions = Files.list(folder.resolve("home/eos/sessions"))) {
            assertThat(sessions.filter(one -> Files.exists(one.resolve("eos0mas.pid"))))
                    .isEmpty();
        }
        Path embedded = store.resolveSibling(store.getFileName() + "-embedded");
        done(precalc(embedded, "run", "eos3b5e", "--library", MOLECULES.toString(), "--runner", "embedded"));
        Map<String, List<String>> expected =
                answers(precalc(embedded, "query", "eos3b5e", "--input", MOLECULES.toString()));
        Map<String, List<String>> found = answers(precalc(store, "query", "eos0mas", "--input", MOLECULES.toString()));

        assertThat(found.keySet()).isEqualTo(expected.keySet()).hasSize(30);
        found.forEach((key, cells) -> {
            assertThat(Double.parseDouble(cells.get(2)))
                    .as(key)
                    .isEqualTo(
                            Double.parseDouble(requireNonNull(expected.get(key)).get(2)), within(WEIGHT_TOLERANCE));
            assertThat(cells.get(3)).as("number of atoms").matches("\\d+");
            assertThat(Double.parseDouble(cells.get(4))).as("surface").isNotNegative();
        });
    }

    @Test
    void predictsRunsAndFillsByTheProgram() throws IOException, InterruptedException {
        Path store = folder.resolve("by-the-program");
        String program = real.program().toString();
        String without = Files.readAllLines(MOLECULES).get(5).split(",", -1)[0];
        String[] slice = {"--library", MOLECULES.toString(), "--run", "r1", "--worker", "1", "--workers", "2"};
        real.faults("nan", without);

        Result first = precalc(store, "predict", "eos0mas", with(slice, "--ersilia", program));
        done(first);
        assertThat(Files.readString(store.resolve("out/eos0mas/r1/rejects-0001.csv")))
                .contains(without)
                .contains("empty_output");
        assertThat(Files.readAllLines(store.resolve("out/eos0mas/r1/part-0001.csv")))
                .as("header and every row but one")
                .hasSize(15);

        real.faults();
        String[] all = {"--library", MOLECULES.toString(), "--run", "r2", "--workers", "1"};
        done(precalc(store, "run", "eos0mas", with(all, "--ersilia", program)));
        Result filled = precalc(
                store,
                "query",
                "eos0mas",
                "--fill",
                "--ersilia",
                program,
                "--smiles",
                MORE.get(0),
                "--smiles",
                MORE.get(1));
        done(filled);
        List<List<String>> truth = real.cells(MORE);
        for (int i = 0; i < MORE.size(); i++) {
            List<String> cells =
                    Arrays.asList(filled.out().lines().toList().get(i + 1).split(",", -1));
            assertThat(Double.parseDouble(cells.get(2)))
                    .isEqualTo(Double.parseDouble(truth.get(i).get(0)));
        }
        assertAnswersAndNothingLeft(store);
    }

    @Test
    void runsByHttpOnTheServerThatTheProgramStarted() throws IOException, InterruptedException {
        Path store = folder.resolve("by-http");
        String url = real.serve().toString();

        done(precalc(
                store,
                "run",
                "eos0mas",
                "--library",
                MOLECULES.toString(),
                "--workers",
                "1",
                "--runner",
                "http",
                "--model-url",
                url));
        real.close();
        assertAnswersAndNothingLeft(store);
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
    }
}
