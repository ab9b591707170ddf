package io.ersilia.precalc.molecule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of screening one row's SMILES. */
public sealed interface Screened {

    /** The SMILES without surrounding white space. */
    String smiles();

    /** The row's key, if known. */
    Optional<InchiKey> inchiKey();

    /**
     * A molecule for a model to predict.
     *
     * @param unusual its atoms whose valence other programs may refuse, e.g. {@code C(6)}; empty if there are none
     */
    record Accepted(String smiles, InchiKey key, String unusual) implements Screened {

        /** A molecule whose atoms all have usual valences. */
        public Accepted(String smiles, InchiKey key) {
            this(smiles, key, "");
        }

        @Override
        public Optional<InchiKey> inchiKey() {
            return Optional.of(key);
        }
    }

    /** Not a SMILES; the key is the library's own, if there is one. */
    record InvalidSmiles(String smiles, @Nullable InchiKey key, String detail) implements Screened {
        @Override
        public Optional<InchiKey> inchiKey() {
            return Optional.ofNullable(key);
        }
    }

    /** A molecule for which no InChIKey exists. */
    record NoInchiKey(String smiles, String detail) implements Screened {
        @Override
        public Optional<InchiKey> inchiKey() {
            return Optional.empty();
        }
    }

    /** A molecule whose InChIKey takes longer than allowed, on any machine, however busy. */
    record TooComplex(String smiles, String detail) implements Screened {
        @Override
        public Optional<InchiKey> inchiKey() {
            return Optional.empty();
        }
    }
}
