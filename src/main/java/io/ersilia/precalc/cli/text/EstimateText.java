package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.pipeline.estimate.Estimate;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.words.Words;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An estimate in at most ten lines, a label before each. */
final class EstimateText {

    private static final double SECONDS_PER_HOUR = 3600;

    /** With fewer molecules most of the time is the start of the model. */
    private static final int TELLING = 100;

    private EstimateText() {}

    /** @param sample the command that would show how long a molecule takes */
    static List<String> lines(Estimate estimate, String sample) {
        if (estimate.isNothing()) {
            return List.of("nothing is left to pay for: every slice is predicted and served");
        }
        List<String> lines = new ArrayList<>();
        lines.add("estimate:");
        line(
                lines,
                "left",
                "%s to predict in %s, %s to serve",
                Words.many(estimate.work().rowsToPredict(), "row"),
                Words.many(estimate.work().workers(), "slice"),
                Words.many(estimate.work().rowsToServe(), "row"));
        if (estimate.work().rowsToPredict() > 0) {
            time(lines, estimate, sample);
        }
        table(lines, estimate);
        line(
                lines,
                "storage",
                "%s in the table, %s a month; %s in the store, %s a month; rows %s, %s",
                Words.size(estimate.table().bytes()),
                money(estimate, estimate.costs().tableCostPerMonth()),
                Words.size(estimate.storage().bytes()),
                money(estimate, estimate.costs().storeCostPerMonth()),
                estimate.storage().sizesMeasured() ? "as measured" : "assumed",
                Words.many(
                        estimate.storage().columns() == null
                                ? 1
                                : estimate.storage().columns(),
                        "output column"));
        line(
                lines,
                "requests",
                "%s, %s and %s of the store, %s",
                Words.many(estimate.requests().puts(), "PUT"),
                Words.many(estimate.requests().gets(), "GET"),
                Words.many(estimate.requests().lists(), "LIST"),
                money(
                        estimate,
                        estimate.requests().putCost() + estimate.requests().readCost()));
        line(
                lines,
                "prices",
                "AWS %s once%s; of %s, %s; other regions differ: --prices FILE",
                money(estimate, estimate.costs().awsCost()),
                estimate.costs().writeCost() == null ? " beside the table's hours" : "",
                estimate.costs().region(),
                estimate.costs().pricesChecked());
        line(lines, "without", "fetching and starting the model in each job, reads of the table, network traffic");
        return lines;
    }

    /** How much of the plan an earlier run knows, and what that saves. */
    static String known(Plan plan, Plan.Known known, Estimate estimate) {
        Double wall = estimate.time().wallHours();
        Double without = estimate.time().wallHoursWithoutKnown();
        return "%s of %s known from run %s: %s to predict%s%s"
                .formatted(
                        Words.count(known.rows()),
                        Words.many(plan.rows(), "molecule is", "molecules are"),
                        known.run(),
                        Words.count(plan.rowsToAsk()),
                        wall == null || without == null ? "" : ", " + hours(wall, without),
                        plan.modelVersion() == null ? ", if the model still is version " + known.modelVersion() : "");
    }

    /** What the table holds until one of two versions is purged; the one that is there is taken to be as large. */
    static String staged(Plan plan, Estimate estimate) {
        double both = 2.0 * plan.rows() / estimate.work().rowsToServe();
        return "  %-8s up to %s, %s a month, in the table: beside what lookups see now, until one of both is purged"
                .formatted(
                        "staged",
                        Words.size(Math.round(both * estimate.table().bytes())),
                        money(estimate, both * estimate.costs().tableCostPerMonth()));
    }

    private static String hours(double now, double before) {
        DecimalFormat number = new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return now < 0.1
                ? "%s instead of %s"
                        .formatted(Words.duration(now * SECONDS_PER_HOUR), Words.duration(before * SECONDS_PER_HOUR))
                : "%s h instead of %s".formatted(number.format(now), number.format(before));
    }

    private static void table(List<String> lines, Estimate estimate) {
        Double cost = estimate.costs().writeCost();
        Double onTable = estimate.table().secondsOnTable();
        Long perSecond = estimate.table().unitsPerSecond();
        String money = cost == null ? "charged by the hour as provisioned, not by the unit" : money(estimate, cost);
        StringBuilder time = new StringBuilder();
        if (onTable == null || perSecond == null) {
            time.append(Words.duration(estimate.table().secondsOnNewTable())).append(" on a new on-demand table");
        } else {
            time.append("%s at the %s a second of %s (%s)"
                    .formatted(
                            Words.duration(onTable),
                            Words.count(perSecond.longValue()),
                            estimate.table().name(),
                            estimate.table().mode()));
        }
        if (cost != null) {
            time.append(", ")
                    .append(Words.duration(estimate.table().secondsAtQuota()))
                    .append(" at the default quota");
        }
        line(
                lines,
                "table",
                "%s, %s, %s; %s%s",
                Words.many(estimate.table().items(), "item"),
                Words.many(estimate.table().writeUnits(), "write unit"),
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
            line(lines, "time", "unknown: no earlier run shows how long a molecule takes; a sample will: %s", sample);
            return;
        }
        line(
                lines,
                "time",
                "%s: %s of %s, %s of at most %s at once in each; %s in one process",
                Words.duration(wall * SECONDS_PER_HOUR),
                Words.many(rounds, "round"),
                Words.duration(estimate.work().hoursPerRound() * SECONDS_PER_HOUR),
                Words.many(estimate.work().waves(), "wave"),
                Words.many(estimate.work().maxParallel(), "job"),
                Words.duration(work * SECONDS_PER_HOUR));
        line(
                lines,
                "runners",
                "%s, %s (public repositories: free)",
                Words.many(minutes, "minute"),
                money(estimate, cost));
        line(
                lines,
                "pace",
                "%s in each worker, as in run %s%s",
                Words.rate(1 / seconds, "molecule"),
                estimate.time().measured().run(),
                measured(estimate, sample));
    }

    /** What the seconds were measured on, and how reliable that is. */
    private static String measured(Estimate estimate, String sample) {
        Long molecules = estimate.time().measured().molecules();
        StringBuilder text = new StringBuilder();
        text.append(" (%s%s%s)"
                .formatted(
                        Words.many(molecules == null ? 0 : molecules, "molecule"),
                        after(", version ", estimate.time().measured().version()),
                        after(", runner ", estimate.time().measured().runner())));
        if (Boolean.FALSE.equals(estimate.time().measured().alike())) {
            text.append(", which is another version or runner");
        }
        if (molecules != null && molecules < TELLING && estimate.work().rowsToPredict() > molecules) {
            text.append("; most of that was the model's start, a larger sample is more accurate: ")
                    .append(sample);
        }
        return text.toString();
    }

    private static String money(Estimate estimate, double amount) {
        return Words.money(amount, estimate.costs().currency());
    }

    private static String after(String words, @Nullable String value) {
        return value == null ? "" : words + value;
    }

    private static void line(List<String> lines, String label, String format, @Nullable Object... values) {
        lines.add("  %-8s ".formatted(label) + String.format(Locale.ROOT, format, values));
    }
}
