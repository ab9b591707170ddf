package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign of two models, of which only one can be run here. */
class CampaignTest {

    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
    private static final Duration LONG = Duration.ofHours(30);
    private static final String C = " --campaign {dir}/campaign.yml --store {dir}/store";
    private static final String RUN = "run --model eos3b5e --runner embedded --store {dir}/store -q ";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void twoModelsThatAreReadyAndOneThatIsNot() {
        String[] molecules = new String[151];
        Arrays.setAll(molecules, row -> row == 0 ? "smiles" : "C".repeat(row) + "O");
        scene = new Scene(folder).at(NOON).file("lib.csv", molecules);
        catalog("v1.0.0");
        scene.file(
                "campaign.yml",
                "catalog: " + scene.path("models.json"),
                "query: {status: ready, task: [Annotation, Sampling]}",
                "library: " + scene.path("lib.csv"),
                "priority: [eos3b5e]",
                "budget: {hours: 10, jobs: 2}");
    }

    private void catalog(String release) {
        scene.file("models.json", """
                [{"Identifier": "eos3b5e", "Status": "Ready", "Task": "Annotation", "Release": "%s"},
                 {"card": {"Identifier": "eos4e40", "Status": "Ready", "Task": ["Annotation"], "Release": "v2.0.0"}},
                 {"Identifier": "eos7m30", "Status": "In maintenance", "Task": "Annotation"}]""".formatted(release));
    }

    private String out(String command) {
        Precalc.Result result = scene.run(command);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        return scene.steady(result.out());
    }

    @Test
    void aModelIsProbedThenPredictedThenKnownThenStale() {
        assertThat(out("campaign plan" + C).lines())
                .containsExactly(
                        "{dir}/campaign.yml: 2 models: 2 never predicted",
                        "this month: 0 of 10 runner hours; 0 of 2 jobs busy",
                        "model    standing        release       hours  why",
                        "eos3b5e  never predicted v1.0.0               no complete run",
                        "eos4e40  never predicted v2.0.0               no complete run",
                        "start eos3b5e (never predicted, a probe of 100 molecules): precalc run --model eos3b5e --run campaign-1"
                                + " --sample 100 --workers 1 --model-version v1.0.0 --library {dir}/lib.csv --store {dir}/store",
                        "start eos4e40 (never predicted, a probe of 100 molecules): precalc run --model eos4e40 --run campaign-1"
                                + " --sample 100 --workers 1 --model-version v2.0.0 --library {dir}/lib.csv --store {dir}/store");
        assertThat(out("campaign next --dry-run --stage" + C)).contains(" --stage --store ");
        String next = out("campaign next" + C).lines().findFirst().orElseThrow();
        scene.after(next.substring(next.indexOf("precalc run") + 8) + " --runner embedded -q");

        assertThat(out("campaign next --format json" + C)).isEqualToIgnoringWhitespace("""
                {"include": [{"model": "eos3b5e", "run": "campaign-2", "version": "v1.0.0", "library": "{dir}/lib.csv",
                  "sample": "", "workers": "1", "jobs": "1"}]}""");
        scene.after(RUN + "--run campaign-2 --workers 1 --model-version v1.0.0 --library {dir}/lib.csv");

        assertThat(out("campaign status" + C))
                .contains(
                        "2 models: 1 running, 1 known\n",
                        "eos4e40  running         v2.0.0               since 2026-11-02 12:00");
        assertThat(out("status" + C)).isEqualTo(out("campaign status" + C));
        catalog("v1.0.1");

        assertThat(out("campaign plan" + C))
                .contains("eos3b5e  stale           v1.0.1", "no complete run of v1.0.1\n", "--run campaign-3 ");
    }

    @Test
    void aFileInAnotherEncodingIsRefusedByName() throws IOException {
        Files.write(folder.resolve("campaign.yml"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(scene.run("campaign plan" + C).err())
                .isEqualTo(
                        "precalc: cannot read the campaign %s/campaign.yml: not UTF-8; name another with --campaign, or see docs/campaigns.md\n"
                                .formatted(folder));
    }

    @Test
    void anotherLibraryMakesAModelStale() {
        scene.after(RUN + "--run by-hand --library {dir}/lib.csv");
        assertThat(out("campaign plan" + C)).contains("eos3b5e  known ");

        scene.file("lib.csv", "smiles", "CCO");

        assertThat(out("campaign plan" + C)).contains("eos3b5e  stale ");
    }

    @Test
    void whatIsNotedIsNotStartedAgainAndALookNotesNothing() {
        out("campaign plan" + C);
        out("campaign status" + C);
        assertThat(out("campaign next --dry-run" + C)).isEqualTo(out("campaign next" + C));

        assertThat(out("campaign next" + C)).isEqualTo("nothing to start now\n");
        assertThat(scene.listing())
                .filteredOn(file -> file.contains("campaign/"))
                .hasSize(2);
    }

    @Test
    void aNoteWithoutAFieldIsRefusedByName() throws IOException {
        out("campaign next" + C);
        String note = scene.listing().stream()
                .filter(file -> file.contains("eos3b5e.campaign-1"))
                .findFirst()
                .orElseThrow();
        scene.replace(note, "\"jobs\" : 1,", "");

        assertThat(scene.run("campaign plan" + C))
                .isEqualTo(new Precalc.Result(
                        ExitCode.INPUT,
                        "",
                        "precalc: %s/%s is not a CampaignStart: Cannot construct instance of `io.ersilia.precalc.run.CampaignStart`, problem: start 1 with 0 jobs and 0 rows done; delete it to start again\n"
                                .formatted(folder, note)));
    }

    @Test
    void twoStartsThatBringNothingAreEnoughUntilAPersonLiftsTheQuarantine() {
        out("campaign next" + C);
        scene.at(NOON.plus(LONG));
        assertThat(out("campaign plan" + C))
                .contains("2 failing", "run campaign-1 brought nothing when it was last started");
        assertThat(out("campaign next" + C))
                .contains("start eos4e40 (failing,", "--run campaign-1 --sample 100 --workers 1 --model-version");

        scene.at(NOON.plus(LONG.multipliedBy(2)));
        assertThat(out("campaign next" + C)).isEqualTo("nothing to start now\n");
        assertThat(out("campaign status" + C))
                .contains(
                        "2 quarantined",
                        "run campaign-1 brought nothing, 2 times in a row; once its cause is gone:"
                                + " precalc campaign lift --model eos4e40 --store {dir}/store");

        assertThat(scene.run("campaign lift --dry-run --model eos4e40" + C))
                .isEqualTo(
                        new Precalc.Result(
                                ExitCode.USAGE,
                                "",
                                "precalc: campaign lift --dry-run: lift records that the quarantine is over: leave --dry-run out\n"));
        assertThat(out("campaign lift --model eos4e40" + C))
                .isEqualTo("eos4e40 may be run again: its failures until now no longer count\n");
        assertThat(out("campaign next" + C)).contains("start eos4e40").doesNotContain("eos3b5e");
    }

    @Test
    void aNewReleaseIsFreeOfTheQuarantineOfTheOneBefore() {
        for (int start = 0; start < 3; start++) {
            scene.at(NOON.plus(LONG.multipliedBy(start)));
            out("campaign next" + C);
        }
        catalog("v1.0.1");

        assertThat(out("campaign next" + C))
                .startsWith("start eos3b5e (never predicted,")
                .contains("campaign-2");
    }

    @Test
    void aCancelledRunGoesOnUnderItsName() {
        scene.after(RUN + "--run campaign-1 --sample 100 --workers 1 --model-version v1.0.0 --library {dir}/lib.csv")
                .after("plan --model eos3b5e --runner embedded --store {dir}/store --library {dir}/lib.csv --run halted"
                        + " --workers 3 --model-version v1.0.0 -q")
                .after(
                        "predict --model eos3b5e --runner embedded --store {dir}/store --run halted --worker 2 --workers 3 -q");
        assertThat(out("campaign plan" + C)).contains("eos3b5e  running ");

        scene.at(NOON.plus(LONG));

        assertThat(out("campaign next" + C))
                .startsWith("start eos3b5e (unfinished, about ")
                .contains("--run halted --model-version v1.0.0 --library");
    }

    @Test
    void thePageShowsModelsOrderAndTrend() {
        out("campaign next" + C);

        assertThat(out("campaign status --format html" + C))
                .contains(
                        "<title>Campaign {dir}/campaign.yml</title>",
                        "<strong>0 of 2 models</strong>",
                        "Runner hours of the runs started in each week: 2 in the last of 13 weeks",
                        "Nothing is to be started.",
                        ">eos4e40<");
    }
}
