package io.ersilia.precalc.api;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.molecule.WrittenSmiles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One input of a lookup.
 *
 * @param input the text as it was written
 * @param key the molecule's key; null for an invalid input
 * @param reason why the input is invalid
 */
public record LookupInput(String input, @Nullable InchiKey key, String reason) {

    /** Characters shown of an overlong input. */
    private static final int SHOWN = 100;

    /** Whether the structure is known, not only the key. */
    public boolean isSmiles() {
        return key != null && !key.value().equals(WrittenSmiles.trimmed(input));
    }

    /** The keys of the valid inputs, each once. */
    static Stream<InchiKey> keys(List<LookupInput> asked) {
        return asked.stream().flatMap(one -> Stream.ofNullable(one.key())).distinct();
    }

    public static LookupInput key(String input) {
        return InchiKey.inCell(input)
                .map(key -> new LookupInput(input, key, ""))
                .orElseGet(() -> new LookupInput(input, null, "not a standard InChIKey"));
    }

    /** A text longer than any molecule, which is neither parsed nor repeated in full. */
    static LookupInput tooLong(String input, int most) {
        int end = Character.isHighSurrogate(input.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
        return new LookupInput(
                input.substring(0, end) + "…",
                null,
                "%d characters, at most %d are allowed".formatted(input.length(), most));
    }

    /** A SMILES; the chemistry kit is loaded only here. */
    public static LookupInput smiles(String input, Supplier<Screening> screening) {
        return of(input, screening.get().screen(input, null));
    }

    /**
     * A SMILES with a time limit.
     *
     * @param left how long the request still waits
     * @throws CancellationException if the molecule takes longer
     */
    static LookupInput smiles(String input, Supplier<Screening> screening, Supplier<Duration> left) {
        return of(input, screening.get().screen(input, null, left));
    }

    private static LookupInput of(String input, Screened screened) {
        if (screened instanceof Screened.Accepted accepted) {
            return new LookupInput(input, accepted.key(), "");
        }
        if (screened instanceof Screened.InvalidSmiles invalid) {
            return new LookupInput(input, null, "invalid_smiles: " + invalid.detail());
        }
        return screened instanceof Screened.TooComplex tooComplex
                ? new LookupInput(input, null, "too_complex: " + tooComplex.detail())
                : new LookupInput(input, null, "no_inchikey: " + ((Screened.NoInchiKey) screened).detail());
    }
}
