package io.ersilia.precalc.molecule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What screening made of one row's SMILES. */
public sealed interface Screened {

    /** The SMILES without white space around it. */
    String smiles();

    /** The row's key, where one is known. */
    Optional<InchiKey> inchiKey();

    /**
     * A molecule that a model can be asked about.
     *
     * @param unusual its atoms whose valence other programs may refuse, e.g. {@code C(6)}; empty where all are usual
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

    /** Not a SMILES; the key is the library's own, where it has one. */
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

    /** A molecule whose InChIKey would take longer than is allowed; on every machine, however busy it is. */
    record TooComplex(String smiles, String detail) implements Screened {
        @Override
        public Optional<InchiKey> inchiKey() {
            return Optional.empty();
        }
    }
}
