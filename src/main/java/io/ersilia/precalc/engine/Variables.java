package io.ersilia.precalc.engine;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The environment variables of a process, as engines set them. */
record Variables(Map<String, String> environment) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** Grid Engine sets this value outside an array job. */
    private static final String UNDEFINED = "undefined";

    /** The value; empty if there is none. */
    Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty() && !value.equals(UNDEFINED));
    }

    /**
     * The number; null if the variable is not set.
     *
     * @throws Failure of kind USAGE if the value is not a number
     */
    @Nullable
    Integer number(String name) {
        return text(name).map(value -> parsed(name, value)).orElse(null);
    }

    /** The number, or the usual one if the variable is not set. */
    int number(String name, int usual) {
        Integer number = number(name);
        return number == null ? usual : number;
    }

    private static Integer parsed(String name, String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw Failure.usage("%s=%s: expected a whole number, as an engine of array jobs sets it; unset it elsewhere"
                    .formatted(name, Printable.of(value)));
        }
        return Integer.valueOf(value);
    }
}
