package io.ersilia.precalc.api;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.molecule.Screening;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One input of a lookup.
 *
 * @param input as it was written
 * @param key the molecule's; null for an input that is none
 * @param reason why it is none
 */
public record Asked(String input, @Nullable InchiKey key, String reason) {

    /** An InChIKey. */
    public static Asked key(String input) {
        String text = input.strip();
        return InchiKey.isValid(text)
                ? new Asked(input, new InchiKey(text), "")
                : new Asked(input, null, "not a standard InChIKey");
    }

    /** SMILES; the chemistry kit is loaded only here. */
    public static Asked smiles(String input, Supplier<Screening> screening) {
        Screened screened = screening.get().screen(input, null);
        if (screened instanceof Screened.Accepted accepted) {
            return new Asked(input, accepted.key(), "");
        }
        return screened instanceof Screened.InvalidSmiles invalid
                ? new Asked(input, null, "invalid_smiles: " + invalid.detail())
                : new Asked(input, null, "no_inchikey: " + ((Screened.NoInchiKey) screened).detail());
    }
}
