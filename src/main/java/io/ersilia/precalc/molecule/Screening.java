package io.ersilia.precalc.molecule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

/** Decides before any model is called which rows are molecules, and computes their keys. Safe for many threads. */
public final class Screening {

    /** The longest SMILES that is looked at, in characters; longer text has exhausted the parser's stack. */
    public static final int MAX_SMILES = 4096;

    /** The most atoms that the InChI of molecules (not polymers) allows, by its technical manual. */
    public static final int MAX_ATOMS = 1024;

    /**
     * Processor time of its own thread that the work on one molecule may take. Molecules take a thousandth of
     * it at most; only symmetric cages of many hundred atoms take seconds.
     */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration FOR_EVER = Duration.ofDays(1000);

    private final Inchi inchi;

    /** @throws UncheckedIOException when the native InChI library does not load on this machine */
    public Screening() {
        this(LIMIT);
    }

    /**
     * Screening with another limit.
     *
     * @param limit processor time of its own thread that the work on one molecule may take
     * @throws UncheckedIOException when the native InChI library does not load on this machine
     */
    public Screening(Duration limit) {
        this.inchi = new Inchi(limit);
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
     * @throws CancellationException when this thread is interrupted while a molecule takes seconds
     */
    public Screened screen(String raw, @Nullable String given) {
        return screen(raw, given, () -> FOR_EVER);
    }

    /**
     * Screens one row for somebody who does not wait for ever. Most molecules take less than a millisecond whatever is
     * left; the few giants that take seconds are begun again with more time each while enough is left.
     *
     * @param raw the cell as it stands
     * @param given a key that is known, kept where it is a valid InChIKey; null without one
     * @param left how long the asker still waits; zero once nobody does
     * @throws CancellationException when the molecule takes longer than that: nothing is known of it, ask later
     */
    public Screened screen(String raw, @Nullable String given, Supplier<Duration> left) {
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
        IAtomContainer atoms = ((Parsed.Molecule) parsed).atoms();
        return own == null ? withKey(smiles, atoms, left) : new Screened.Accepted(smiles, own, Valence.unusual(atoms));
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

    private Screened withKey(String smiles, IAtomContainer atoms, Supplier<Duration> left) {
        String unusual = Valence.unusual(atoms);
        Inchi.Answer answer = inchi.of(atoms, left);
        if (answer instanceof Inchi.Answer.Key key) {
            return new Screened.Accepted(smiles, key.key(), unusual);
        }
        return answer instanceof Inchi.Answer.TooComplex tooComplex
                ? new Screened.TooComplex(smiles, tooComplex.detail())
                : new Screened.NoInchiKey(smiles, ((Inchi.Answer.None) answer).detail());
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
    static String oneLine(@Nullable String message) {
        return message == null || message.isBlank()
                ? "refused by the chemistry kit"
                : message.lines().findFirst().orElse(message).strip();
    }
}
