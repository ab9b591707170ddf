package io.ersilia.precalc.model.ersilia;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180Parser;
import com.opencsv.exceptions.CsvException;
import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.model.ModelCallException;
import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The two files of a batch: molecules for the model and values from it, which are checked against the molecules. */
record BatchFiles(Path input, Path output) {

    private static final Pattern INCHI_KEY = Pattern.compile("[A-Z]{14}-[A-Z]{10}-[A-Z]");
    private static final String UNPROCESSABLE = "UNPROCESSABLE_INPUT";

    /** Key and input come before the values. */
    private static final int LEADING = 2;

    /** Writes the molecules and removes the values of an earlier batch, so that any values found later are new. */
    void write(List<String> smiles) throws IOException {
        Files.createDirectories(output.getParent());
        Files.deleteIfExists(output);
        try (CsvWriter csv = new CsvWriter(Files.newOutputStream(input))) {
            csv.write(List.of("smiles")); // the CLI takes the first line as header, whatever it says
            for (String text : smiles) {
                csv.write(List.of(text));
            }
        }
    }

    boolean hasOutput() {
        return Files.isRegularFile(
                output, LinkOption.NOFOLLOW_LINKS); // a link would make us read what the model cannot
    }

    /**
     * Reads the values.
     *
     * @param expected names of the output columns; null when unknown
     * @throws ModelCallException if they do not belong to the molecules sent
     */
    ModelOutput read(List<String> smiles, @Nullable List<String> expected) throws ModelCallException {
        try (CSVReader reader = new CSVReaderBuilder(new InputStreamReader(
                        Files.newInputStream(output, LinkOption.NOFOLLOW_LINKS), StandardCharsets.UTF_8.newDecoder()))
                .withCSVParser(new RFC4180Parser())
                .build()) {
            List<String> columns = columns(reader.readNext(), expected);
            List<List<String>> rows = new ArrayList<>(smiles.size());
            for (String @Nullable [] row = reader.readNext(); row != null; row = reader.readNext()) {
                if (rows.size() < smiles.size()) {
                    check(row, rows.size(), smiles.get(rows.size()), columns);
                }
                rows.add(List.of(row).subList(Math.min(LEADING, row.length), row.length));
            }
            if (rows.size() != smiles.size()) {
                throw ModelCallException.transport("the output has %s for %s"
                        .formatted(Words.many(rows.size(), "row"), Words.many(smiles.size(), "molecule")));
            }
            return new ModelOutput(columns, rows);
        } catch (IOException | CsvException e) {
            throw ModelCallException.transport("the output is not CSV: " + e.getMessage(), e);
        }
    }

    private static List<String> columns(String @Nullable [] header, @Nullable List<String> expected)
            throws ModelCallException {
        List<String> names = header == null ? List.of() : Arrays.asList(header);
        if (names.size() <= LEADING || !names.subList(0, LEADING).equals(List.of("key", "input"))) {
            throw ModelCallException.transport("the output begins with '%s', expected key, input and columns"
                    .formatted(Printable.of(String.join(",", names))));
        }
        List<String> columns = names.subList(LEADING, names.size());
        if (expected != null && !columns.equals(expected)) {
            throw ModelCallException.transport("the output has the columns %s, but the model's run_columns.csv says %s"
                    .formatted(Printable.of(columns.toString()), Printable.of(expected.toString())));
        }
        return columns;
    }

    private static void check(String[] row, int index, String sent, List<String> columns) throws ModelCallException {
        if (row.length != LEADING + columns.size()) {
            throw ModelCallException.transport("row %d of the output has %s, expected %d"
                    .formatted(index + 1, Words.many(row.length, "cell"), LEADING + columns.size()));
        }
        if (!row[1].equals(sent)) {
            throw ModelCallException.transport("row %d of the output is for '%s', but '%s' was sent"
                    .formatted(index + 1, Printable.of(row[1]), Printable.of(sent)));
        }
        boolean unprocessed =
                row[0].equals(UNPROCESSABLE) && ModelOutput.isEmpty(List.of(row).subList(LEADING, row.length));
        if (!unprocessed
                && !row[0].equals(md5(sent))
                && !INCHI_KEY.matcher(row[0]).matches()) {
            throw ModelCallException.transport("row %d of the output has the key '%s', which is not that of '%s'"
                    .formatted(index + 1, Printable.of(row[0]), Printable.of(sent)));
        }
    }

    private static String md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
