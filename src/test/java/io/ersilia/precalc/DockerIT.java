package io.ersilia.precalc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ersilia.precalc.PackagedPrecalc.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar and a Docker engine, with images that are built here: those of a model, and precalc's own. */
class DockerIT {

    private static final String MODEL = "ersiliaos/eos0mas:";
    private static final String VERSION = "v1.2.3";
    private static final String OURS = "precalc-of-docker-it";
    private static final String ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O";
    private static final String KEY = "of-this-test";
    private static final Path REFERENCE = Path.of("src/test/resources/reference/test_input_expected.csv");
    private static final int SOME = 4;
    private static final double WEIGHT_TOLERANCE = 0.001;
    private static final long LOOK_NANOS = 50_000_000;

    @TempDir
    static Path folder;

    private static @Nullable DockerEngine engine;
    private static final List<String> built = new ArrayList<>();

    @BeforeAll
    static void buildTheModel() throws IOException, InterruptedException {
        engine = DockerEngine.in(folder.resolve("engine"));
        build(MODEL + VERSION, Path.of("src/test/docker/Dockerfile"), Path.of("src/test"), List.of(List.of("python")));
    }

    private static void build(String tag, Path dockerfile, Path context, List<List<String>> bases)
            throws IOException, InterruptedException {
        docker().build(tag, dockerfile, context, bases);
        built.add(tag);
    }

    @AfterAll
    static void removeTheImages() throws IOException, InterruptedException {
        if (engine != null) {
            for (String tag : built) {
                engine.ask("image", "rm", "--force", tag);
            }
            engine.close();
        }
    }

    private static DockerEngine docker() {
        return requireNonNull(engine);
    }

    /** The model with a fault for a molecule. */
    private static void buildAModelThat(String fault, String molecule) throws IOException, InterruptedException {
        Path context = Files.createDirectories(folder.resolve(fault));
        Files.writeString(context.resolve("faults.properties"), fault + "=" + molecule + "\n");
        Path dockerfile = Files.writeString(context.resolve("Dockerfile"), """
                FROM %s%s
                ENV HOME=/model
                COPY faults.properties /model/eos/
                """.formatted(MODEL, VERSION));
        build(MODEL + fault, dockerfile, context, List.of());
    }

    private static PackagedPrecalc.Running start(String version, String run, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "predict",
                "--model=eos0mas",
                "--model-version=" + version,
                "--library=%s.csv".formatted(run),
                "--run=" + run,
                "--worker=1",
                "--workers=1",
                "--runner=docker"));
        args.addAll(List.of(more));
        return docker().reach(new PackagedPrecalc(folder)).start(args.toArray(String[]::new));
    }

    /** Writes some of the reference molecules as the library of a run, and one that is none. Returns their lines. */
    private static List<String> writeLibrary(String run, int molecules) throws IOException {
        List<String> library = new ArrayList<>(Files.readAllLines(REFERENCE).subList(0, 1 + molecules));
        library.add("no molecule,,");
        Files.write(folder.resolve(run + ".csv"), library);
        return library;
    }

    private static List<String> rejects(String run) throws IOException {
        List<String> all =
                Files.readAllLines(folder.resolve("precalc-data/out/eos0mas/%s/rejects-0001.csv".formatted(run)));
        return all.subList(1, all.size());
    }

    @Test
    void everyRowIsPredictedOrRejectedAndTheContainerIsGone() throws IOException, InterruptedException {
        List<String> library = writeLibrary("r1", 30);

        Result predict = start(VERSION, "r1").await();

        assertThat(predict.code()).as(predict.err()).isZero();
        Path run = folder.resolve("precalc-data/out/eos0mas/r1");
        List<String> predicted = Files.readAllLines(run.resolve("part-0001.csv"));
        assertThat(predicted.get(0)).isEqualTo("key,input,mol_weight,heavy_atoms,polar_surface");
        assertThat(predicted).hasSize(library.size() - 1);
        for (int row = 1; row < predicted.size(); row++) {
            String[] molecule = library.get(row).split(",", -1);
            String[] cells = predicted.get(row).split(",", -1);
            assertThat(List.of(cells).subList(0, 2)).containsExactly(molecule[1], molecule[0]);
            assertThat(Double.parseDouble(cells[2]))
                    .as(molecule[0])
                    .isEqualTo(Double.parseDouble(molecule[2]), within(WEIGHT_TOLERANCE));
        }
        assertThat(rejects("r1")).singleElement().asString().contains("no molecule", "invalid_smiles");
        assertThat(Files.readString(run.resolve("part-0001.json")))
                .containsPattern("\"model_version\"\\s*:\\s*\"" + VERSION + "@sha256:[0-9a-f]{64}\"");
        assertThat(predict.err()).as("read-only, and in a closed network").doesNotContain("may now write", "can reach");
        assertThat(containers()).isEmpty();
    }

    @Test
    void theContainerOfAKilledWorkerIsRemovedByTheNext() throws IOException, InterruptedException {
        writeLibrary("r3", SOME);
        String molecule = writeLibrary("r2", SOME).get(2).split(",", -1)[0];
        buildAModelThat("run.hangs", molecule);

        PackagedPrecalc.Running killed = start("run.hangs", "r2");
        while (containers().isEmpty()) {
            assertThat(killed.process().isAlive())
                    .as(Files.readString(killed.err()))
                    .isTrue();
            LockSupport.parkNanos(LOOK_NANOS);
        }
        killed.process().destroyForcibly().waitFor();
        assertThat(containers()).hasSize(1);
        Result next = start(VERSION, "r3").await();

        assertThat(next.code()).as(next.err()).isZero();
        assertThat(containers()).isEmpty();
    }

    @Test
    void aMoleculeThatNeedsTooMuchMemoryIsRejectedAlone() throws IOException, InterruptedException {
        String molecule = writeLibrary("r4", SOME).get(2).split(",", -1)[0];
        buildAModelThat("eats", molecule);

        Result predict = start("eats", "r4", "--model-memory=400m").await();

        assertThat(predict.code()).as(predict.err()).isZero();
        assertThat(rejects("r4"))
                .hasSize(2)
                .anySatisfy(reject -> assertThat(reject).contains(molecule, "model_failed"));
        assertThat(predict.err()).contains("out of memory: it had 400m, give it more with --model-memory");
        assertThat(containers()).isEmpty();
    }

    @Test
    void ourOwnImageRunsAndAnswersWithoutRightsAndWithReadOnlyFiles() throws IOException, InterruptedException {
        build(
                OURS,
                Path.of("Dockerfile"),
                Path.of("."),
                List.of(
                        List.of("maven", PackagedPrecalc.jar().toString()),
                        List.of("java", requireNonNull(System.getProperty("java.home")))));
        Path data = Files.createDirectories(folder.resolve("data"));
        assertThat(data.toFile().setWritable(true, false)).isTrue();
        Files.copy(Path.of("test_input.csv"), data.resolve("test_input.csv"));

        Result ran = docker().run(OURS, data, List.of("--rm"), "run", "--model=eos3b5e", "--runner=embedded");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("30 rows in, 30 predicted, 30 served");

        String api = docker().run(
                        OURS,
                        data,
                        List.of("--detach", "--publish=127.0.0.1::8080", "--env=PRECALC_API_KEY=" + KEY),
                        "api")
                .out()
                .strip();
        try {
            while (!docker().ask("logs", api).contains("http://")) {
                assertThat(docker().ask("ps", "--quiet", "--no-trunc"))
                        .as("what runs")
                        .contains(api);
                LockSupport.parkNanos(LOOK_NANOS);
            }
            Result asked = docker().reach(new PackagedPrecalc(folder))
                    .with("PRECALC_API_KEY", KEY)
                    .run(
                            "query",
                            "--api=http://" + docker().ask("port", api, "8080"),
                            "--model=eos3b5e",
                            "--smiles",
                            ASPIRIN);

            assertThat(asked.out()).as(asked.err()).contains("," + ASPIRIN + ",180.1", ",stored,");
        } finally {
            docker().ask("rm", "--force", api);
        }
    }

    private static List<String> containers() throws IOException, InterruptedException {
        return docker().ask("ps", "--all", "--filter", "name=precalc-eos0mas", "--format", "{{.Names}}")
                .lines()
                .toList();
    }
}
