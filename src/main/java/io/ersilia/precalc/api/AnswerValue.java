package io.ersilia.precalc.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;

/** Reads a value of an answer, as {@link PredictionsAnswer#json} writes it: an exact number or a text. */
final class AnswerValue extends StdDeserializer<Object> {

    private static final long serialVersionUID = 1;

    AnswerValue() {
        super(Object.class);
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> AnswerNumber.read(json, context);
            default -> context.handleUnexpectedToken(Object.class, json);
        };
    }

    /** Reads a number that has a plain notation. */
    static final class AnswerNumber extends StdDeserializer<BigDecimal> {

        private static final long serialVersionUID = 1;

        /** No number in a table has more digits before or after its point. Others could have a billion in plain notation. */
        private static final int MAX_SCALE = 400;

        AnswerNumber() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return read(json, context);
        }

        private static BigDecimal read(JsonParser json, DeserializationContext context) throws IOException {
            BigDecimal number = json.getDecimalValue();
            return Math.abs((long) number.scale()) <= MAX_SCALE
                    ? number
                    : context.reportInputMismatch(BigDecimal.class, "outside the range of a table");
        }
    }
}
