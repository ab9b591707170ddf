package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.CsvDialect;
import io.ersilia.precalc.csv.MalformedCsvException;
import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.library.GivenFile.Fit;
import io.ersilia.precalc.library.GivenFile.Shown;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first bytes of a file as UTF-8, and the dialect in which they are written. SMILES contain no commas, semicolons, tabs
 * or blanks, so the correct delimiter is the one that leaves molecules in the first cells.
 */
final class Beginning {

    /** The number of records examined. */
    private static final int RECORDS = 50;

    private static final char[] DELIMITERS = {',', ';', '\t'};
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\\uFEFF?\"?sep=([,;\\t|])\"?[ \\t]*(\\R|$)");

    private final byte[] sample;
    private final String text;
    private final Shown shown;
    private final char lineEnd;

    Beginning(byte[] sample, Shown shown) {
        this.sample = sample.clone();
        this.text = new String(sample, StandardCharsets.UTF_8);
        this.shown = shown;
        this.lineEnd = lineEnd(text);
    }

    /** The format of a file that is not a table of molecules. */
    Optional<OtherFormat> other() {
        boolean header = fit(head(dialect(false, Encoding.UTF_8))) == Fit.HEADER;
        return header ? Optional.empty() : OtherFormat.ofText(text);
    }

    Dialect dialect(boolean gzip, Encoding encoding) {
        Matcher separator = SEPARATOR_LINE.matcher(text);
        if (separator.lookingAt()) {
            return new Dialect(gzip, encoding, true, separator.group(1).charAt(0), lineEnd);
        }
        Dialect commas = new Dialect(gzip, encoding, false, ',', lineEnd);
        return commas.withDelimiter(delimiter(commas));
    }

    private char delimiter(Dialect commas) {
        for (char delimiter : DELIMITERS) {
            List<List<String>> records = head(commas.withDelimiter(delimiter));
            if (fit(records) == Fit.HEADER) {
                return delimiter == ',' && isNamed(records) ? Dialect.BLANK : delimiter;
            }
        }
        List<List<String>> lines = head(commas.withDelimiter(Dialect.BLANK));
        if (!lines.isEmpty() && shown.of(List.of(lines.get(0).get(0))) == Fit.HEADER && molecules(lines) > 0) {
            return Dialect.BLANK;
        }
        return byMolecules(commas);
    }

    /** Whether a header such as "smiles name" is two names, because the cells below it are a SMILES and a name. */
    private boolean isNamed(List<List<String>> records) {
        List<String> first = records.get(0);
        String header = first.get(0).strip();
        int blank = header.indexOf(' ');
        if (first.size() > 1 || blank < 0 || shown.of(List.of(header.substring(0, blank))) != Fit.HEADER) {
            return false;
        }
        List<List<String>> lines = records.stream()
                .map(record -> Dialect.smilesAndName(String.join(",", record)))
                .toList();
        return molecules(lines) > molecules(records);
    }

    /** Without a header: the delimiter that leaves the most molecules in the first cells, including the very first. */
    private char byMolecules(Dialect commas) {
        char best = ',';
        int most = 0;
        for (char delimiter : new char[] {',', ';', '\t', Dialect.BLANK}) {
            List<List<String>> records = head(commas.withDelimiter(delimiter));
            int molecules = fit(records) == Fit.MOLECULE ? molecules(records) : 0;
            if (molecules > most) {
                best = delimiter;
                most = molecules;
            }
        }
        return best;
    }

    private int molecules(List<List<String>> records) {
        return (int) records.stream()
                .filter(record -> shown.of(List.of(record.get(0))) == Fit.MOLECULE)
                .count();
    }

    private Fit fit(List<List<String>> records) {
        return records.isEmpty() ? Fit.NOTHING : shown.of(records.get(0));
    }

    /** The first records, without the last one of a truncated sample. */
    List<List<String>> head(Dialect dialect) {
        CsvDialect form = dialect.form();
        CsvDialect lenient = new CsvDialect(form.delimiter(), form.lineEnd(), false);
        List<List<String>> records = new ArrayList<>();
        try {
            RecordScanner scanner = new RecordScanner(new ByteArrayInputStream(sample), 0, lenient);
            if (dialect.separatorLine()) {
                scanner.next();
            }
            while (records.size() < RECORDS && scanner.next()) {
                boolean cut = sample.length == GivenFile.SAMPLE && scanner.end() == sample.length;
                if (cut && !records.isEmpty()) {
                    break;
                }
                records.add(
                        dialect.delimiter() == Dialect.BLANK ? Dialect.smilesAndName(scanner.text()) : scanner.cells());
            }
        } catch (MalformedCsvException e) { // reported with its position when the file is read
            return records;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
        return records;
    }

    /** CR alone only if no line ends in LF; line ends within quotes do not count. */
    private static char lineEnd(String text) {
        boolean quoted = false;
        boolean carriageReturn = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                quoted = c != '"';
            } else if (c == '"') {
                quoted = i == 0 || ",;\t|\r\n\"\uFEFF".indexOf(text.charAt(i - 1)) >= 0;
            } else if (c == '\n') {
                return '\n';
            } else if (c == '\r') {
                carriageReturn = true;
            }
        }
        return carriageReturn ? '\r' : '\n';
    }
}
