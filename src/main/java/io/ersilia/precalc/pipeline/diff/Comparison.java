package io.ersilia.precalc.pipeline.diff;

import io.ersilia.precalc.dataset.SortedRows;
import io.ersilia.precalc.dataset.SourceRow;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.stats.Numbers;
import io.ersilia.precalc.stats.SketchedNumbers;
import io.ersilia.precalc.stats.SortedNumbers;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares molecule by molecule, in little memory. */
final class Comparison implements Closeable {

    /** With more columns than this, distributions are sketched: their numbers would fill the disk. */
    static final int MOST_SORTED = 64;

    private final List<Integer> places;
    private final List<Numbers> numbers = new ArrayList<>();
    private final List<ColumnComparison> columns = new ArrayList<>();
    private long both;
    private long onlyA;
    private long onlyB;
    private long rejectedInA;
    private long rejectedInB;
    private long neither;

    /**
     * @param names of the columns, as A has them
     * @param places where B has the values of these columns
     * @param work folder for numbers that do not fit into memory
     */
    Comparison(List<String> names, List<Integer> places, Tolerance tolerance, TemporaryFolder work) {
        this.places = List.copyOf(places);
        for (String name : names) {
            columns.add(new ColumnComparison(
                    name,
                    tolerance,
                    numbers(work, names.size()),
                    numbers(work, names.size()),
                    numbers(work, names.size())));
        }
    }

    private Numbers numbers(TemporaryFolder work, int among) {
        Numbers one = among > MOST_SORTED
                ? new SketchedNumbers()
                : new SortedNumbers(work.file("numbers-" + numbers.size()), (int)
                        (SortedRows.USUAL_MEMORY / (3L * among * Double.BYTES)));
        numbers.add(one);
        return one;
    }

    /**
     * Adds a molecule.
     *
     * @param a null if A does not have it
     * @param b null if B does not have it
     */
    void add(@Nullable SourceRow a, @Nullable SourceRow b) throws IOException {
        boolean byA = a != null && a.isPrediction();
        boolean byB = b != null && b.isPrediction();
        if (a != null && b != null && byA && byB) {
            both++;
            compare(a, b);
        } else if (byA) {
            onlyA += b == null ? 1 : 0;
            rejectedInB += b == null ? 0 : 1;
        } else if (byB) {
            onlyB += a == null ? 1 : 0;
            rejectedInA += a == null ? 0 : 1;
        } else {
            neither++;
        }
    }

    private void compare(SourceRow a, SourceRow b) throws IOException {
        List<Value> before = a.values();
        List<Value> after = b.values();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).add(b.key(), b.input(), before.get(i), after.get(places.get(i)));
        }
    }

    /** A count is null if only the table knows it, because the table was asked only for the molecules of the run. */
    Coverage coverage(Compared a, Compared b) {
        return new Coverage(
                both,
                a.run() == null ? null : Long.valueOf(onlyA),
                b.run() == null ? null : Long.valueOf(onlyB),
                rejectedInA,
                rejectedInB,
                neither);
    }

    List<ColumnChange> columns() throws IOException {
        List<ColumnChange> changes = new ArrayList<>();
        for (ColumnComparison column : columns) {
            changes.add(column.change());
        }
        return changes;
    }

    @Override
    public void close() throws IOException {
        for (Numbers one : numbers) {
            one.close();
        }
    }
}
