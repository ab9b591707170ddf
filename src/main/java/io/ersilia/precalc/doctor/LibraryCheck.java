package io.ersilia.precalc.doctor;

import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.words.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reference library: whether it exists, is CSV from first byte to last, and has molecules.
 *
 * @param usual where it is if none is named; null if no other file can stand in for it
 */
public record LibraryCheck(Molecules molecules, @Nullable Path usual) implements Check {

    /** Enough for a few hundred megabytes over a slow connection. */
    private static final Duration LIMIT = Duration.ofMinutes(15);

    @Override
    public String name() {
        return "library";
    }

    @Override
    public String remedy() {
        return "name a CSV file that has a column smiles with --library";
    }

    @Override
    public Duration limit() {
        return LIMIT;
    }

    @Override
    public Finding look() {
        Plan.Library found = molecules.scan();
        String words = "%s: %s, %s, %s"
                .formatted(
                        found.uri(),
                        Words.many(found.rows(), "row"),
                        found.column() == null
                                ? "no header, SMILES in the first column"
                                : "SMILES in column " + found.column(),
                        found.keyIndex() == null ? "no column of keys" : "keys in column " + (found.keyIndex() + 1));
        if (molecules.library().understood().isPresent()) {
            words += "; " + molecules.library().understood().get();
        }
        Optional<String> doubt = molecules.library().doubt();
        if (doubt.isPresent()) {
            return warning(words, doubt.get());
        }
        return usual == null || found.uri().equals(usual.toString())
                ? ok(words)
                : warning("%s; it stands in for %s, which is not there".formatted(words, usual), remedy());
    }
}
