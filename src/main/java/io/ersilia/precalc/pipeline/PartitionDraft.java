package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.Sha256;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A partition while it is being written, row by row, on this machine's disk. */
final class PartitionDraft implements Closeable {

    /** With more output columns the CSV is compressed. */
    static final int MAX_PLAIN_COLUMNS = 64;

    private final Path csvFile;
    private final Path rejectsFile;
    private final MessageDigest digest = Sha256.digest();
    private final RejectsFile.Writer rejects;
    private final Rejections.Counter rejected = new Rejections.Counter();
    private @Nullable CsvWriter csv;
    private List<String> columns = List.of();
    private long predicted;

    PartitionDraft(WorkFolder work) throws IOException {
        this.csvFile = work.file("part.csv");
        this.rejectsFile = work.file("part.rejects.csv");
        this.rejects = new RejectsFile.Writer(Files.newOutputStream(rejectsFile));
    }

    void predicted(Screened.Accepted molecule, List<String> names, List<String> cells) throws IOException {
        CsvWriter out = csv == null ? begin(names) : csv;
        List<String> record = new ArrayList<>(cells.size() + 2);
        record.add(molecule.key().value());
        record.add(molecule.smiles());
        record.addAll(cells);
        out.write(record);
        predicted++;
    }

    void rejected(RejectedRow reject) throws IOException {
        rejects.write(reject);
        rejected.add(reject.reason());
    }

    /** Ends both files; a partition without predictions has a header all the same. */
    void finish() throws IOException {
        (csv == null ? begin(List.of()) : csv).close();
        rejects.close();
    }

    long predicted() {
        return predicted;
    }

    Rejections rejected() {
        return rejected.rejections();
    }

    List<String> columns() {
        return columns;
    }

    boolean zipped() {
        return columns.size() > MAX_PLAIN_COLUMNS;
    }

    Path csv() {
        return csvFile;
    }

    Path rejects() {
        return rejectsFile;
    }

    /** Of the CSV as it is stored; asked once, after {@link #finish}. */
    String sha256() {
        return Sha256.hex(digest);
    }

    @Override
    public void close() throws IOException {
        rejects.close();
        if (csv != null) {
            csv.close();
        }
    }

    private CsvWriter begin(List<String> names) throws IOException {
        columns = List.copyOf(names);
        OutputStream out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(csvFile)), digest);
        CsvWriter begun = new CsvWriter(zipped() ? new GZIPOutputStream(out) : out);
        csv = begun;
        List<String> header = new ArrayList<>(List.of("key", "input"));
        header.addAll(names);
        begun.write(header);
        return begun;
    }
}
