package io.ersilia.precalc.molecule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The molecules of the test input and 200 of the NCI, with what RDKit says of them; see make_expected.py. */
public final class ReferenceMolecules {

    /** What RDKit says. */
    public record Molecule(String smiles, String inchikey, String weight) {
        @Override
        public String toString() {
            return smiles;
        }
    }

    private ReferenceMolecules() {}

    public static List<Molecule> all() {
        return Stream.of(testInput(), nci()).flatMap(List::stream).toList();
    }

    public static List<Molecule> testInput() {
        return read("/reference/test_input_expected.csv");
    }

    public static List<Molecule> nci() {
        return read("/reference/molecules_expected.csv");
    }

    /** No SMILES here holds a comma or a quote. */
    private static List<Molecule> read(String name) {
        try (InputStream in = Objects.requireNonNull(ReferenceMolecules.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(cells -> new Molecule(cells[0], cells[1], cells[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
