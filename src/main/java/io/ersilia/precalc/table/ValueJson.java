package io.ersilia.precalc.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ersilia.precalc.prediction.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The values of one item as a JSON array: exact numbers in plain notation, text as strings, null for missing. */
final class ValueJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private ValueJson() {}

    static String write(List<Value> values) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartArray();
            for (Value value : values) {
                switch (value.kind()) {
                    case NUMBER -> json.writeNumber(value.text());
                    case TEXT -> json.writeString(value.text());
                    case MISSING -> json.writeNull();
                }
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }

    /** Reads the array; refuses any other text with an {@link IllegalArgumentException}. */
    static List<Value> read(String array) {
        List<Value> values = new ArrayList<>();
        try (JsonParser json = FACTORY.createParser(array)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("values are no JSON array");
            }
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                values.add(value(token, json.getText()));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("values are no JSON array", e);
        }
        return values;
    }

    private static Value value(JsonToken token, String text) {
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(text);
            case VALUE_STRING -> Value.text(text);
            case VALUE_NULL -> Value.MISSING;
            default -> throw new IllegalArgumentException("neither number, text nor null among values: " + token);
        };
    }

    /** The number in plain notation without trailing zeros, whatever notation the table answers in. */
    static Value number(String any) {
        return Value.number(new BigDecimal(any).stripTrailingZeros().toPlainString());
    }
}
