package io.ersilia.precalc.pipeline.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ersilia.precalc.model.HubModel;
import io.ersilia.precalc.pipeline.campaign.PastRun.Fit;
import io.ersilia.precalc.run.CampaignStart;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Spending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which order runs start, and which have to wait; the histories are made up. */
class NextRunsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final RunId RUN = new RunId("campaign-1");

    private final List<ModelHistory> histories = new ArrayList<>();

    private static Campaign campaign(String more) {
        return Campaign.of("models: [eos0aaa, eos7aaa]\nbudget: {hours: 100, jobs: 10}\n" + more, "campaign.yml");
    }

    private static CampaignPlan plan(String more, List<ModelHistory> histories) {
        return new NextRuns(campaign(more), 1_000_000, 50, new Spending(1, 100, 0)).of(histories, NOW);
    }

    private void model(String id, double hours, List<PastRun> runs, CampaignStart... starts) {
        HubModel listed = new HubModel(new ModelId(id), null, null, null, List.of(), List.of(), List.of(), "v2");
        histories.add(new ModelHistory(
                listed, hours == 0 ? null : new Spending(hours, 1_000_000, 1), runs, List.of(starts), null));
    }

    /** Complete in an earlier release so many days ago. */
    private static List<PastRun> stale(int days) {
        Instant then = NOW.minus(Duration.ofDays(days));
        return List.of(new PastRun(new RunId("old"), Fit.OLDER, then, 2_000_000, then, true, null));
    }

    private static List<PastRun> open(Duration ago, long rowsDone, boolean stopped) {
        return List.of(new PastRun(RUN, Fit.CURRENT, null, rowsDone, NOW.minus(ago), stopped, null));
    }

    private static CampaignStart start(String id, Duration ago, long rowsDone) {
        return new CampaignStart(
                new ModelId(id), RUN, "v2", 1, NOW.minus(ago), null, 5, rowsDone, new Spending(20, 1_000_000, 1));
    }

    @Test
    void begunRunsComeFirstThenPriorityThenTheNeverPredictedThenTheStaleAndTheCheap() {
        model("eos1aaa", 5, stale(9)); // half an hour for each day
        model("eos2aaa", 3, stale(0));
        model("eos3aaa", 9, List.of());
        model("eos4aaa", 2, List.of());
        model("eos5aaa", 9, open(Duration.ofDays(3), 10, false));
        model("eos6aaa", 0, List.of());
        model("eos7aaa", 9, stale(1));

        assertThat(plan("priority: [eos7aaa]", histories).order())
                .extracting(run -> run.state().model().id().value())
                .containsExactly("eos5aaa", "eos7aaa", "eos6aaa", "eos4aaa", "eos3aaa", "eos1aaa", "eos2aaa");
    }

    @Test
    void whatTheMonthHasNoMoreOfWaitsAndOthersGoOn() {
        model("eos1aaa", 8, List.of());
        model("eos2aaa", 70, List.of());
        model("eos3aaa", 95, List.of()); // with a tenth more, over 100
        model("eos4aaa", 8, stale(1), start("eos4aaa", Duration.ofDays(5), 0)); // 22 hours of this month

        assertThat(plan("max-parallel: 2", histories).order())
                .extracting(run -> run.state().model().id().value(), NextRun::waits)
                .contains(
                        tuple("eos1aaa", null),
                        tuple("eos2aaa", "the rest of this month's budget is too small"),
                        tuple(
                                "eos3aaa",
                                "takes 95 hours, with 10 % in reserve more than a month's budget: raise it, or name a sample"));
    }

    @Test
    void nobodyOvertakesARunThatWaitsForJobs() {
        model("eos1aaa", 4, List.of());
        model("eos2aaa", 7, List.of());
        model("eos3aaa", 1, stale(1));

        assertThat(plan("", histories).order())
                .extracting(run -> run.state().model().id().value(), NextRun::jobs, NextRun::waits)
                .containsExactly(
                        tuple("eos1aaa", 4, null),
                        tuple("eos2aaa", 7, "waits for 7 free jobs"),
                        tuple("eos3aaa", 1, "waits for 1 free job"));
    }

    @Test
    void aRunUnderWayHasItsJobsAndIsChargedWhatIsExpectedOfIt() {
        model("eos1aaa", 20, open(Duration.ofHours(2), 0, false), start("eos1aaa", Duration.ofHours(2), 0));

        CampaignPlan plan = plan("", histories);

        assertThat(plan.in(Standing.RUNNING)).hasSize(1);
        assertThat(plan.jobsBusy()).isEqualTo(5);
        assertThat(plan.spent().hours()).isEqualTo(22);
    }

    @Test
    void aCompleteRunIsChargedWhatItTook() {
        Instant then = NOW.minus(Duration.ofHours(2));
        model(
                "eos1aaa",
                20,
                List.of(new PastRun(RUN, Fit.CURRENT, then, 2_000_000, then, true, 12.5)),
                start("eos1aaa", Duration.ofHours(9), 0));

        assertThat(plan("", histories).spent()).isEqualTo(new Spending(12.5, 1_000_000, 0.625));
    }

    @Test
    void aRunOfAnEarlierReleaseIsWaitedFor() {
        model("eos1aaa", 20, List.of(new PastRun(RUN, Fit.OLDER, null, 5, NOW, false, null)));

        assertThat(plan("", histories).in(Standing.RUNNING)).hasSize(1);
    }

    @ParameterizedTest(name = "last sign {0} hours ago, {1} rows more than before, stopped {2}: {3}")
    @CsvSource({
        "1, 0, false, RUNNING",
        "1, 0, true, FAILING",
        "1, 9, true, UNFINISHED",
        "11, 0, false, RUNNING",
        "14, 0, false, FAILING", // 20 hours by 5 jobs, doubled, and 6
        "14, 9, false, UNFINISHED"
    })
    void whatASilentRunIs(int hours, long added, boolean stopped, Standing standing) {
        Duration ago = Duration.ofHours(hours);
        model("eos1aaa", 20, open(ago, 100 + added, stopped), start("eos1aaa", ago.plusHours(1), 100));

        assertThat(plan("", histories).models())
                .extracting(ModelState::standing)
                .containsExactly(standing);
    }
}
