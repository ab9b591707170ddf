package io.ersilia.precalc.prediction;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The values of a row in little memory, because a dataset of two million rows may have hundreds of millions of them. Most numbers
 * are <em>short</em>: kept as their digits, and as text only when it is asked for.
 */
public final class Values extends AbstractList<Value> implements RandomAccess {

    /** The most digits of a short number, and the most behind its point. */
    public static final int SHORT_DIGITS = 18;

    /** Characters of a short number beside its digits, at most: a sign, a zero before the point, and the point. */
    static final int BESIDE_DIGITS = 3;

    /** Forms of values. A form from 0 on is a short number with as many digits behind its point. */
    private static final byte MISSING = -1;

    private static final byte TEXT = -2;
    private static final byte LONG_NUMBER = -3;

    private final byte[] forms;
    private final long[] digits;
    private final String @Nullable [] texts;

    private Values(Builder builder) {
        this.forms = builder.forms;
        this.digits = builder.digits;
        this.texts = builder.texts;
    }

    /** These values. */
    public static Values of(List<Value> values) {
        if (values instanceof Values same) {
            return same;
        }
        Builder builder = new Builder(values.size());
        values.forEach(builder::add);
        return builder.build();
    }

    /** Gathers the values of a row, one after the other. */
    public static final class Builder {
        private final byte[] forms;
        private final long[] digits;
        private String @Nullable [] texts;
        private int size;

        /** @param size how many values the row has */
        public Builder(int size) {
            this.forms = new byte[size];
            this.digits = new long[size];
        }

        public void add(Value value) {
            switch (value.kind()) {
                case MISSING -> addMissing();
                case TEXT -> addText(value.text());
                case NUMBER -> addNumber(value.text());
            }
        }

        /** Adds the value at an index of other values. */
        public void add(Values from, int index) {
            if (from.forms[index] == TEXT || from.forms[index] == LONG_NUMBER) {
                addText(from.forms[index], from.storedText(index));
            } else {
                forms[size] = from.forms[index];
                digits[size++] = from.digits[index];
            }
        }

        /**
         * Adds a short number.
         *
         * @param number its digits without the point, at most {@link #SHORT_DIGITS}; negative if it is
         * @param fraction how many of them are behind the point; the last of these is not 0
         */
        public void addShort(long number, int fraction) {
            forms[size] = (byte) fraction;
            digits[size++] = number;
        }

        /** Adds a number in plain notation, without trailing zeros. */
        public void addNumber(String plain) {
            byte[] bytes = plain.getBytes(StandardCharsets.ISO_8859_1);
            if (!ValueParser.addShort(bytes, 0, bytes.length, this)) {
                addText(LONG_NUMBER, plain);
            }
        }

        public void addText(String text) {
            addText(TEXT, text);
        }

        public void addMissing() {
            forms[size++] = MISSING;
        }

        private void addText(byte form, String text) {
            if (texts == null) {
                texts = new String[forms.length];
            }
            texts[size] = text;
            forms[size++] = form;
        }

        /** All of them; nothing can be added afterwards. */
        public Values build() {
            if (size != forms.length) {
                throw new IllegalStateException("%d of %d values".formatted(size, forms.length));
            }
            return new Values(this);
        }
    }

    @Override
    public Value get(int index) {
        return switch (forms[index]) {
            case MISSING -> Value.MISSING;
            case TEXT -> Value.text(storedText(index));
            case LONG_NUMBER -> Value.number(storedText(index));
            case 0 -> Value.whole(digits[index]);
            default ->
                Value.number(BigDecimal.valueOf(digits[index], forms[index]).toPlainString());
        };
    }

    @Override
    public int size() {
        return forms.length;
    }

    public Value.Kind kind(int index) {
        return switch (forms[index]) {
            case MISSING -> Value.Kind.MISSING;
            case TEXT -> Value.Kind.TEXT;
            default -> Value.Kind.NUMBER;
        };
    }

    /** Whether it is a number that its {@link #digits} and {@link #fraction} tell, as most numbers are. */
    public boolean isShort(int index) {
        return forms[index] >= 0;
    }

    /** The digits of a short number without its point; negative if it is. */
    public long digits(int index) {
        return digits[index];
    }

    /** How many digits of a short number are behind its point; the last of them is not 0. */
    public int fraction(int index) {
        return forms[index];
    }

    /** The characters of a short number's text, at most. */
    public int longestText(int index) {
        return forms[index] == 0 && digits[index] >= 0 && digits[index] <= 9 ? 1 : SHORT_DIGITS + BESIDE_DIGITS;
    }

    private String storedText(int index) {
        if (texts == null) {
            throw new IllegalStateException("no texts");
        }
        return texts[index];
    }
}
