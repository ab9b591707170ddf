package io.ersilia.precalc.cli.options;

import java.util.Locale;

/** What makes a model answer. */
public enum RunnerKind {
    ERSILIA,
    DOCKER,
    HTTP,
    EMBEDDED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
