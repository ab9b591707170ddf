package io.ersilia.precalc.pipeline.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.library.Plans;
import io.ersilia.precalc.pipeline.estimate.Estimator;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.CampaignNotes;
import io.ersilia.precalc.store.MemoryObjectStore;
import io.ersilia.precalc.store.RefusingStore;
import io.ersilia.precalc.store.RunStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What a campaign records in a store that fails. */
class CampaignJobTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Campaign CAMPAIGN =
            Campaign.of("models: [eos1aaa, eos2bbb, eos3ccc]\nbudget: {hours: 100}\n", "campaign.yml");

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final RefusingStore store = new RefusingStore(objects);
    private final CampaignJob job = new CampaignJob(
            new RunStore(objects),
            new CampaignNotes(store),
            CampaignJobTest::plan,
            new Estimator(new RunStore(objects), Prices.own(), "ersilia", 1000, 10),
            TableAhead.withoutUnits("none"),
            Clock.fixed(NOW, ZoneOffset.UTC));

    private static Plan plan(ModelId model) {
        Plan.Library library = new Plan.Library("lib.csv", "sha", "smiles", 9, 0, null, null, null);
        return Plans.onPaper(new RunId("r"), model, "v1.0.0", NOW, 1, library);
    }

    @Test
    void everyStartThatIsRecordedIsNamedWhenTheStoreFailsMeanwhileAndTheOthersAreStartedByTheNextCall() {
        store.takesOnly(2);

        CampaignPlan begun = job.start(CAMPAIGN);

        assertThat(begun.next())
                .extracting(run -> run.state().model().id().value())
                .containsExactly("eos1aaa", "eos2bbb");
        assertThat(begun.order().get(2).waits())
                .isEqualTo("its start was not recorded: cannot write: the credentials have expired");

        store.takesOnly(Integer.MAX_VALUE);
        assertThat(job.start(CAMPAIGN).next())
                .extracting(run -> run.state().model().id().value())
                .containsExactly("eos3ccc");
        assertThat(job.start(CAMPAIGN).next()).isEmpty();
    }

    @Test
    void aStoreThatRecordsNoStartIsAFailure() {
        CampaignPlan before = job.look(CAMPAIGN);
        store.takesOnly(0);

        assertThat(before.next()).hasSize(3);
        assertThatThrownBy(() -> job.start(CAMPAIGN)).isInstanceOf(Failure.class);
    }
}
