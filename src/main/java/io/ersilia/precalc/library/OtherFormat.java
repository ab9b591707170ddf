package io.ersilia.precalc.library;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Other formats of molecule files, recognised by their first bytes, with a way to convert them into a table of SMILES. */
enum OtherFormat {
    EXCEL("an Excel workbook", "save it as CSV UTF-8, or: libreoffice --headless --convert-to csv %s"),
    ZIP("a zip archive", "unzip %s"),
    BZIP2("compressed with bzip2", "bunzip2 %s"),
    XZ("compressed with xz", "unxz %s"),
    ZSTD("compressed with Zstandard", "unzstd %s"),
    PARQUET(
            "a Parquet file",
            "python3 -c 'import pandas, sys; pandas.read_parquet(sys.argv[1]).to_csv(\"molecules.csv\", index=False)' %s"),
    PDF("a PDF document", "pdftotext %s, then turn the text into a CSV"),
    UTF_32("UTF-32", "iconv -f UTF-32 -t UTF-8 %s > mended.csv"),
    HTML("a web page or XML", "download the file itself, not the page that shows it, in place of %s"),
    JSON("JSON", "jq -r '.[] | [.smiles] | @csv' %s > molecules.smi"),
    SDF("an SD file (atoms and bonds, no SMILES)", "obabel -isdf %s -O molecules.smi"),
    MOL2("a Mol2 file (atoms and bonds, no SMILES)", "obabel -imol2 %s -O molecules.smi");

    private static final Pattern SDF_LINE =
            Pattern.compile("(?m)^(M  END|\\$\\$\\$\\$)\\s*$|^[ \\d]{30,}.*V[23]000\\s*$");
    private static final Pattern HTML_START = Pattern.compile("\\s*<[!?a-zA-Z]");
    private static final Pattern JSON_START = Pattern.compile("\\s*(\\{|\\[\\s*[{\"])");

    private final String words;
    private final String remedy;

    OtherFormat(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    String refusal(String file) {
        return "%s is %s, expected a table of SMILES: %s"
                .formatted(file, words, remedy.formatted(Dialect.shellWord(file)));
    }

    /** Recognises a format by the first bytes. */
    static Optional<OtherFormat> ofBytes(byte[] sample) {
        return Optional.ofNullable(byStart(sample));
    }

    private static @Nullable OtherFormat byStart(byte[] sample) {
        if (Encoding.startsWith(sample, 'P', 'K', 3, 4)) {
            String names = new String(sample, StandardCharsets.ISO_8859_1);
            return names.contains("[Content_Types].xml") || names.contains("xl/") ? EXCEL : ZIP;
        }
        if (Encoding.startsWith(sample, 0xD0, 0xCF, 0x11, 0xE0)) {
            return EXCEL;
        }
        if (Encoding.startsWith(sample, 'B', 'Z', 'h')) {
            return BZIP2;
        }
        if (Encoding.startsWith(sample, 0xFD, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        if (Encoding.startsWith(sample, 0x28, 0xB5, 0x2F, 0xFD)) {
            return ZSTD;
        }
        if (Encoding.startsWith(sample, 'P', 'A', 'R', '1')) {
            return PARQUET;
        }
        if (Encoding.startsWith(sample, 0xFF, 0xFE, 0, 0) || Encoding.startsWith(sample, 0, 0, 0xFE, 0xFF)) {
            return UTF_32;
        }
        return Encoding.startsWith(sample, '%', 'P', 'D', 'F', '-') ? PDF : null;
    }

    /** Recognises a format by its text; used only if no column of molecules has a known name. */
    static Optional<OtherFormat> ofText(String text) {
        if (HTML_START.matcher(text).lookingAt()) {
            return Optional.of(HTML);
        }
        if (JSON_START.matcher(text).lookingAt()) {
            return Optional.of(JSON);
        }
        if (text.contains("@<TRIPOS>MOLECULE")) {
            return Optional.of(MOL2);
        }
        return SDF_LINE.matcher(text).find() ? Optional.of(SDF) : Optional.empty();
    }
}
