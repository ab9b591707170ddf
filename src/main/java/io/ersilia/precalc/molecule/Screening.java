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

/** Decides which rows are molecules before a model is called, and computes their keys. Thread-safe. */
public final class Screening {

    /** The maximum length of a SMILES in characters; longer text has exhausted the parser's stack. */
    public static final int MAX_SMILES = 4096;

    /** The maximum number of atoms that InChI allows for molecules (not polymers), from its technical manual. */
    public static final int MAX_ATOMS = 1024;

    /**
     * The processor time that a molecule may take in its own thread. Molecules take at most a thousandth of it; only symmetric
     * cages of many hundreds of atoms take seconds.
     */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration FOR_EVER = Duration.ofDays(1000);

    private final Inchi inchi;

    /** @throws UncheckedIOException if the native InChI library does not load on this machine */
    public Screening() {
        this(LIMIT);
    }

    /**
     * Screening with another limit.
     *
     * @param limit processor time that a molecule may take in its own thread
     * @throws UncheckedIOException if the native InChI library does not load on this machine
     */
    public Screening(Duration limit) {
        this.inchi = new Inchi(limit);
        if (!(screen("C", null) instanceof Screened.Accepted)) {
            throw new UncheckedIOException(new IOException(
                    "the native InChI library does not load; make the temporary folder %s writable and free of noexec"
                            .formatted(System.getProperty("java.io.tmpdir"))));
        }
    }

    /** Whether the text is a SMILES that the parser accepts. */
    public boolean isSmiles(String text) {
        return refusal(text).isEmpty() && parse(text) instanceof Parsed.Molecule;
    }

    /**
     * Screens one row.
     *
     * @param raw the unchanged cell of the library
     * @param given the library's own key, kept if it is a valid InChIKey; null if there is none
     * @throws CancellationException if this thread is interrupted while a molecule takes seconds
     */
    public Screened screen(String raw, @Nullable String given) {
        return screen(raw, given, () -> FOR_EVER);
    }

    /**
     * Screens one row for a caller with limited time. Most molecules take less than a millisecond and are always finished; the
     * few giants that take seconds are attempted repeatedly, with more time for each attempt, while enough is left.
     *
     * @param raw the unchanged cell
     * @param given a known key, kept if it is a valid InChIKey; null if there is none
     * @param left how long the caller still waits; zero once it has gone
     * @throws CancellationException if the molecule takes longer than that: nothing is known about it, try again later
     */
    public Screened screen(String raw, @Nullable String given, Supplier<Duration> left) {
        String smiles = WrittenSmiles.of(raw).smiles();
        InchiKey own = InchiKey.inCell(given).orElse(null);
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

    /** The toolkit fails with many kinds of exceptions, and with a stack overflow for long chains: all mean "not a SMILES". */
    private static Parsed parse(String smiles) {
        try {
            return new Parsed.Molecule(SmilesText.parse(smiles));
        } catch (CDKException | RuntimeException | StackOverflowError e) {
            return new Parsed.Refused(oneLine(e.getMessage()));
        }
    }

    /** The toolkit's further lines only mark the position with a caret; the first line is enough. */
    static String oneLine(@Nullable String message) {
        return message == null || message.isBlank()
                ? "refused by the chemistry kit"
                : message.lines().findFirst().orElse(message).strip().replaceFirst(":$", "");
    }
}
