package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.dataset.KeyedForm;
import io.ersilia.precalc.dataset.KeyedRows;
import io.ersilia.precalc.store.ByteSource;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.SeekableInputStream;

/** Finds rows in files that {@link ParquetForm} wrote. */
public final class ParquetLookup implements KeyedForm {

    private static final byte[] MAGIC = ParquetFileWriter.MAGIC;

    /** The least bytes of a file: a mark at each end, and the length of the footer before the second mark. */
    private static final int LEAST = 12;

    @Override
    public KeyedRows open(ByteSource source) {
        RangedFile file = new RangedFile(source);
        if (file.getLength() < LEAST || !isMark(file, file.getLength() - MAGIC.length)) {
            throw file.getLength() >= MAGIC.length && isMark(file, 0)
                    ? ParquetFailures.cut(file.uri())
                    : ParquetFailures.other(file.uri());
        }
        return new ParquetKeys(file);
    }

    private static boolean isMark(RangedFile file, long position) {
        try (SeekableInputStream in = file.newStream()) {
            in.seek(position);
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        } catch (IOException e) { // our streams never throw it
            throw ParquetFailures.damaged(file.uri());
        }
    }
}
