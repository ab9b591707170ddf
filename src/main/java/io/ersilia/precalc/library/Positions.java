package io.ersilia.precalc.library;

import io.ersilia.precalc.run.Plan.Piece;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where files would begin if all of them, in their plain form, were one. */
final class Positions {

    private final Map<String, Long> begin = new HashMap<>();

    Positions(List<ManyFiles.Part> parts) {
        long at = 0;
        for (ManyFiles.Part part : parts) {
            begin.put(part.found().uri(), at);
            at += part.file().bytes();
        }
    }

    /** The position of a byte of the piece's file. */
    long of(Piece piece, long byteOfFile) {
        return Objects.requireNonNull(begin.get(piece.file()), "every piece is in a file of the library") + byteOfFile;
    }
}
