package io.ersilia.precalc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.stats.ColumnStats;
import io.ersilia.precalc.stats.Distribution;
import java.util.List;
import java.util.function.Function;

/** The report of a run as data: what {@code report --format json} prints. */
public final class ReportJson {

    private ReportJson() {}

    public static ObjectNode of(Report report) {
        ObjectNode json = Json.MAPPER.valueToTree(report.subject());
        json.set("counts", counts(report));
        json.set("partitions", array(report.partitions(), ReportJson::partition));
        json.putPOJO("rounds", report.rounds());
        json.putPOJO("rejects", report.rejects());
        json.set("columns", columns(report.columns()));
        json.putPOJO("controls", report.controls());
        json.putPOJO("logs", report.logs());
        json.putPOJO("cost", report.cost());
        return json.putPOJO("notes", report.notes());
    }

    private static ObjectNode counts(Report report) {
        Reconciliation account = report.account();
        Reconciliation.Rows rows = account.rows();
        return Json.MAPPER
                .createObjectNode()
                .put("rows_in", report.rowsIn())
                .put("predicted", rows.predicted())
                .put("taken_over", rows.takenOver())
                .putPOJO("rejected", rows.predictRejected())
                .put("not_predicted", rows.notPredicted())
                .put("served", rows.served())
                .put("duplicates", rows.duplicates())
                .putPOJO("served_rejected", rows.servedRejected())
                .put("not_served", rows.notServed())
                .put("unaccounted", rows.unaccounted())
                .put("verified", report.verified())
                .putPOJO("finished", account.finished());
    }

    private static ObjectNode partition(PartitionReport one) {
        SliceStatus status = one.status();
        PlannedSlice planned = one.planned();
        PartitionManifest manifest = one.manifest();
        ServedManifest served = one.served();
        return Json.MAPPER
                .createObjectNode()
                .put("worker", one.worker())
                .put("from", planned == null ? null : Long.valueOf(planned.from()))
                .put("to", planned == null ? null : Long.valueOf(planned.to()))
                .put("rows", status.rows())
                .putPOJO("state", status.state())
                .put("kept", status.kept())
                .putPOJO("predict", one.predictTime())
                .put("model_seconds", manifest == null ? null : manifest.modelSeconds())
                .putPOJO("resources", manifest == null ? null : manifest.resources())
                .put("predicted", status.predicted())
                .put("taken_over", status.takenOver())
                .putPOJO("rejected", one.rejected())
                .putPOJO("serve", one.serveTime())
                .put("items", served == null ? null : Long.valueOf(served.items()))
                .put("duplicates", served == null ? null : Long.valueOf(served.duplicates()))
                .putPOJO("served_rejected", one.servedRejected())
                .put("capacity", served == null ? null : Double.valueOf(served.capacity()))
                .put("model_version", manifest == null ? null : manifest.modelVersion())
                .put("runner", manifest == null ? null : manifest.runner())
                .put("runner_version", manifest == null ? null : manifest.runnerVersion())
                .put("sha256", manifest == null ? null : manifest.sha256())
                .put("slice_sha256", planned == null ? null : planned.sha256());
    }

    private static ObjectNode columns(Columns columns) {
        ObjectNode json =
                Json.MAPPER.createObjectNode().put("rows", columns.stats().rows());
        json.set("facts", Json.MAPPER.valueToTree(columns.facts()));
        json.set("all", array(columns.stats().columns(), ReportJson::column));
        json.set("pictures", array(columns.drawn(), ReportJson::picture));
        return json.putPOJO("without", columns.stats().without());
    }

    private static ObjectNode column(ColumnStats column) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("name", column.column())
                .put("numbers", column.numbers())
                .put("texts", column.texts())
                .put("empties", column.empties())
                .put("out_of_range", column.outOfRange());
        Distribution distribution = column.distribution();
        json.set("spread", distribution == null ? json.nullNode() : distribution(distribution));
        return json;
    }

    private static ObjectNode distribution(Distribution distribution) {
        return Json.MAPPER
                .createObjectNode()
                .put("min", distribution.min())
                .put("quarter", distribution.quantile(0.25))
                .put("median", distribution.quantile(0.5))
                .put("three_quarters", distribution.quantile(0.75))
                .put("max", distribution.max())
                .put("mean", distribution.mean())
                .put("deviation", distribution.deviation())
                .put("exact", distribution.exact());
    }

    private static ObjectNode picture(ColumnStats column) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.set("column", column(column));
        return json.putPOJO("histogram", Columns.histogram(column)).putPOJO("texts", Columns.texts(column));
    }

    private static <T> ArrayNode array(List<T> all, Function<T, ObjectNode> json) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        all.forEach(one -> array.add(json.apply(one)));
        return array;
    }
}
