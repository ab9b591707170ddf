package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model's author says about an output column. Facts not given are null, never guessed; texts are cut to the usual
 * lengths of such texts.
 *
 * @param name as in the header of the predictions
 * @param type of its values
 * @param direction which end of the values is of interest; null also if neither is
 * @param description a sentence for people
 * @param unit e.g. {@code g/mol}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ColumnFacts(
        String name,
        @Nullable Type type,
        @Nullable Direction direction,
        @Nullable String description,
        @Nullable String unit) {

    static final int LONGEST_NAME = 200;
    static final int LONGEST_DESCRIPTION = 1_000;
    static final int LONGEST_UNIT = 40;

    public ColumnFacts {
        name = Objects.requireNonNullElse(FactText.line(name, LONGEST_NAME), "");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a column without a name");
        }
        description = FactText.line(description, LONGEST_DESCRIPTION);
        unit = FactText.line(unit, LONGEST_UNIT);
    }

    /** The type of a column's values, in the hub's words. */
    public enum Type {
        INTEGER,
        FLOAT,
        STRING;

        /** The type of that name, ignoring case; null for any other name. */
        @JsonCreator
        public static @Nullable Type of(@Nullable String name) {
            return named(values(), name);
        }

        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which end of a column's values is of interest. */
    public enum Direction {
        HIGH,
        LOW;

        /** The direction of that name, ignoring case; null for any other name. */
        @JsonCreator
        public static @Nullable Direction of(@Nullable String name) {
            return named(values(), name);
        }

        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static <T extends Enum<T>> @Nullable T named(T[] all, @Nullable String name) {
        for (T one : all) {
            if (name != null && one.name().equalsIgnoreCase(name.strip())) {
                return one;
            }
        }
        return null;
    }
}
