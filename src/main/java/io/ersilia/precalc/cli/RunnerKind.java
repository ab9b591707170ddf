package io.ersilia.precalc.cli;

import java.util.Locale;

/** What makes a model answer. */
enum RunnerKind {
    ERSILIA,
    DOCKER,
    HTTP,
    EMBEDDED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
