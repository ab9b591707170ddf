package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Reconciliation.Rows;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.words.ShellWord;
import io.ersilia.precalc.words.Words;
import org.jspecify.annotations.Nullable;

/**
 * The last lines of a run: what became of its rows, why the exit code is not 0, and the next command.
 *
 * @param unpublished whether the run is staged, and lookups do not see it
 * @param table as it was given; null for the usual one
 */
public record RunClosing(
        Plan plan,
        Reconciliation account,
        boolean unpublished,
        String store,
        @Nullable String table) {

    /** The line of a run that did what was asked. */
    public String line() {
        if (account.rows().areAllRejected()) {
            return "%s: every row was rejected, and there is nothing to %s; next: %s"
                    .formatted(counts(), unpublished ? "publish" : "look up", rejects());
        }
        if (unpublished) {
            return "%s; next: %s%s".formatted(counts(), command("publish"), Shell.places(store, table));
        }
        boolean isReadHere = plan.sample() == null
                && plan.library().files() == null
                && !Places.isS3(plan.library().given());
        return "%s; next: precalc query --model %s --input %s%s"
                .formatted(
                        counts(),
                        plan.model(),
                        isReadHere ? ShellWord.of(plan.library().given()) : "FILE",
                        Shell.places(store, table));
    }

    /** The line behind it. */
    public String page() {
        return "look at it: ./precalc api --open%s".formatted(Shell.places(store, table));
    }

    /** The line where more rows were rejected than allowed. */
    public String rejected(int exitCode, String excess) {
        return "%s; exit code %d: %s; next: %s".formatted(counts(), exitCode, excess, rejects());
    }

    private String rejects() {
        return "%s --store %s".formatted(command("rejects"), ShellWord.of(store));
    }

    /** The line of a run with work left. */
    public String unfinished(int exitCode, int failures) {
        String why = failures > 0
                ? Words.many(failures, "partition failed", "partitions failed")
                : "not every row is accounted for";
        return "%s; exit code %d: %s; next: %s%s"
                .formatted(counts(), exitCode, why, command("status"), Shell.places(store, table));
    }

    private String command(String name) {
        return Shell.command(name, plan.model(), plan.run());
    }

    private String counts() {
        Rows rows = account.rows();
        return "%s in: %s stored%s%s%s"
                .formatted(
                        Words.many(rows.in(), "row"),
                        Words.count(rows.served()),
                        rows.duplicates() == 0 ? "" : ", " + Words.many(rows.duplicates(), "duplicate"),
                        some(rows.rejected().total(), "rejected"),
                        some(rows.unaccounted(), "unaccounted for"));
    }

    private static String some(long count, String what) {
        return count == 0 ? "" : ", %s %s".formatted(Words.count(count), what);
    }
}
