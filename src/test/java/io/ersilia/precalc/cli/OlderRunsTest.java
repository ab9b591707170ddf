package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands say and do of a run that is older than the one in the table, or a sample of it. */
class OlderRunsTest {

    private static final String E = " --model eos3b5e --runner embedded --store {dir}/store --library {dir}/lib.csv ";
    private static final String STORE = " --model eos3b5e --store {dir}/store ";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void anOlderRunThatIsPredictedAndANewerOneThatIsFinished() {
        scene = new Scene(folder)
                .file("lib.csv", "smiles", "CCO", "CCN", "C", "CC")
                .after("predict" + E + "--run r1 --worker 1 --workers 1")
                .after("run" + E + "--run r2 --workers 1")
                .after("finish" + STORE + "--run r2 --verify all");
    }

    @Test
    void serveOfTheOlderIsWrongUsageAndNamesBoth() {
        for (String option : new String[] {"", "--worker 1", "--dry-run"}) {
            Precalc.Result refused = scene.run("serve" + STORE + "--run r1 " + option);

            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err())
                    .contains(
                            "/store/predictions.db has run r2 of eos3b5e, planned at ",
                            ", and run r1 is older, planned at ");
        }
        assertThat(scene.run("finish" + STORE + "--run r2 --verify all").out()).contains("; 4 of 4 items verified");
    }

    @Test
    void forcedItIsSeenByStatusAndFinishAndHealedByRun() {
        scene.after("serve" + STORE + "--run r1 --force");

        assertThat(scene.run("status" + STORE + "--run r2").out())
                .contains("1 replaced\n", "replaced by run r1\n", "to do: serve 1 partition (1): ");
        assertThat(scene.run("status" + STORE + "--run r2 --format json").out())
                .contains("\"state\" : \"replaced\"", "\"replaced_by\" : \"r1\"");
        Precalc.Result finish = scene.run("finish" + STORE + "--run r2 --verify all");
        assertThat(finish.code()).isEqualTo(4);
        assertThat(finish.err()).contains("replaced by run r1, which is older or a sample: part-0001");

        Precalc.Result healed = scene.run("run" + E + "--run r2 --workers 1");

        assertThat(healed.code()).isZero();
        assertThat(healed.err()).contains("part-0001 of eos3b5e run r2 was replaced by run r1: it is served again");
        assertThat(scene.run("finish" + STORE + "--run r2 --verify all").out())
                .contains("; 4 of 4 items verified; checked again: 4, differing: 0\n");
        assertThat(scene.run("finish" + STORE + "--run r1 --verify all").out())
                .contains("; 0 of 4 items verified, 4 replaced by run r2; checked again: 4, differing: 0\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status" + STORE,
                "finish" + STORE,
                "serve" + STORE,
                "report" + STORE,
                "rejects" + STORE,
                "purge" + STORE,
                "export --force --output {dir}/all.csv" + STORE,
                "plan" + E,
                "run" + E
            })
    void aCopyOfARunsFolderIsLeftOutWithOneLineAndRefusedWhereItIsNamed(String command) throws IOException {
        Path copy = Files.createDirectory(scene.path("store/out/eos3b5e/z"));
        for (String file :
                List.of("plan.json", "part-0001.json", "part-0001.csv", "part-0001.served.json", "account.json")) {
            Files.copy(scene.path("store/out/eos3b5e/r2").resolve(file), copy.resolve(file));
        }
        String why = "{dir}/store/out/eos3b5e/z/plan.json is the plan of run r2 of eos3b5e:"
                + " put back that of run z, or move the folder away if it is a copy\n";

        Precalc.Result unnamed = scene.run(command);
        assertThat(unnamed.code()).isZero();
        assertThat(scene.steady(unnamed.err())).containsOnlyOnce("precalc: run z is left out: " + why);
        assertThat(scene.run("status" + STORE).out()).startsWith("run r2 of eos3b5e: ");

        Precalc.Result named = scene.run(command + "--run z");
        assertThat(named.code()).isEqualTo(65);
        assertThat(scene.steady(named.err())).isEqualTo("precalc: " + why);
    }

    @Test
    void aSampleOverAFullRunIsRefusedBeforeItIsPlannedOrPredicted() {
        Precalc.Result refused = scene.run("run" + E + "--sample 2 --run s");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("has run r2 of eos3b5e, which is of a whole library, and run s is a sample");
        assertThat(scene.path("store/out/eos3b5e/s")).doesNotExist();
        assertThat(scene.run("run" + E + "--sample 2 --run s --table sqlite:{dir}/other.db")
                        .code())
                .isZero();
        assertThat(scene.run("run" + E + "--sample 4 --run whole").code())
                .as("as many as there are rows")
                .isZero();
    }

    @Test
    void planSaysOfASampleThatItWillNotBeServed() {
        Precalc.Result plan = scene.run("plan" + E + "--sample 2 --run s");

        assertThat(plan.code()).isZero();
        assertThat(plan.err())
                .contains("which is of a whole library, and run s is a sample: serve will refuse it without --force or"
                        + " another --table");
    }

    @Test
    void anOlderRunIsRefusedBeforeItIsPredicted() {
        scene.after("plan" + E + "--run r3 --workers 1").after("run" + E + "--run r4 --workers 1");

        assertThat(scene.run("run" + E + "--run r3 --workers 1").code()).isEqualTo(2);
        assertThat(scene.path("store/out/eos3b5e/r3/part-0001.csv")).doesNotExist();
    }

    @Test
    void aRunThatIsDoneIsKeptWhicheverCameLater() {
        scene.after("run" + E + "--run r3 --workers 1");

        Precalc.Result again = scene.run("run" + E + "--run r2 --workers 1");

        assertThat(again.code()).isZero();
        assertThat(scene.run("finish" + STORE + "--run r3 --verify all").out())
                .contains("; 4 of 4 items verified; checked again: 4, differing: 0\n");
    }
}
