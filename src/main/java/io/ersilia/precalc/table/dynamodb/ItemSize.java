package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.prediction.Values;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.table.Item;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes an item takes in DynamoDB, by the Developer Guide, "DynamoDB item sizes and formats": names and texts
 * in UTF-8, null 1 byte, a list 3 bytes and 1 per element. Where the guide says "approximately", for numbers, this is
 * what DynamoDB Local counts: 1 byte, 1 per pair of significant digits left and right of the point, 1 for a minus.
 */
public final class ItemSize {

    private static final int WRITE_UNIT_BYTES = 1024;

    /** Length of a time without a fraction. */
    private static final int SECONDS = "2026-11-01T12:00:00Z".length();

    private static final int LIST = 3;
    private static final int ELEMENT = 1;
    private static final int NULL = 1;

    /** The most bytes of a character in JSON, when escaped. */
    private static final int LONGEST_CHARACTER = 6;

    /** The most bytes beside a value's text in JSON, comma included. Packing that saves nothing adds less than is left over. */
    private static final int MOST_BESIDE_TEXT = 6;

    private static final int BASE = DynamoItem.PK.length()
            + DynamoItem.INPUT_PREFIX.length()
            + DynamoItem.SK.length()
            + DynamoItem.MODEL_PREFIX.length()
            + DynamoItem.SMILES.length()
            + DynamoItem.TIMESTAMP.length()
            + DynamoItem.RUN.length();

    private ItemSize() {}

    /** The item's bytes, to be compared with {@link Item#MAX_BYTES}. */
    public static long of(Item item) {
        return of(item, DynamoItem.packed(item));
    }

    /** Whether these values fit into an item however they are stored, as most do; quicker than computing the size. */
    public static boolean surelyFits(String smiles, List<Value> values) {
        Values row = Values.of(values);
        long bytes = (long) LONGEST_CHARACTER * smiles.length();
        for (int i = 0; i < row.size(); i++) {
            bytes += MOST_BESIDE_TEXT + (row.isShort(i) ? row.longestText(i) : longestText(row.get(i)));
        }
        return bytes <= Item.MAX_BYTES / 2; // the other half is enough for all other attributes
    }

    private static long longestText(Value value) {
        return (value.kind() == Value.Kind.TEXT ? LONGEST_CHARACTER : 1L)
                * value.text().length();
    }

    /** The write units of an item of that many bytes, unless it replaces a larger one: one for each started KiB. */
    public static long writeUnits(long bytes) {
        return (bytes + WRITE_UNIT_BYTES - 1) / WRITE_UNIT_BYTES;
    }

    static long of(Item item, byte @Nullable [] packed) {
        long bytes = BASE
                + item.key().value().length()
                + item.model().value().length()
                + utf8(item.smiles())
                + timestamp(item.timestamp())
                + item.run().value().length();
        if (packed != null) {
            bytes += DynamoItem.PACKED_VALUES.length() + packed.length;
        } else if (!item.values().isEmpty()) {
            bytes += DynamoItem.VALUES.length() + LIST;
            for (Value value : item.values()) {
                bytes += ELEMENT + value(value);
            }
        }
        Reason rejected = item.rejected();
        if (rejected != null) {
            bytes += DynamoItem.REJECTED.length() + rejected.label().length();
        }
        if (item.modelVersion() != null) {
            bytes += DynamoItem.MODEL_VERSION.length() + utf8(item.modelVersion());
        }
        return bytes;
    }

    /** The length of the time as text: no fraction, or one of 3, 6 or 9 digits; years have 4 digits. */
    static int timestamp(Instant time) {
        int nanos = time.get(ChronoField.NANO_OF_SECOND);
        int fraction = nanos == 0 ? 0 : nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
        return SECONDS + (fraction == 0 ? 0 : 1 + fraction);
    }

    private static long value(Value value) {
        return switch (value.kind()) {
            case NUMBER -> number(value.text());
            case TEXT -> utf8(value.text());
            case MISSING -> NULL;
        };
    }

    /** The bytes of a number given in plain notation. */
    static int number(String plain) {
        int sign = plain.startsWith("-") ? 1 : 0;
        int point = plain.indexOf('.');
        int power = (point < 0 ? plain.length() : point) - sign - 1; // power of ten of the current digit
        int first = Integer.MIN_VALUE;
        int last = 0;
        for (int i = sign; i < plain.length(); i++) {
            if (i == point) {
                continue;
            }
            if (plain.charAt(i) != '0') {
                first = Math.max(first, power);
                last = power;
            }
            power--;
        }
        if (first == Integer.MIN_VALUE) {
            return 1; // zero
        }
        return 1 + Math.floorDiv(first, 2) - Math.floorDiv(last, 2) + 1 + sign;
    }

    private static long utf8(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800 || Character.isSurrogate(c)) { // a pair of surrogates is 4 bytes
                bytes += 2;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
