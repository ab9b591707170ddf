package io.ersilia.precalc.doctor;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ersilia.precalc.run.Failure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The result of a check.
 *
 * @param check what was checked, in one word
 * @param found the thing and its value, or why it was not checked
 * @param remedy the command, option or page that helps; null if nothing needs to be done
 * @param kind the kind of an error; null if this is no error; not shown
 */
public record Finding(
        String check,
        Status status,
        String found,
        @Nullable String remedy,
        @JsonIgnore Failure.@Nullable Kind kind) {

    /** How the check ended. */
    public enum Status {
        OK,
        /** A run may work, or this could not be determined. */
        WARNING,
        /** A run would fail. */
        ERROR,
        /** Not checked, as nothing depends on it or a prerequisite is missing. */
        SKIPPED;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding {
        boolean isBad = status == Status.WARNING || status == Status.ERROR;
        if (check.isBlank()
                || found.isBlank()
                || isBad != (remedy != null)
                || (status == Status.ERROR) != (kind != null)) {
            throw new IllegalArgumentException(
                    "no finding: %s %s '%s', remedy '%s', %s".formatted(check, status, found, remedy, kind));
        }
    }

    /**
     * A failure as a finding: our messages name the thing and its value first and the remedy last, after a semicolon or, if
     * something is missing or refuses, after a colon.
     *
     * @param fallback the remedy if the message has none
     */
    static Finding failed(String check, Failure failure, String fallback) {
        String said = String.valueOf(failure.getMessage());
        boolean endsInRemedy = failure.kind() == Failure.Kind.UNAVAILABLE || failure.kind() == Failure.Kind.STOPPED;
        int semicolon = said.lastIndexOf("; ");
        int cut = semicolon < 0 && endsInRemedy ? said.lastIndexOf(": ") : semicolon;
        Failure.Kind kind = failure.kind() == Failure.Kind.INPUT ? Failure.Kind.INPUT : Failure.Kind.UNAVAILABLE;
        return cut < 0
                ? new Finding(check, Status.ERROR, said, fallback, kind)
                : new Finding(check, Status.ERROR, said.substring(0, cut), said.substring(cut + 2), kind);
    }
}
