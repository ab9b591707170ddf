package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.Failure;
import java.util.function.Supplier;

/** Values that a record refuses are wrong usage when a user gave them. */
public final class Usage {

    private Usage() {}

    public static <T> T check(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }
}
