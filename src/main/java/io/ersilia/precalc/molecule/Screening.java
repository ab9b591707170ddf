package io.ersilia.precalc.molecule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.inchi.InChIGenerator;
import org.openscience.cdk.inchi.InChIGeneratorFactory;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

/** Decides before any model is called which rows are molecules, and computes their keys. Safe for many threads. */
public final class Screening {

    /** The longest SMILES that is looked at, in characters; longer text has exhausted the parser's stack. */
    public static final int MAX_SMILES = 4096;

    /** The most atoms that the InChI of molecules (not polymers) allows, by its technical manual. */
    public static final int MAX_ATOMS = 1024;

    /** @throws UncheckedIOException when the native InChI library does not load on this machine */
    public Screening() {
        if (!(screen("C", null) instanceof Screened.Accepted)) {
            throw new UncheckedIOException(new IOException(
                    "the native InChI library does not load; make the temporary folder %s writable and free of noexec"
                            .formatted(System.getProperty("java.io.tmpdir"))));
        }
    }

    /** Whether the text is SMILES that the parser takes. */
    public boolean isSmiles(String text) {
        return refusal(text).isEmpty() && parse(text) instanceof Parsed.Molecule;
    }

    /**
     * Screens one row.
     *
     * @param raw the cell as it stands in the library
     * @param given the library's own key, kept where it is a valid InChIKey; null without one
     */
    public Screened screen(String raw, @Nullable String given) {
        String smiles = WrittenSmiles.of(raw).smiles();
        String key = given == null ? "" : WrittenSmiles.trimmed(given);
        InchiKey own = InchiKey.isValid(key) ? new InchiKey(key) : null;
        Optional<String> refusal = refusal(smiles);
        if (refusal.isPresent()) {
            return new Screened.InvalidSmiles(smiles, own, refusal.get());
        }
        Parsed parsed = parse(smiles);
        if (parsed instanceof Parsed.Refused refused) {
            return new Screened.InvalidSmiles(smiles, own, refused.detail());
        }
        if (own != null) {
            return new Screened.Accepted(smiles, own);
        }
        return withKey(smiles, ((Parsed.Molecule) parsed).atoms());
    }

    private static Optional<String> refusal(String smiles) {
        if (smiles.isEmpty()) {
            return Optional.of("empty");
        }
        if (smiles.length() > MAX_SMILES) {
            return Optional.of("%d characters, at most %d are allowed".formatted(smiles.length(), MAX_SMILES));
        }
        if (smiles.chars().anyMatch(c -> WrittenSmiles.isBlank(c) || Character.isISOControl(c))) {
            return Optional.of("white space within");
        }
        return Optional.empty();
    }

    private static Screened withKey(String smiles, IAtomContainer atoms) {
        if (atoms.getAtomCount() > MAX_ATOMS) {
            return new Screened.NoInchiKey(
                    smiles, "%d atoms, InChI allows %d".formatted(atoms.getAtomCount(), MAX_ATOMS));
        }
        try {
            InChIGenerator inchi = InChIGeneratorFactory.getInChIGenerator(atoms);
            String key = inchi.getInchi() == null ? null : inchi.getInchiKey();
            if (key != null && InchiKey.isValid(key)) {
                return new Screened.Accepted(smiles, new InchiKey(key));
            }
            return new Screened.NoInchiKey(smiles, oneLine(inchi.getMessage()));
        } catch (CDKException | RuntimeException | LinkageError | StackOverflowError e) {
            return new Screened.NoInchiKey(smiles, oneLine(e.getMessage()));
        }
    }

    /** The key of a molecule that is at hand; empty where none exists. */
    static Optional<InchiKey> key(IAtomContainer atoms) {
        return withKey("", atoms).inchiKey();
    }

    private sealed interface Parsed {
        record Molecule(IAtomContainer atoms) implements Parsed {}

        record Refused(String detail) implements Parsed {}
    }

    /** The kit fails by exceptions of many kinds, and by a stack overflow on long chains: all say "not SMILES". */
    private static Parsed parse(String smiles) {
        try {
            return new Parsed.Molecule(new SmilesParser(SilentChemObjectBuilder.getInstance()).parseSmiles(smiles));
        } catch (CDKException | RuntimeException | StackOverflowError e) {
            return new Parsed.Refused(oneLine(e.getMessage()));
        }
    }

    /** The kit draws a caret under the culprit on further lines; the first line says it all. */
    private static String oneLine(@Nullable String message) {
        return message == null || message.isBlank()
                ? "refused by the chemistry kit"
                : message.lines().findFirst().orElse(message).strip();
    }
}
