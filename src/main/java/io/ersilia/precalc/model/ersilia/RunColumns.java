package io.ersilia.precalc.model.ersilia;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180Parser;
import com.opencsv.exceptions.CsvException;
import io.ersilia.precalc.run.ColumnFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file in which a model's author names and describes the output columns, {@code run_columns.csv}. */
record RunColumns(List<String> header, List<String[]> rows) {

    private static final String NAME = "name";

    /** Reads the file; one that cannot be read, or does not name columns, has none. */
    static RunColumns read(Path file) {
        List<String[]> rows = new ArrayList<>();
        try (CSVReader reader = new CSVReaderBuilder(Files.newBufferedReader(file, StandardCharsets.UTF_8))
                .withCSVParser(new RFC4180Parser())
                .build()) {
            String @Nullable [] header = reader.readNext();
            RunColumns columns = new RunColumns(header == null ? List.of() : List.of(header), rows);
            for (String[] row : reader) {
                if (columns.cell(row, NAME) != null) {
                    rows.add(row);
                }
            }
            return columns;
        } catch (IOException | CsvException e) {
            return new RunColumns(List.of(), List.of());
        }
    }

    /** The names in the order of the model. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (String[] row : rows) {
            String name = cell(row, NAME);
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /** What is said of each column. */
    List<ColumnFacts> facts() {
        List<ColumnFacts> facts = new ArrayList<>();
        for (String[] row : rows) {
            String name = cell(row, NAME);
            if (name != null) {
                facts.add(new ColumnFacts(
                        name,
                        ColumnFacts.Type.of(cell(row, "type")),
                        ColumnFacts.Direction.of(cell(row, "direction")),
                        cell(row, "description"),
                        cell(row, "unit")));
            }
        }
        return facts;
    }

    /** The trimmed cell; null where it is blank or there is no such column. */
    private @Nullable String cell(String[] row, String column) {
        int at = header.indexOf(column);
        return at < 0 || at >= row.length || row[at].isBlank() ? null : row[at].strip();
    }
}
