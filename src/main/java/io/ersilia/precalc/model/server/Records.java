package io.ersilia.precalc.model.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.model.ModelCallException;
import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /run}: a list of objects, one per molecule in the order sent, with a value per column. Numbers
 * keep the text they were written in.
 */
final class Records {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Python writes NaN
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The largest row: its record in a partition, which adds key and molecule, must be readable again. */
    private static final int MOST_BYTES = RecordScanner.MAX_RECORD - (1 << 13);

    private static final String ECHO = "input";
    private static final String KEY = "key";

    private Records() {}

    /**
     * Reads the answer.
     *
     * @param sent the molecules
     * @param known names of the output columns; null when unknown
     * @throws ModelCallException if it does not fit what was sent
     */
    static ModelOutput read(byte[] json, List<String> sent, @Nullable List<String> known) throws ModelCallException {
        List<List<String>> rows = new ArrayList<>(sent.size());
        List<String> columns = known;
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw ModelCallException.transport("the answer is not a list of records");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> cells = record(parser, rows.size() + 1);
                if (known == null || !known.contains(ECHO)) {
                    takeEcho(cells, rows.size(), sent);
                }
                columns = columns == null ? List.copyOf(cells.keySet()) : columns;
                requireColumns(cells.keySet(), columns, rows.size() + 1);
                rows.add(columns.stream().map(cells::get).toList());
            }
            if (parser.currentToken() != JsonToken.END_ARRAY) {
                throw ModelCallException.transport("row %d of the answer is not a record".formatted(rows.size() + 1));
            }
            if (parser.nextToken() != null) {
                throw ModelCallException.transport("the answer goes on after its end");
            }
        } catch (IOException e) {
            String said = e instanceof JsonProcessingException json1 ? json1.getOriginalMessage() : e.getMessage();
            throw ModelCallException.transport(
                    "the answer is not JSON, after %s of %s: %s"
                            .formatted(
                                    Words.count(rows.size()),
                                    Words.many(sent.size(), "row"),
                                    Printable.of(String.valueOf(said))),
                    e);
        }
        if (rows.size() != sent.size() || columns == null) {
            throw ModelCallException.transport("the answer has %s for %s"
                    .formatted(Words.many(rows.size(), "row"), Words.many(sent.size(), "molecule")));
        }
        return new ModelOutput(columns, rows);
    }

    private static Map<String, String> record(JsonParser parser, int row) throws IOException, ModelCallException {
        Map<String, String> cells = new LinkedHashMap<>();
        int size = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String column = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value != null && value.isStructStart()) {
                throw ModelCallException.transport(
                        "row %d of the answer has no single value in column %s".formatted(row, Printable.of(column)));
            }
            String cell = value == JsonToken.VALUE_NULL ? "" : parser.getText();
            if (value == JsonToken.VALUE_STRING && !isText(cell)) {
                throw new ModelCallException(
                        "row %d of the answer has no text in column %s, but a zero byte or half of a character"
                                .formatted(row, Printable.of(column)));
            }
            size += value == JsonToken.VALUE_STRING ? quoted(cell) : cell.length() + 1;
            if (size > MOST_BYTES) {
                throw new ModelCallException(
                        "row %d of the answer is too long: a row may have %s".formatted(row, Words.size(MOST_BYTES)));
            }
            cells.put(column, cell);
        }
        return cells;
    }

    /** Bytes of a text in CSV, with its comma. */
    private static int quoted(String cell) {
        int quotes = (int) cell.chars().filter(c -> c == '"').count() + 2;
        return cell.getBytes(StandardCharsets.UTF_8).length + quotes + 1;
    }

    /** Whether a file of predictions can hold the text; JSON can spell some that it cannot. */
    private static boolean isText(String cell) {
        return cell.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(cell);
    }

    /** Removes the molecule that some servers repeat beside the values; it must be the one sent in this place. */
    private static void takeEcho(Map<String, String> cells, int row, List<String> sent) throws ModelCallException {
        String echo = cells.remove(ECHO);
        if (echo == null) {
            return;
        }
        cells.remove(KEY);
        if (row < sent.size() && !echo.equals(sent.get(row))) {
            throw ModelCallException.transport("row %d of the answer is for '%s', but '%s' was sent"
                    .formatted(row + 1, Printable.of(echo), Printable.of(sent.get(row))));
        }
    }

    /** The server drops cells silently if the model wrote more or fewer than it has columns. */
    private static void requireColumns(Set<String> said, List<String> columns, int row) throws ModelCallException {
        if (said.size() == columns.size() && said.containsAll(columns) && !said.isEmpty()) {
            return;
        }
        Set<String> lacking = new LinkedHashSet<>(columns);
        lacking.removeAll(said);
        Set<String> foreign = new LinkedHashSet<>(said);
        columns.forEach(foreign::remove);
        throw ModelCallException.transport("row %d of the answer has %s, expected %d: without %s, with unknown %s"
                .formatted(
                        row,
                        Words.many(said.size(), "column"),
                        columns.size(),
                        Printable.of(lacking.toString()),
                        Printable.of(foreign.toString())));
    }
}
