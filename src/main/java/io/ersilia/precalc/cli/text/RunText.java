package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.pipeline.finish.Rounds;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.words.Words;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of the rows of a run, in lines that a person can check. */
public final class RunText {

    private RunText() {}

    /** {@code (2 invalid_smiles, 1 no_inchikey)}, or nothing. */
    public static String byReason(Rejections rejected) {
        return rejected.total() == 0
                ? ""
                : rejected.counts().entrySet().stream()
                        .map(entry -> "%d %s".formatted(entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    /** A slice that was predicted. */
    public static String of(PartitionManifest manifest, int workers) {
        return "run %s, worker %d of %d: %d rows in = %d predicted + %d rejected%s; %.1f s"
                .formatted(
                        manifest.run(),
                        manifest.worker(),
                        workers,
                        manifest.rowsIn(),
                        manifest.predicted(),
                        manifest.rejected().total(),
                        byReason(manifest.rejected()),
                        manifest.seconds());
    }

    /** The account's counts by their names, in order. */
    public static Map<String, Long> counts(Reconciliation run) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("rows in", run.rows().in());
        counts.put("predicted", run.rows().predicted());
        counts.put("served", run.rows().served());
        counts.put("duplicates", run.rows().duplicates());
        counts.put("rejected", run.rows().rejected().total());
        counts.put("unaccounted", run.rows().unaccounted());
        counts.put("verified", run.checks().verified());
        counts.put("checked again", run.checks().checkedAgain());
        counts.put("differing", run.checks().differing());
        return counts;
    }

    /** What the round achieved, and which slices are still missing. */
    public static String of(Plan plan, Rounds.Ending ending) {
        String workers =
                Words.ranges(ending.missing().stream().map(PlannedSlice::worker).toList());
        String state = "%d of %d rows are done, %d of them in this round; not predicted: worker %s of %d"
                .formatted(ending.round().rowsDone(), plan.rows(), ending.added(), workers, plan.workers());
        return ending.goesOn()
                ? "run %s goes on with continuation %d: %s"
                        .formatted(plan.run(), ending.round().continuation() + 1, state)
                : "run %s ends unfinished, as %d rounds one after the other added no row: %s"
                        .formatted(plan.run(), ending.round().fruitless(), state);
    }

    public static String of(Reconciliation run) {
        return "run %s: %d rows in, %d predicted, %d served, %d duplicates, %d rejected%s, %d unaccounted; %.1f s%s%s"
                .formatted(
                        run.run(),
                        run.rows().in(),
                        run.rows().predicted(),
                        run.rows().served(),
                        run.rows().duplicates(),
                        run.rows().rejected().total(),
                        byReason(run.rows().rejected()),
                        run.rows().unaccounted(),
                        run.seconds(),
                        verified(run),
                        run.rows().predicted() == 0
                                ? ""
                                : "; checked again: %d, differing: %d"
                                        .formatted(
                                                run.checks().checkedAgain(),
                                                run.checks().differing()));
    }

    /** {@code ; 100 of 3,000 items verified, 20 replaced by run r2}, or nothing where nothing was looked up. */
    private static String verified(Reconciliation run) {
        if (run.checks().verified() == 0 && run.checks().replacedBy().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "; %,d of %,d items verified",
                run.checks().verified(),
                run.checks().verifiable()));
        run.checks()
                .replacedBy()
                .forEach((by, count) -> text.append(String.format(Locale.ROOT, ", %,d replaced by run %s", count, by)));
        return text.toString();
    }
}
