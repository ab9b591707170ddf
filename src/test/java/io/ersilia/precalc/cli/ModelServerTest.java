package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.model.ersilia.fake.FakeModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs by the runners that speak HTTP, from the command line to the table. */
class ModelServerTest {

    private static final String ETHANOL = "%s,%1$s,%s,stored,CCO,"
            .formatted(Scene.ETHANOL, String.join(",", FakeModel.cells("CCO")).replace(".0", ""));
    private static final String IMAGE = "v1.0.0@sha256:" + "a".repeat(64);

    private final Scene scene;
    private final FakeErsiliaHome home;

    ModelServerTest(@TempDir Path folder) throws IOException {
        scene = new Scene(folder).file("lib.csv", "smiles", "CCO", "CCN", "c1ccccc1");
        home = FakeErsiliaHome.in(folder);
    }

    @AfterEach
    void endWhatIsLeft() {
        home.close();
    }

    private Precalc.Result run(String command) {
        return scene.run(home.environment(), command + " --model eos3b5e --store {dir}/store ");
    }

    private void assertStored(String version) {
        assertThat(run("query " + Scene.ETHANOL).out().lines().skip(1)).containsExactly(ETHANOL + version);
    }

    @Test
    void asksAModelServer() throws IOException {
        try (FakeModelServer server = FakeModelServer.start(home.eos())) {
            Precalc.Result result =
                    run("run --library {dir}/lib.csv --run r --runner http --in-flight 2 --model-url " + server.url());

            assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
            assertThat(result.out()).contains("3 rows in, 3 predicted, 3 served");
        }
        assertStored("v1.0.0");
    }

    @Test
    void theProgramGetsItsArgumentsAsTheyAreEvenThoseThatLookLikeOursAndNoEmptyOnes() {
        home.installed("eos3b5e", "v1.0.0");

        Precalc.Result result = new Precalc()
                .with(home.environment())
                .run(
                        "run",
                        "--model=eos3b5e",
                        "--store=" + scene.path("store"),
                        "--library=" + scene.path("lib.csv"),
                        "--ersilia=" + FakeErsiliaHome.program(),
                        "--serve-args=--quiet  --port 5",
                        "--serve-args=--yes");

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(home.commands()).contains("serve eos3b5e --quiet --port 5 --yes");
    }

    /** The server answers no one until three ask at once: one slice after the other would wait in vain. */
    @Test
    void severalSlicesOfARunAreWithTheServerAtOnce() throws IOException {
        scene.file("amines.csv", "smiles", "CCCN", "CCCCN", "CCCCCN");
        home.faults("company", "3", "company.of", "CCCN CCCCN CCCCCN");
        try (FakeModelServer server = FakeModelServer.start(home.eos())) {
            Precalc.Result result = run("run --library {dir}/amines.csv --workers 3 --run r --runner http --in-flight 3"
                    + " --deadline 100s --model-url " + server.url());

            assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
            assertThat(result.out()).contains("3 rows in, 3 predicted, 3 served");
            assertThat(server.mostAtOnce()).isEqualTo(3);
        }
    }

    @Test
    void aMoleculeThatFailedOnTheWayToTheModelIsTheOnlyOneThatIsAskedForAgain() throws IOException {
        scene.file("lib.csv", "smiles", "CCO", "CCN", "CCCC");
        home.faults("half", "CCN", "fail", "CCCC");
        try (FakeModelServer server = FakeModelServer.start(home.eos())) {
            String command =
                    "run --library {dir}/lib.csv --run r --max-reject-rate 1 --runner http --model-url " + server.url();
            Precalc.Result first = run(command);
            assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.DONE);
            assertThat(first.out()).contains("3 rows in, 1 predicted");
            assertThat(rejects())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("2,QUSNBJAOOMFDIB-UHFFFAOYSA-N,CCN,transport,model_failed,")
                                    .contains("asked 4 times alone: "),
                            line -> assertThat(line)
                                    .startsWith("3,IJDNQMDRQITEOD-UHFFFAOYSA-N,CCCC,model,model_failed,")
                                    .contains("asked 2 times alone: "));
            home.faults();
            int before = home.requests().size();

            Precalc.Result second = run(command);

            assertThat(second.code()).as(second.err()).isEqualTo(ExitCode.DONE);
            assertThat(second.out()).contains("3 rows in, 2 predicted, 2 served");
            assertThat(second.err())
                    .contains("kept, except 1 molecule that failed on the way to the model: asking again");
            assertThat(home.requests().subList(before, home.requests().size()))
                    .as("well-known molecules twice, and it between two of them")
                    .containsExactly(10, 10, 3);
            assertThat(rejects()).singleElement().asString().startsWith("3,");

            Precalc.Result third = run(command);
            assertThat(third.err()).contains("predicted already and kept: 1 of 1 slice (--force predicts again)");
        }
        assertThat(run("query --smiles CCN CCO").out()).contains(",stored,CCN,", ",stored,CCO,");
    }

    @Test
    void aPartitionIsKeptAsItIsWhenItsServerCannotBeAskedAgain() throws IOException {
        home.faults("half", "CCN");
        String command;
        try (FakeModelServer server = FakeModelServer.start(home.eos())) {
            command =
                    "run --library {dir}/lib.csv --run r --max-reject-rate 1 --runner http --model-url " + server.url();
            run(command);
            home.faults("empty.all", "true");

            Precalc.Result again = run(command);

            assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.DONE);
            assertThat(again.out()).contains("3 rows in, 2 predicted, 2 served");
            assertThat(again.err())
                    .contains("is kept as it is, as no molecule could be asked again: eos3b5e does not answer");
        }
    }

    private List<String> rejects() throws IOException {
        return Files.readAllLines(scene.path("store/out/eos3b5e/r/rejects-0001.csv")).stream()
                .skip(1)
                .toList();
    }

    @Test
    void runsAnImageAndGoesOnWithTheSameOne() throws IOException {
        String docker = FakeErsiliaHome.program().resolveSibling("docker").toString();
        String command = "predict --library {dir}/lib.csv --run r --workers 2 --runner docker --model-version v1.0.0"
                + " --docker " + docker + " --worker ";
        Precalc.Result first = run(command + 1);
        assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.DONE);
        home.faults("digest", "b".repeat(64)); // the tag is moved

        Precalc.Result second = run(command + 2);
        Precalc.Result again = run(command + 1);

        assertThat(second.code()).as(second.err()).isEqualTo(ExitCode.DONE);
        assertThat(again.err()).contains("is already predicted");
        assertThat(home.commands().stream().filter(said -> said.startsWith("run")))
                .hasSize(2)
                .allMatch(said -> said.endsWith("@sha256:" + "a".repeat(64)));
        assertThat(home.living()).isEmpty();
        assertThat(run("serve --run r").code()).isEqualTo(ExitCode.DONE);
        assertStored(IMAGE);
    }

    @Test
    void fillsAQueryAndWritesNothing() throws IOException {
        try (FakeModelServer server = FakeModelServer.start(home.eos())) {
            Precalc.Result result = run(
                    "query --fill --runner http --in-flight 2 --model-url " + server.url() + " --smiles CCN CCO NCC");

            assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
            assertThat(result.out().lines().skip(1))
                    .hasSize(3)
                    .allMatch(line -> line.contains(",computed,") && line.endsWith(",v1.0.0"));
        }
        assertThat(scene.path("store")).doesNotExist();
    }

    @Test
    void aQueryThatAModelCannotFillPrintsNothing() throws IOException {
        home.faults("fetch.fails", "true");

        Precalc.Result result = run("query --fill --ersilia " + FakeErsiliaHome.program() + " --smiles CCN");

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.MODEL);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("nothing was printed; without --fill the query returns what is stored");
        assertThat(home.living()).isEmpty();
    }
}
