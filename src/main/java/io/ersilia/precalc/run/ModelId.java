package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The identifier of a model in the Ersilia Model Hub, such as {@code eos3b5e}. */
public record ModelId(@JsonValue String value) implements Comparable<ModelId> {

    private static final Pattern FORM = Pattern.compile("eos[0-9][a-z0-9]{3}");

    @JsonCreator
    public ModelId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a model id: '%s', expected eos, a digit and three of a-z0-9, e.g. eos3b5e"
                            .formatted(Printable.of(value)));
        }
    }

    @Override
    public int compareTo(ModelId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
