package io.ersilia.precalc.library;

/** Where a ready-made sample of a library lies: beside it, with the number of molecules in its name. */
public final class Samples {

    private Samples() {}

    /** {@code dir/library.csv} and 10 make {@code dir/library_10.csv}. */
    public static String beside(String library, int sample) {
        int slash = Math.max(library.lastIndexOf('/'), library.lastIndexOf('\\'));
        int dot = library.lastIndexOf('.');
        return dot > slash + 1
                ? "%s_%d%s".formatted(library.substring(0, dot), sample, library.substring(dot))
                : "%s_%d".formatted(library, sample);
    }
}
