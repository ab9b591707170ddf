package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Piece;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.function.Predicate;

/** Rows of a slice that are in one file. */
record SlicePiece(ByteSource file, Piece piece, Predicate<String> isSmiles) {

    /** Copies the rows, each with a line end, and answers the hash of their bytes as they are in the file. */
    String copy(Plan plan, OutputStream out) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        try (InputStream in = open()) {
            boolean isEmpty = piece.from() == piece.to();
            RowCursor rows = new RowCursor(
                    new RecordScanner(in, Math.max(piece.byteFrom(), 1)), isEmpty ? 0 : plan.fileRow(piece.from()));
            for (long i = piece.from(); i < piece.to(); i++) {
                Stop.check();
                rows.moveTo(plan.fileRow(i));
                record.reset();
                rows.records().writeTo(record);
                byte[] bytes = record.toByteArray();
                digest.update(bytes);
                out.write(bytes);
            }
            if (record.size() > 0 && record.toByteArray()[record.size() - 1] != '\n') {
                out.write('\n'); // the last line of a file may lack it, and rows of another file may follow
            }
        }
        return Sha256.hex(digest);
    }

    /** From any byte of a plain file; any other is decoded from its beginning. */
    private InputStream open() throws IOException {
        if (piece.plain()) {
            return file.open(piece.byteFrom(), piece.byteTo());
        }
        InputStream plain = GivenFile.open(file.open(0, Long.MAX_VALUE), file.uri(), LibraryLayout.shown(isSmiles))
                .plain();
        try {
            plain.skipNBytes(piece.byteFrom());
            return plain;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }
}
