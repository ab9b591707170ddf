package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far a run is, for a person at a terminal: counts first, then slice by slice, then what is left to do. */
public final class StatusText {

    /** More lines would push the counts off the screen; those that are done are left out first. */
    private static final int MOST_LINES = 40;

    private StatusText() {}

    public static String of(ModelId model, RunId run, List<SliceStatus> slices, List<String> next) {
        StringBuilder text = new StringBuilder("run %s of %s: %s%n".formatted(run, model, counts(slices)));
        text.append("%6s %10s %10s %10s %10s  %s%n"
                .formatted("worker", "rows", "predicted", "rejected", "served", "state"));
        List<SliceStatus> shown = shown(slices);
        shown.forEach(slice -> text.append(line(slice)));
        if (shown.size() < slices.size()) {
            text.append("   … %d more are %s; --format json lists all%n"
                    .formatted(slices.size() - shown.size(), counts(rest(slices, shown))));
        }
        if (next.isEmpty()) {
            text.append("nothing is left to do%n".formatted());
        }
        next.forEach(step -> text.append("to do: ").append(step).append(System.lineSeparator()));
        return text.toString();
    }

    private static String counts(List<SliceStatus> slices) {
        Map<SliceState, Long> counts = new EnumMap<>(SliceState.class);
        slices.forEach(slice -> counts.merge(slice.state(), 1L, Long::sum));
        return counts.isEmpty()
                ? "no slices"
                : counts.entrySet().stream()
                        .map(entry -> "%d %s".formatted(entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining(", "));
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

    private static String line(SliceStatus slice) {
        return "%6d %10s %10s %10d %10d  %s%s%n"
                .formatted(
                        slice.worker(),
                        counted(slice.rows()),
                        counted(slice.predicted()),
                        slice.rejected(),
                        slice.served(),
                        slice.replacedBy() == null
                                ? slice.state()
                                : "%s by run %s".formatted(slice.state(), slice.replacedBy()),
                        slice.kept() == 0 ? "" : ", %d rows in finished batches".formatted(slice.kept()));
    }

    private static String counted(@Nullable Long count) {
        return count == null ? "?" : Long.toString(count);
    }
}
