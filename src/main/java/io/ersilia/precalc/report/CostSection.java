package io.ersilia.precalc.report;

import static io.ersilia.precalc.report.Table.number;
import static io.ersilia.precalc.report.Table.text;

import io.ersilia.precalc.report.Cost.Spent;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the run was meant to take, and what it took. */
final class CostSection {

    private CostSection() {}

    static void write(Html html, Report report) {
        Cost cost = report.cost();
        List<List<String>> rows = new ArrayList<>();
        add(rows, cost, "molecules predicted", Spent::rows, Words::count);
        add(rows, cost, "molecules/s, one worker", Spent::secondsPerMolecule, one -> Words.perSecond(1 / one));
        if (isPaidFor(report)) {
            paid(rows, cost);
        } else {
            add(rows, cost, "items of the table", Spent::items, Words::count);
        }
        html.in("div.beside", () -> {
            new Table("Planned and actual", List.of(text("what"), number("planned"), number("actual")))
                    .write(html, rows);
            html.in("ul.notes", () -> notes(report).forEach(note -> html.line("li", note)));
        });
    }

    /** Whether the run costs money: one with its files in a folder runs on the user's own machine. */
    private static boolean isPaidFor(Report report) {
        return report.subject().place().startsWith("s3://")
                || !Boolean.FALSE.equals(report.cost().chargedByUnit());
    }

    private static void paid(List<List<String>> rows, Cost cost) {
        add(rows, cost, "runner minutes, predict", Spent::predictMinutes, Words::count);
        add(rows, cost, "runner minutes, serve", Spent::serveMinutes, Words::count);
        add(rows, cost, "price of these minutes", Spent::minutesCost, amount -> Words.money(amount, cost.currency()));
        add(rows, cost, "items of the table", Spent::items, Words::count);
        if (Boolean.FALSE.equals(cost.chargedByUnit()) && cost.actual().writeUnits() == null) {
            rows.add(List.of("write units", "none", "none"));
        } else {
            add(rows, cost, "write units", Spent::writeUnits, units -> Words.count(Math.round(units)));
            add(
                    rows,
                    cost,
                    "price of the write units",
                    Spent::writeCost,
                    amount -> Words.money(amount, cost.currency()));
        }
    }

    private static List<String> notes(Report report) {
        Cost cost = report.cost();
        List<String> notes = new ArrayList<>();
        notes.add(
                cost.basis() == null
                        ? "Planned: what plan estimates for the whole run from earlier runs. No earlier run shows how long a"
                                + " molecule takes."
                        : "Planned: what plan estimates for the whole run from earlier runs; " + cost.basis() + ".");
        if (!isPaidFor(report)) {
            notes.add("The run costs nothing: its files and its table are on this machine.");
            return notes;
        }
        notes.add("Runner minutes: GitHub bills each job rounded up to the whole minute (GitHub Docs, billing of"
                + " GitHub Actions), and nothing in public repositories. Each partition counts as one job;"
                + " setting a job up is not measured.");
        notes.add(
                Boolean.FALSE.equals(cost.chargedByUnit())
                        ? "The table is not billed by write units: SQLite has none, and a provisioned table is billed by"
                                + " the hour."
                        : "A write unit is what DynamoDB charges for 1 KB of an item; serve was told how many. Prices are those of %s, %s; other regions"
                                        .formatted(cost.region(), cost.pricesChecked())
                                + " differ.");
        return notes;
    }

    private static <T> void add(
            List<List<String>> rows,
            Cost cost,
            String name,
            Function<Spent, @Nullable T> value,
            Function<T, String> shown) {
        rows.add(List.of(name, shown(value.apply(cost.planned()), shown), shown(value.apply(cost.actual()), shown)));
    }

    private static <T> String shown(@Nullable T value, Function<T, String> shown) {
        return value == null ? Report.UNKNOWN : shown.apply(value);
    }
}
