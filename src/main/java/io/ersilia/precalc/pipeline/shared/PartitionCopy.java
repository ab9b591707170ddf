package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.library.Gunzip;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.store.folder.FileSource;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * A partition's CSV on this machine's disk, not compressed: it can be read twice and from any place, and a slow table never
 * makes a download time out.
 *
 * @param sha256 of the bytes as stored
 */
public record PartitionCopy(Path file, String sha256) {

    static PartitionCopy of(PartitionStream csv, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            csv.transferTo(out);
        }
        return new PartitionCopy(file, csv.sha256());
    }

    /** The bytes from this offset on. */
    public InputStream open(long from) throws IOException {
        return new FileSource(file).open(from, Long.MAX_VALUE);
    }

    public static InputStream unzipped(Partition partition, InputStream in, boolean zipped) throws IOException {
        try {
            return zipped ? new BufferedInputStream(new Gunzip(in)) : in;
        } catch (ZipException | EOFException e) {
            in.close();
            throw noGzip(partition, e);
        }
    }

    static Failure noGzip(Partition partition, IOException e) {
        return Failure.input("%s is not a valid gzip file: %s; predict or import it again"
                .formatted(partition, Printable.reason(e)));
    }
}
