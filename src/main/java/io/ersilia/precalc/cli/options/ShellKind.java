package io.ersilia.precalc.cli.options;

import java.util.Locale;

/** The shells that complete the command line. */
public enum ShellKind {
    BASH,
    ZSH,
    FISH,
    POWERSHELL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
