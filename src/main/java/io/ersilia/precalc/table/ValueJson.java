package io.ersilia.precalc.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.ersilia.precalc.prediction.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The values of one item as a JSON array: exact numbers in plain notation, text as strings, null for missing. */
public final class ValueJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private ValueJson() {}

    public static String write(List<Value> values) {
        StringBuilder json = new StringBuilder().append('[');
        for (Value value : values) {
            json.append(json.length() > 1 ? "," : "");
            switch (value.kind()) {
                case NUMBER -> json.append(value.text());
                case TEXT -> quote(value.text(), json);
                case MISSING -> json.append("null");
            }
        }
        return json.append(']').toString();
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }

    /** Reads the array; rejects any other text with an {@link IllegalArgumentException}. */
    public static List<Value> read(String array) {
        List<Value> values = new ArrayList<>();
        try (JsonParser json = FACTORY.createParser(array)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("values are not a JSON array");
            }
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                values.add(value(token, json.getText()));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("values are not a JSON array", e);
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
    public static Value number(String any) {
        return Value.number(new BigDecimal(any).stripTrailingZeros().toPlainString());
    }
}
