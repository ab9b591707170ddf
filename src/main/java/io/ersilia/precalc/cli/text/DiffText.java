package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.pipeline.diff.ColumnChange;
import io.ersilia.precalc.pipeline.diff.ColumnChange.Mover;
import io.ersilia.precalc.pipeline.diff.Coverage;
import io.ersilia.precalc.pipeline.diff.Difference;
import io.ersilia.precalc.pipeline.diff.Difference.Side;
import io.ersilia.precalc.pipeline.diff.NumberChange;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.stats.Categories;
import io.ersilia.precalc.stats.Drift;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** What two runs have in common and what not, for a person. */
public final class DiffText {

    private static final int MOST_COLUMNS = 20;
    private static final int MOST_SWAPS = 10;

    /** Of each column, where there are several. */
    private static final int FEW_MOVERS = 5;

    private static final int LONGEST = 60;
    private static final int DIGITS = 6;

    private final Difference difference;
    private final StringBuilder text = new StringBuilder();

    private DiffText(Difference difference) {
        this.difference = difference;
    }

    public static String of(Difference difference, Ansi colours) {
        DiffText all = new DiffText(difference);
        all.line("%s: A is %s, B is %s".formatted(difference.model(), side(difference.a()), side(difference.b())));
        all.coverage(difference.coverage());
        int columns = difference.columns().size();
        if (columns > MOST_COLUMNS) {
            difference.mostChanged(MOST_COLUMNS).forEach(all::column);
            all.line("%s of %s are shown, those with the most changed values; all are in --format json"
                    .formatted(MOST_COLUMNS, Words.many(columns, "column")));
        } else {
            difference.columns().forEach(all::column);
        }
        Tone tone = difference.isDifferent() ? Tone.BAD : Tone.GOOD;
        return all.text
                .append(tone.of(difference.verdict(), colours))
                .append('\n')
                .toString();
    }

    private static String side(Side side) {
        return side.name() + (side.modelVersion() == null ? "" : " (%s)".formatted(side.modelVersion()));
    }

    private void coverage(Coverage coverage) {
        line("molecules: %s in both, %s, %s, %s rejected in A alone, %s rejected in B alone"
                .formatted(
                        Words.count(coverage.both()),
                        onlyIn("A", coverage.onlyA()),
                        onlyIn("B", coverage.onlyB()),
                        Words.count(coverage.rejectedInA()),
                        Words.count(coverage.rejectedInB())));
    }

    private static String onlyIn(String side, @Nullable Long count) {
        return count == null ? side + " not asked for others" : Words.count(count) + " only in " + side;
    }

    private void column(ColumnChange column) {
        ColumnChange.Cells cells = column.cells();
        line("%s: %s equal, %s%s changed%s"
                .formatted(
                        shown(column.column()),
                        Words.count(cells.equal()),
                        difference.tolerance().isNone() ? "" : Words.count(cells.within()) + " within the tolerance, ",
                        Words.count(cells.changed()),
                        cells.missingInA() + cells.missingInB() == 0
                                ? ""
                                : ", %s missing in A, %s missing in B"
                                        .formatted(Words.count(cells.missingInA()), Words.count(cells.missingInB()))));
        if (column.numbers() != null && !column.movers().isEmpty()) {
            numbers(column.numbers());
        }
        if (column.categories() != null) {
            column.categories().stream()
                    .filter(swap -> !swap.a().equals(swap.b()))
                    .sorted(Comparator.comparingLong(Categories.Swap::molecules).reversed())
                    .limit(MOST_SWAPS)
                    .forEach(swap -> line("  %s -> %s: %s"
                            .formatted(shown(swap.a()), shown(swap.b()), Words.many(swap.molecules(), "molecule"))));
        }
        column.movers().stream()
                .limit(
                        difference.columns().size() > 1
                                ? FEW_MOVERS
                                : column.movers().size())
                .forEach(this::mover);
    }

    private void numbers(NumberChange numbers) {
        if (!numbers.quantiles().isEmpty()) {
            line("  change: %s"
                    .formatted(numbers.quantiles().entrySet().stream()
                            .map(one -> one.getKey() + " " + Words.number(one.getValue()))
                            .collect(Collectors.joining(", "))));
        }
        List<String> said = new ArrayList<>();
        if (numbers.pearson() != null) {
            said.add("correlation " + Words.number(numbers.pearson(), DIGITS));
        }
        Drift drift = numbers.drift();
        if (drift != null) {
            said.add("Kolmogorov-Smirnov " + Words.number(drift.kolmogorovSmirnov())
                    + (drift.error() == 0 ? "" : " (± %s)".formatted(Words.number(drift.error(), 2))));
            said.add("Wasserstein " + (drift.error() == 0 ? "" : "about ") + Words.number(drift.wasserstein()));
        }
        if (!said.isEmpty()) {
            line("  distributions: %s".formatted(String.join(", ", said)));
        }
    }

    private void mover(Mover mover) {
        line("  %s  %s -> %s  %s"
                .formatted(
                        mover.key(),
                        shown(Objects.requireNonNullElse(mover.a(), "")),
                        shown(Objects.requireNonNullElse(mover.b(), "")),
                        shown(mover.smiles())));
    }

    private static String shown(String text) {
        return text.isEmpty() ? "(missing)" : Words.cut(Printable.of(text), LONGEST);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
