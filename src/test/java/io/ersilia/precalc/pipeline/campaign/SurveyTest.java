package io.ersilia.precalc.pipeline.campaign;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.ersilia.precalc.model.HubModel;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Unfinished;
import io.ersilia.precalc.pipeline.plan.Takeover;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.CampaignNotes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a campaign reads out of the store. */
class SurveyTest {

    private final Workbench bench = new Workbench();

    private Plan complete(String run, int rows) {
        bench.save(
                run + ".csv",
                IntStream.rangeClosed(1, rows)
                        .mapToObj("C"::repeat)
                        .collect(Collectors.joining("\n", "smiles\n", "\n")));
        Plan plan = bench.plannerTakingOver()
                .plan(new PlanRequest(
                                MODEL,
                                null,
                                null,
                                run + ".csv",
                                null,
                                1,
                                new RunId(run),
                                Unfinished.CONTINUE,
                                Asker.PLANNER)
                        .takingOver(new Takeover(null, false, false, false, "length")));
        bench.predictAndServe(plan);
        assertThat(bench.finish(plan).reconciliation().complete()).isTrue();
        return plan;
    }

    @Test
    void aRunIsChargedOnlyForTheMoleculesThatItAskedItsModelFor() {
        bench.model.perMolecule = Duration.ofSeconds(2);
        complete("old", 10);
        Plan plan = complete("new", 14);
        ModelMetadata known = bench.store.metadata(MODEL).orElseThrow();
        assertThat(known.takenOver()).isEqualTo(10);

        List<ModelHistory> found = new Survey(bench.store, new CampaignNotes(bench.objects), plan, any -> null)
                .of(List.of(HubModel.unlisted(MODEL)), bench.clock.instant());

        PastRun newest = found.get(0).runs().stream()
                .filter(run -> run.run().equals(plan.run()))
                .findFirst()
                .orElseThrow();
        double seconds = Objects.requireNonNull(known.secondsPerMolecule());
        assertThat(seconds).isGreaterThanOrEqualTo(2);
        assertThat(newest.hours()).isCloseTo(4 * seconds / 3600, offset(1e-12));
    }
}
