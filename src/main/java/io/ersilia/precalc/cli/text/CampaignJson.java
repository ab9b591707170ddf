package io.ersilia.precalc.cli.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.pipeline.campaign.CampaignPlan;
import io.ersilia.precalc.pipeline.campaign.CampaignWork;
import io.ersilia.precalc.pipeline.campaign.ModelState;
import io.ersilia.precalc.pipeline.campaign.NextRun;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Spending;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A campaign for other programs. */
public record CampaignJson(CampaignPlan plan) {

    /** All that is known, and what is to be started. */
    public ObjectNode all() {
        ObjectNode all = Json.MAPPER
                .createObjectNode()
                .put("campaign", plan.campaign().file())
                .put("at", plan.at().toString())
                .put("jobs_busy", plan.jobsBusy())
                .put("jobs", plan.campaign().budget().jobs());
        put(all.putObject("spent"), plan.spent());
        put(all.putObject("budget"), plan.campaign().budget().aMonth());
        all.set("models", models());
        all.set("next", matrix());
        ArrayNode waiting = all.putArray("waiting");
        for (NextRun run : plan.order()) {
            if (run.waits() != null) {
                waiting.add(cell(run).put("waits", run.waits()));
            }
        }
        return all;
    }

    /** Each model in a row. */
    public ArrayNode models() {
        ArrayNode models = Json.MAPPER.createArrayNode();
        for (ModelState state : plan.models()) {
            ObjectNode row = models.addObject()
                    .put("model", state.model().id().value())
                    .put("title", state.model().title())
                    .put("release", state.model().release())
                    .put("standing", state.standing().toString())
                    .put("why", state.why())
                    .put("run", state.run() == null ? null : state.run().value())
                    .put(
                            "finished",
                            state.finished() == null ? null : state.finished().toString());
            put(row, state.left());
        }
        return models;
    }

    /** What is started now, as the matrix of a workflow's job; texts, as inputs of workflows are. */
    public ObjectNode matrix() {
        ObjectNode matrix = Json.MAPPER.createObjectNode();
        ArrayNode cells = matrix.putArray("include");
        plan.next().forEach(run -> cells.add(cell(run)));
        return matrix;
    }

    private ObjectNode cell(NextRun run) {
        CampaignWork work = plan.campaign().work();
        return Json.MAPPER
                .createObjectNode()
                .put("model", run.state().model().id().value())
                .put("run", run.run().value())
                .put("version", Objects.toString(run.state().model().release(), ""))
                .put("library", Objects.toString(work.library(), ""))
                .put("sample", Objects.toString(run.sample(), ""))
                .put("workers", Objects.toString(run.workers(), ""))
                .put("jobs", "" + run.jobs());
    }

    /** What is not known or not limited is null. */
    private static void put(ObjectNode to, @Nullable Spending spending) {
        to.put("hours", spending == null ? null : known(spending.hours()))
                .put("write_units", spending == null ? null : known(spending.writeUnits()))
                .put("money", spending == null ? null : known(spending.money()));
    }

    private static @Nullable Double known(double amount) {
        return Double.isInfinite(amount) ? null : Double.valueOf(amount);
    }
}
