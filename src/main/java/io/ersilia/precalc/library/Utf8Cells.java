package io.ersilia.precalc.library;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.util.List;

/** Checks cells that are written out as read: otherwise replacement characters would take the place of the original bytes. */
final class Utf8Cells {

    /** Replaces bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8Cells() {}

    /**
     * Refuses text that was not UTF-8.
     *
     * @param name of the file, for messages
     * @param remedy for messages, which add an example command
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
