package io.ersilia.precalc.doctor;

import io.ersilia.precalc.library.LibraryRow;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.molecule.WrittenSmiles;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.words.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the library's keys belong to its molecules: some are recomputed and compared.
 */
public record KeysCheck(Molecules molecules) implements Check {

    /** How many rows are checked, evenly spread over the file. */
    static final int ROWS = 1000;

    /**
     * Chemistry kits differ in fewer than one key of a thousand. A larger share than this means that the keys belong to
     * other molecules: rows were shifted, or one column was sorted alone.
     */
    static final double MOST_DIFFERENT = 0.01;

    /** Largest share of rows that cannot be predicted, as {@code --max-reject-rate} allows. */
    static final double MOST_REJECTED = 0.1;

    private static final int EXAMPLES = 3;
    private static final Duration LIMIT = Duration.ofMinutes(15);

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public String remedy() {
        return "correct the library, or name another with --library";
    }

    @Override
    public Duration limit() {
        return LIMIT;
    }

    /** Counts over the rows; the lists hold a few examples. */
    private static final class Seen {
        long compared;
        long different;
        long notKeys;
        long rejected;
        final List<String> wrong = new ArrayList<>();
        final List<String> refused = new ArrayList<>();
    }

    @Override
    public Finding look() {
        Plan.Library library = molecules.scanned();
        if (library == null) {
            return skipped("no library was read, see library");
        }
        List<LibraryRow> rows = molecules.library().evenly(library, ROWS);
        Seen seen = new Seen();
        rows.forEach(row -> look(row, seen));
        String words = words(library, rows.size(), seen);
        if (seen.different > MOST_DIFFERENT * seen.compared) {
            return unusable(
                    words,
                    "put every key beside its own molecule (see rows %s), or remove the column: keys are then computed"
                            .formatted(String.join(", ", seen.wrong)));
        }
        return seen.rejected > MOST_REJECTED * rows.size()
                ? warning(
                        words,
                        "correct the SMILES (see row %s); such rows end as rejects"
                                .formatted(String.join(", ", seen.refused)))
                : ok(words);
    }

    private void look(LibraryRow row, Seen seen) {
        Screened screened = molecules.screening().screen(row.smiles(), null);
        if (!(screened instanceof Screened.Accepted molecule)) {
            seen.rejected++;
            if (seen.refused.size() < EXAMPLES) {
                seen.refused.add("%d '%s'".formatted(row.number(), Printable.of(row.smiles())));
            }
            return;
        }
        String own = row.key() == null ? "" : WrittenSmiles.trimmed(row.key());
        if (!InchiKey.isValid(own)) {
            seen.notKeys += own.isEmpty() ? 0 : 1;
            return;
        }
        seen.compared++;
        if (!own.equals(molecule.key().value())) {
            seen.different++;
            if (seen.wrong.size() < EXAMPLES) {
                seen.wrong.add("%d '%s' has %s, not %s"
                        .formatted(row.number(), Printable.of(row.smiles()), molecule.key(), own));
            }
        }
    }

    private static String words(Plan.Library library, int rows, Seen seen) {
        List<String> words = new ArrayList<>();
        if (library.keyIndex() == null) {
            words.add("keys are computed, as there is no column of keys");
        } else {
            words.add("keys that do not match their SMILES: %s of %s (%s)"
                    .formatted(
                            Words.count(seen.different),
                            Words.count(seen.compared),
                            Words.percent(seen.different, seen.compared)));
        }
        if (seen.notKeys > 0) {
            words.add("keys computed where that column has no InChIKey: %s".formatted(Words.count(seen.notKeys)));
        }
        words.add("rows that would be rejected: %s of %s (%s)"
                .formatted(Words.count(seen.rejected), Words.count(rows), Words.percent(seen.rejected, rows)));
        return String.join("; ", words);
    }
}
