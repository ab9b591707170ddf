package io.ersilia.precalc.enrich;

import io.ersilia.precalc.library.Gunzip;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/** The kinds of files that can be given back with predictions added. */
public enum MoleculeFiles {
    /** Separated by comma, semicolon or tab. */
    CSV("a table", ".csv"),
    SDF("an SD file", ".sdf"),
    EXCEL("an Excel file", ".xlsx");

    private static final String GZIP = ".gz";

    private final String words;
    private final String ending;

    MoleculeFiles(String words, String ending) {
        this.words = words;
        this.ending = ending;
    }

    /** The kind that the end of the file's name says; a table if it says nothing else. */
    public static MoleculeFiles of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        String plain = name.endsWith(GZIP) ? name.substring(0, name.length() - GZIP.length()) : name;
        return plain.endsWith(".sdf") || plain.endsWith(".sd") ? SDF : plain.endsWith(".xlsx") ? EXCEL : CSV;
    }

    /**
     * Checks that the result's name ends as for a file of this kind, without compression.
     *
     * @throws Failure of kind USAGE if it does not
     */
    public void requireSameKind(Path input, Path output) {
        if (of(output) != this || output.toString().toLowerCase(Locale.ROOT).endsWith(GZIP)) {
            throw Failure.usage("--output %s: %s is given back as it came, as %s: let the name end in %s"
                    .formatted(output, input, words, ending));
        }
    }

    /**
     * Opens the file.
     *
     * @param out where the result is written
     * @param screening loaded for the first SMILES
     * @throws Failure of kind INPUT if the file is of another kind
     */
    public MoleculeFile open(Path file, OutputStream out, Supplier<Screening> screening) throws IOException {
        String name = file.toString();
        return switch (this) {
            case CSV -> new CsvFile(name, Files.newInputStream(file), out, screening);
            case SDF -> new SdFile(name, Gunzip.ifZipped(new BufferedInputStream(Files.newInputStream(file))), out);
            case EXCEL -> new ExcelFile(name, file, out, screening);
        };
    }
}
