package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.pipeline.finish.Rounds;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Reconciliation.Checks;
import io.ersilia.precalc.run.Reconciliation.Rows;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.words.Words;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of the rows of a run, in lines that a person can check. */
public final class RunText {

    private RunText() {}

    /** {@code (2 invalid_smiles, 1 no_inchikey)}, or nothing. */
    public static String byReason(Rejections rejected) {
        return rejected.total() == 0 ? "" : " (%s)".formatted(Words.counts(rejected.counts()));
    }

    /** A slice that was predicted. */
    public static String of(PartitionManifest manifest, int workers) {
        return "run %s, worker %d of %d: %s in = %s predicted + %s%s rejected%s; %s"
                .formatted(
                        manifest.run(),
                        manifest.worker(),
                        workers,
                        Words.many(manifest.rowsIn(), "row"),
                        Words.count(manifest.predicted()),
                        manifest.takenOver() == 0 ? "" : Words.count(manifest.takenOver()) + " taken over + ",
                        Words.count(manifest.rejected().total()),
                        byReason(manifest.rejected()),
                        Words.duration(manifest.seconds()));
    }

    /** The account's counts by their names, in order. */
    public static Map<String, Long> counts(Reconciliation run) {
        Rows rows = run.rows();
        Checks checks = run.checks();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("rows in", rows.in());
        counts.put("predicted", rows.predicted());
        if (rows.takenOver() > 0) {
            counts.put("taken over", rows.takenOver());
        }
        counts.put("served", rows.served());
        counts.put("duplicates", rows.duplicates());
        counts.put("rejected", rows.rejected().total());
        counts.put("unaccounted", rows.unaccounted());
        counts.put("verified", checks.verified());
        counts.put("checked again", checks.checkedAgain());
        counts.put("differing", checks.differing());
        return counts;
    }

    /** What the round achieved, and which slices are still missing. */
    public static String of(Plan plan, Rounds.Ending ending) {
        String workers =
                Words.ranges(ending.missing().stream().map(Share::worker).toList());
        String state = "%s of %s done, %s of them in this round; not predicted: worker %s of %s"
                .formatted(
                        Words.count(ending.round().rowsDone()),
                        Words.many(plan.rows(), "row is", "rows are"),
                        Words.count(ending.added()),
                        workers,
                        Words.count(plan.workers()));
        return ending.goesOn()
                ? "run %s goes on with continuation %d: %s"
                        .formatted(plan.run(), ending.round().continuation() + 1, state)
                : "run %s ends unfinished, as %d rounds in a row added nothing: %s"
                        .formatted(plan.run(), ending.round().fruitless(), state);
    }

    /** Nothing is left to do for a run. */
    public static String complete(Reconciliation run) {
        return "%s: nothing to do; --new-run repeats it".formatted(isComplete(run));
    }

    /** All that is left to do for a run is to serve it. */
    public static String notServed(Reconciliation run, String table) {
        return "%s but not served to %s: only that is left to do; --new-run predicts it again"
                .formatted(isComplete(run), table);
    }

    private static String isComplete(Reconciliation run) {
        return "run %s of the same work is complete (%s)"
                .formatted(run.run(), Words.many(run.rows().in(), "row"));
    }

    public static String of(Reconciliation run) {
        Rows rows = run.rows();
        Checks checks = run.checks();
        return "run %s: %s in, %s predicted, %s%s served, %s, %s rejected%s, %s unaccounted; %s%s%s"
                .formatted(
                        run.run(),
                        Words.many(rows.in(), "row"),
                        Words.count(rows.predicted()),
                        rows.takenOver() == 0 ? "" : Words.count(rows.takenOver()) + " taken over, ",
                        Words.count(rows.served()),
                        Words.many(rows.duplicates(), "duplicate"),
                        Words.count(rows.rejected().total()),
                        byReason(rows.rejected()),
                        Words.count(rows.unaccounted()),
                        Words.duration(run.seconds()),
                        verified(run),
                        rows.predicted() == 0
                                ? ""
                                : "; checked again: %s, differing: %s"
                                        .formatted(
                                                Words.count(checks.checkedAgain()), Words.count(checks.differing())));
    }

    /** {@code ; 100 of 3,000 items verified, 20 replaced by run r2}, or nothing where nothing was looked up. */
    private static String verified(Reconciliation run) {
        Checks checks = run.checks();
        if (checks.verified() == 0 && checks.replacedBy().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("; %s of %s verified"
                .formatted(Words.count(checks.verified()), Words.many(checks.verifiable(), "item")));
        checks.replacedBy()
                .forEach((by, count) -> text.append(", %s replaced by run %s".formatted(Words.count(count), by)));
        return text.toString();
    }
}
