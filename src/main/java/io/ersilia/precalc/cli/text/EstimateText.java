package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.pipeline.estimate.Estimate;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An estimate in at most ten lines, a label before each. */
final class EstimateText {

    private static final double GIGABYTE = 1L << 30;
    private static final double MEGABYTE = 1L << 20;
    private static final int HOURS_PER_DAY = 24;
    private static final int MINUTES_PER_HOUR = 60;
    private static final double MINUTE = 60; // in seconds

    /** Fewer molecules tell mostly how long the model took to start. */
    private static final int TELLING = 100;

    private EstimateText() {}

    /** @param sample the command that would tell how long a molecule takes */
    static List<String> lines(Estimate estimate, String sample) {
        if (estimate.isNothing()) {
            return List.of("nothing is left to pay: every slice is predicted and served");
        }
        List<String> lines = new ArrayList<>();
        lines.add("estimate:");
        line(
                lines,
                "left",
                "%,d rows to predict in %s, %,d rows to serve",
                estimate.work().rowsToPredict(),
                many(estimate.work().workers(), "slice"),
                estimate.work().rowsToServe());
        if (estimate.work().rowsToPredict() > 0) {
            time(lines, estimate, sample);
        }
        table(lines, estimate);
        line(
                lines,
                "storage",
                "%s in the table, %s a month; %s in the store, %s a month; rows %s, %s",
                bytes(estimate.table().bytes()),
                money(estimate.costs().tableCostPerMonth(), estimate),
                bytes(estimate.storage().bytes()),
                money(estimate.costs().storeCostPerMonth(), estimate),
                estimate.storage().sizesMeasured() ? "as measured" : "assumed",
                many(
                        estimate.storage().columns() == null
                                ? 1
                                : estimate.storage().columns(),
                        "output column"));
        line(
                lines,
                "files",
                "%s to the store, %s",
                many(estimate.storage().puts(), "PUT"),
                money(estimate.costs().putCost(), estimate));
        line(
                lines,
                "prices",
                "AWS %s once%s; of %s, %s; other regions differ: --prices FILE",
                money(estimate.costs().awsCost(), estimate),
                estimate.costs().writeCost() == null ? " beside the table's hours" : "",
                estimate.costs().region(),
                estimate.costs().pricesChecked());
        line(lines, "without", "fetching and starting the model in each job, reads, network traffic");
        return lines;
    }

    private static void table(List<String> lines, Estimate estimate) {
        Double cost = estimate.costs().writeCost();
        Double onTable = estimate.table().secondsOnTable();
        Long perSecond = estimate.table().unitsPerSecond();
        String money = cost == null ? "charged by the hour as provisioned, not by the unit" : money(cost, estimate);
        StringBuilder time = new StringBuilder();
        if (onTable == null || perSecond == null) {
            time.append(seconds(estimate.table().secondsOnNewTable())).append(" on a new on-demand table");
        } else {
            time.append(String.format(
                    Locale.ROOT,
                    "%s at the %,d a second of %s (%s)",
                    seconds(onTable),
                    perSecond,
                    estimate.table().name(),
                    estimate.table().mode()));
        }
        if (cost != null) {
            time.append(", ").append(seconds(estimate.table().secondsAtQuota())).append(" at the default quota");
        }
        line(
                lines,
                "table",
                "%s, %s, %s; %s%s",
                many(estimate.table().items(), "item"),
                many(estimate.table().writeUnits(), "write unit"),
                money,
                time,
                after("; ", estimate.table().unknown()));
    }

    private static void time(List<String> lines, Estimate estimate, String sample) {
        Double seconds = estimate.time().secondsPerMolecule();
        Double wall = estimate.time().wallHours();
        Double work = estimate.time().workHours();
        Long rounds = estimate.time().rounds();
        Long minutes = estimate.time().runnerMinutes();
        Double cost = estimate.costs().runnerCost();
        if (seconds == null || wall == null || work == null || rounds == null || minutes == null || cost == null) {
            line(lines, "time", "unknown: no earlier run tells how long a molecule takes; a sample does: %s", sample);
            return;
        }
        line(
                lines,
                "time",
                "%s: %s of %s h, %s of at most %s at once in each; %s in one process",
                hours(wall),
                many(rounds, "round"),
                number(estimate.work().hoursPerRound()),
                many(estimate.work().waves(), "wave"),
                many(estimate.work().maxParallel(), "job"),
                hours(work));
        line(lines, "runners", "%s, %s (public repositories: free)", many(minutes, "minute"), money(cost, estimate));
        line(
                lines,
                "pace",
                "%s s a molecule, as in run %s%s",
                number(seconds),
                estimate.time().measuredRun(),
                measured(estimate, sample));
    }

    /** What the seconds come from, and what is to be thought of that. */
    private static String measured(Estimate estimate, String sample) {
        Long molecules = estimate.time().measuredMolecules();
        StringBuilder text = new StringBuilder();
        text.append(" (%s%s%s)"
                .formatted(
                        many(molecules == null ? 0 : molecules, "molecule"),
                        after(", version ", estimate.time().measuredVersion()),
                        after(", runner ", estimate.time().measuredRunner())));
        if (Boolean.FALSE.equals(estimate.time().measuredAlike())) {
            text.append(", which is another version or runner");
        }
        if (molecules != null && molecules < TELLING && estimate.work().rowsToPredict() > molecules) {
            text.append("; so few tell mostly the model's start, more tell more: ")
                    .append(sample);
        }
        return text.toString();
    }

    private static String after(String words, @Nullable String value) {
        return value == null ? "" : words + value;
    }

    private static void line(List<String> lines, String label, String format, @Nullable Object... values) {
        lines.add("  %-8s ".formatted(label) + String.format(Locale.ROOT, format, values));
    }

    static String many(long count, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
    }

    /** To three significant digits, without an exponent. */
    private static String number(double number) {
        return new java.math.BigDecimal(number)
                .round(new java.math.MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String money(double amount, Estimate estimate) {
        return Words.money(amount, estimate.costs().currency());
    }

    static String seconds(double seconds) {
        return seconds < 1 ? "under 1 s" : String.format(Locale.ROOT, "%,.0f s", seconds);
    }

    /** Seconds, or hours where they are many. */
    static String time(double seconds) {
        return seconds < 2 * MINUTE ? seconds(seconds) : hours(seconds / MINUTE / MINUTES_PER_HOUR);
    }

    private static String hours(double hours) {
        if (hours * MINUTES_PER_HOUR < 1) {
            return "under 1 minute";
        }
        if (hours < 2) {
            return String.format(Locale.ROOT, "%.0f minutes", hours * MINUTES_PER_HOUR);
        }
        String text = String.format(Locale.ROOT, "%,.1f h", hours);
        return hours < 2 * HOURS_PER_DAY
                ? text
                : text + String.format(Locale.ROOT, " (%,.1f days)", hours / HOURS_PER_DAY);
    }

    private static String bytes(long bytes) {
        return bytes < GIGABYTE
                ? String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE)
                : String.format(Locale.ROOT, "%,.1f GB", bytes / GIGABYTE);
    }
}
