package io.ersilia.precalc.library;

/** Finds a prepared sample of a library: next to it, with the number of molecules in its name. */
public final class Samples {

    private Samples() {}

    private static final String GZIP = ".gz";

    /** {@code dir/library.csv} and 10 give {@code dir/library_10.csv}; likewise for {@code library.csv.gz}. */
    public static String beside(String library, int sample) {
        if (library.endsWith(GZIP)) {
            return beside(library.substring(0, library.length() - GZIP.length()), sample) + GZIP;
        }
        int slash = Math.max(library.lastIndexOf('/'), library.lastIndexOf('\\'));
        int dot = library.lastIndexOf('.');
        return dot > slash + 1
                ? "%s_%d%s".formatted(library.substring(0, dot), sample, library.substring(dot))
                : "%s_%d".formatted(library, sample);
    }
}
