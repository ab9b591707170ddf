package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ersilia.precalc.PackagedPrecalc.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar and a Docker engine, with an image that is built here; skipped where no engine is. */
class DockerIT {

    private static final String VERSION = "v1.2.3";
    private static final String IMAGE = "ersiliaos/eos0mas:" + VERSION;
    private static final Path REFERENCE = Path.of("src/test/resources/reference/test_input_expected.csv");
    private static final double WEIGHT_TOLERANCE = 0.001;
    private static final long BUILD_MINUTES = 15;

    @TempDir
    static Path folder;

    private static boolean built;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        boolean engine;
        try {
            engine = docker("version").code() == 0;
        } catch (IOException e) { // there is no such program
            engine = false;
        }
        assumeTrue(engine, "Docker is not available: 'docker version' reaches no engine");
        Result build = docker("build", "--tag", IMAGE, "--file", "src/test/docker/Dockerfile", "src/test");
        assertThat(build.code()).as(build.out()).isZero();
        built = true;
    }

    @AfterAll
    static void removeTheImage() throws IOException, InterruptedException {
        if (built) {
            docker("image", "rm", "--force", IMAGE);
        }
    }

    private static Result docker(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(args));
        Path said = folder.resolve("docker.log");
        Process docker = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!docker.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
            docker.destroyForcibly().waitFor();
        }
        return new Result(docker.waitFor(), Files.readString(said), "");
    }

    @Test
    void everyRowIsPredictedOrRejectedAndTheContainerIsGone() throws IOException, InterruptedException {
        List<String> expected = Files.readAllLines(REFERENCE);
        List<String> library = new ArrayList<>(expected);
        library.add("no molecule,,");
        Files.write(folder.resolve("library.csv"), library);

        Result predict = new PackagedPrecalc(folder)
                .run(
                        "predict",
                        "--model=eos0mas",
                        "--model-version=" + VERSION,
                        "--library=library.csv",
                        "--run=r1",
                        "--worker=1",
                        "--workers=1",
                        "--runner=docker");

        assertThat(predict.code()).as(predict.err()).isZero();
        Path run = folder.resolve("precalc-data/out/eos0mas/r1");
        List<String> predicted = Files.readAllLines(run.resolve("part-0001.csv"));
        assertThat(predicted.get(0)).isEqualTo("key,input,mol_weight,heavy_atoms,polar_surface");
        assertThat(predicted).hasSameSizeAs(expected);
        for (int row = 1; row < expected.size(); row++) {
            String[] molecule = expected.get(row).split(",", -1);
            String[] cells = predicted.get(row).split(",", -1);
            assertThat(List.of(cells).subList(0, 2)).containsExactly(molecule[1], molecule[0]);
            assertThat(Double.parseDouble(cells[2]))
                    .as(molecule[0])
                    .isEqualTo(Double.parseDouble(molecule[2]), within(WEIGHT_TOLERANCE));
        }
        assertThat(Files.readAllLines(run.resolve("rejects-0001.csv")))
                .hasSize(2)
                .last()
                .asString()
                .contains("no molecule", "invalid_smiles");
        assertThat(Files.readString(run.resolve("part-0001.json")))
                .containsPattern("\"model_version\"\\s*:\\s*\"" + VERSION + "@sha256:[0-9a-f]{64}\"");
        assertThat(containers()).isEmpty();
    }

    /** Of the model, whether they run or not. */
    private static List<String> containers() throws IOException, InterruptedException {
        Result list = docker("ps", "--all", "--filter", "name=precalc-eos0mas", "--format", "{{.Names}}");
        assertThat(list.code()).as(list.out()).isZero();
        return list.out().lines().toList();
    }
}
