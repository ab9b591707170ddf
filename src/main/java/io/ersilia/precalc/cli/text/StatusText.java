package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.words.Words;
import java.util.List;

/** How far a run is, for a person at a terminal: counts first, then slice by slice, then what is left to do. */
public final class StatusText {

    /** More lines would push the counts off the screen; those that are done are left out first. */
    private static final int MOST_LINES = 40;

    private StatusText() {}

    public static String of(ModelId model, RunId run, List<SliceStatus> slices, List<String> next) {
        StringBuilder text = new StringBuilder("run %s of %s: %s%n".formatted(run, model, counts(slices)));
        boolean taken = slices.stream().anyMatch(slice -> slice.takenOver() > 0);
        text.append("%6s %10s %10s%s %10s %10s  %s%n"
                .formatted("worker", "rows", "predicted", taken ? " taken over" : "", "rejected", "served", "state"));
        List<SliceStatus> shown = shown(slices);
        shown.forEach(slice -> text.append(line(slice, taken)));
        if (shown.size() < slices.size()) {
            text.append("   … %s %s; --format json lists all%n"
                    .formatted(
                            Words.many(slices.size() - shown.size(), "more is", "more are"),
                            counts(rest(slices, shown))));
        }
        if (next.isEmpty()) {
            text.append("nothing is left to do%n".formatted());
        }
        next.forEach(step -> text.append("to do: ").append(step).append(System.lineSeparator()));
        return text.toString();
    }

    private static String counts(List<SliceStatus> slices) {
        String counts = Words.counts(slices.stream().map(SliceStatus::state));
        return counts.isEmpty() ? "no slices" : counts;
    }

    private static List<SliceStatus> shown(List<SliceStatus> slices) {
        if (slices.size() <= MOST_LINES) {
            return slices;
        }
        return slices.stream()
                .filter(slice -> slice.state() != SliceState.SERVED && slice.state() != SliceState.EMPTY)
                .limit(MOST_LINES)
                .toList();
    }

    private static List<SliceStatus> rest(List<SliceStatus> slices, List<SliceStatus> shown) {
        return slices.stream().filter(slice -> !shown.contains(slice)).toList();
    }

    private static String line(SliceStatus slice, boolean taken) {
        return "%6d %10s %10s%s %10s %10s  %s%s%n"
                .formatted(
                        slice.worker(),
                        Words.count(slice.rows(), "?"),
                        Words.count(slice.predicted(), "?"),
                        taken ? " %10s".formatted(Words.count(slice.takenOver())) : "",
                        Words.count(slice.rejected()),
                        Words.count(slice.served()),
                        slice.replacedBy() == null
                                ? slice.state()
                                : "%s by run %s".formatted(slice.state(), slice.replacedBy()),
                        slice.kept() == 0 ? "" : ", %s in finished batches".formatted(Words.many(slice.kept(), "row")));
    }
}
