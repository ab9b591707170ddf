package io.ersilia.precalc.pipeline.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Unfinished;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunVersionTest {

    private static final String A = "v1.0.0@sha256:" + "a".repeat(64);
    private static final String B = "v1.0.0@sha256:" + "b".repeat(64);

    private final Workbench bench = new Workbench();

    private Plan plan(@Nullable String version) {
        bench.save("lib.csv", "smiles\nC\nCC\n");
        return bench.planner()
                .plan(new PlanRequest(
                        Workbench.MODEL,
                        version,
                        null,
                        "lib.csv",
                        null,
                        1,
                        Workbench.RUN,
                        Unfinished.CONTINUE,
                        Asker.PLANNER));
    }

    private RunVersion version(Plan plan) {
        return new RunVersion(bench.store, plan);
    }

    private static void assertOther(RunVersion run, String found, String known) {
        assertThatThrownBy(() -> run.agreeOn(found))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessageContaining("uses version %s of eos4e40, but this machine has %s; install version %1$s here"
                        .formatted(known, found));
    }

    @Test
    void theFirstWorkerOfAPlannedTagRecordsTheImageAndOthersRunTheSame() {
        RunVersion run = version(plan("v1.0.0"));
        assertThat(run.known()).isEqualTo("v1.0.0");

        run.agreeOn(A);
        run.agreeOn(A);

        assertThat(run.known()).isEqualTo(A);
        assertOther(run, B, A);
    }

    @Test
    void anotherTagThanThePlannedOneIsRefusedAndNotRecorded() {
        RunVersion run = version(plan("v1.0.0"));

        assertOther(run, "v1.0.1", "v1.0.0");
        assertOther(run, "v1.0.0.1@sha256:" + "a".repeat(64), "v1.0.0");
        assertThat(run.known()).isEqualTo("v1.0.0");
    }

    @Test
    void aTagAloneDoesNotProveTheImageThatWasRecorded() {
        RunVersion run = version(plan(null));
        run.agreeOn(A);

        assertOther(run, "v1.0.0", A);
        assertOther(run, B, A);
    }

    @Test
    void whatAgreesWithThePlanNeedsNoRecord() {
        RunVersion run = version(plan("v1.0.0"));

        run.agreeOn("v1.0.0");
        run.agreeOn(null);

        assertThat(bench.files()).containsExactly("plan.json");
    }

    @Test
    void askingForTheTagAgainIsNoContradictionAndAnotherOneIs() {
        version(plan("v1.0.0")).agreeOn(A);

        assertThatCode(() -> plan("v1.0.0")).doesNotThrowAnyException();
        assertThatCode(() -> plan(A)).doesNotThrowAnyException();
        assertThatThrownBy(() -> plan(B))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.USAGE))
                .hasMessageContaining("--model-version " + B + " contradicts run r1, which was planned with " + A);
        assertThatThrownBy(() -> plan("v1.0")).hasMessageContaining("contradicts");
    }

    @Test
    void anUnfinishedRunOfTheTagIsGoneOnWith() {
        Plan first = plan("v1.0.0");
        version(first).agreeOn(A);

        Plan again = bench.planner()
                .plan(new PlanRequest(
                        Workbench.MODEL, "v1.0.0", null, "lib.csv", null, 1, null, Unfinished.CONTINUE, Asker.PLANNER));

        assertThat(again).isEqualTo(first);
    }

    @Test
    void aPartitionOfTheRecordedImageIsKeptAndOneOfAnotherIsNot() {
        Plan plan = plan("v1.0.0");
        bench.model.version = A;
        bench.predict(plan, 1);
        int starts = bench.model.starts;

        bench.predict(plan, 1);

        assertThat(bench.model.starts).isEqualTo(starts);
        assertThat(bench.model.asked).isEqualTo("v1.0.0");
        assertThat(bench.checked(plan).modelVersion()).isEqualTo(A);
    }
}
