package io.ersilia.precalc.doctor;

import java.util.Locale;

/** Sizes in the words of a person. */
final class Sizes {

    static final long KIB = 1L << 10;
    static final long MIB = 1L << 20;
    static final long GIB = 1L << 30;

    private Sizes() {}

    /** For example {@code 1.5 GiB}. */
    static String of(long bytes) {
        if (bytes >= GIB) {
            return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
        }
        if (bytes >= MIB) {
            return String.format(Locale.ROOT, "%.0f MiB", (double) bytes / MIB);
        }
        return bytes >= KIB ? String.format(Locale.ROOT, "%.0f KiB", (double) bytes / KIB) : bytes + " bytes";
    }
}
