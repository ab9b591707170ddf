package io.ersilia.precalc.library;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.util.List;

/** Cells that are given back as they were read: what stands for other bytes would take their place. */
final class Utf8Cells {

    /** Stands for bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8Cells() {}

    /**
     * Refuses other text.
     *
     * @param name of the file, for messages
     * @param remedy up to the command that does it
     */
    static void require(List<String> cells, String name, String remedy) {
        for (String cell : cells) {
            if (cell.indexOf(REPLACEMENT) >= 0) {
                throw Failure.input(
                        "%s has characters that are not UTF-8, in the cell '%s': %s, e.g. by iconv -f WINDOWS-1252 -t UTF-8"
                                .formatted(name, Printable.of(cell), remedy));
            }
        }
    }
}
