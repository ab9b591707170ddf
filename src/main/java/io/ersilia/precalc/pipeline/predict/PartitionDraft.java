package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.stats.PartitionStats;
import io.ersilia.precalc.stats.PartitionTally;
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
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A partition while it is being written, row by row, on this machine's disk. */
final class PartitionDraft implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(PartitionDraft.class);

    /** With more output columns the CSV is compressed. */
    static final int MAX_PLAIN_COLUMNS = 64;

    private final Path csvFile;
    private final Path rejectsFile;
    private final MessageDigest digest = Sha256.digest();
    private final MessageDigest rejectsDigest = Sha256.digest();
    private final RejectsFile.Writer rejects;
    private final Rejections.Counter rejected = new Rejections.Counter();
    private final Function<List<String>, PartitionTally> tallies;
    private @Nullable CsvWriter csv;
    private @Nullable PartitionTally tally;
    private List<String> columns = List.of();
    private long predicted;
    private long takenOver;

    PartitionDraft(TemporaryFolder work) throws IOException {
        this(work, PartitionTally::new);
    }

    /** @param tallies makes what gathers the statistics of output columns with these names */
    PartitionDraft(TemporaryFolder work, Function<List<String>, PartitionTally> tallies) throws IOException {
        this.tallies = tallies;
        this.csvFile = work.file("part.csv");
        this.rejectsFile = work.file("rejects.csv");
        this.rejects = new RejectsFile.Writer(
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(rejectsFile)), rejectsDigest));
    }

    void predicted(Screened.Accepted molecule, List<String> names, List<String> cells) throws IOException {
        write(molecule, names, cells);
        predicted++;
    }

    /** Writes what an earlier run predicted, in the same way. */
    void takenOver(Screened.Accepted molecule, List<String> names, List<String> cells) throws IOException {
        write(molecule, names, cells);
        takenOver++;
    }

    private void write(Screened.Accepted molecule, List<String> names, List<String> cells) throws IOException {
        CsvWriter out = csv == null ? begin(names) : csv;
        if (!names.equals(columns)) {
            throw Failure.model(
                    "the model answers with the columns %s, and for earlier rows of the slice with %s: fetch the model again and predict the slice with --force"
                            .formatted(names, columns));
        }
        List<String> record = new ArrayList<>(cells.size() + 2);
        record.add(molecule.key().value());
        record.add(molecule.smiles());
        record.addAll(cells);
        out.write(record);
        gather(cells);
    }

    /** A defect of the statistics costs only the statistics, never a prediction. */
    private void gather(List<String> cells) {
        if (tally != null) {
            try {
                tally.add(cells);
            } catch (RuntimeException e) {
                abandon(e);
            }
        }
    }

    private void abandon(RuntimeException e) {
        log.warn("no statistics of the output columns: please report this: {}", e.toString());
        tally = null;
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

    /** Rows of the CSV. */
    long inCsv() {
        return predicted + takenOver;
    }

    long takenOver() {
        return takenOver;
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

    /** Statistics of the columns; ask once, after {@link #finish}. Null if they could not be gathered. */
    @Nullable
    PartitionStats stats(PartitionManifest manifest) {
        try {
            return tally == null ? null : tally.stats(manifest);
        } catch (RuntimeException e) {
            abandon(e);
            return null;
        }
    }

    Path csv() {
        return csvFile;
    }

    Path rejects() {
        return rejectsFile;
    }

    /** The hash of the CSV as it is stored; ask once, after {@link #finish}. */
    String sha256() {
        return Sha256.hex(digest);
    }

    /** The hash of the rejects; ask once, after {@link #finish}. */
    String rejectsSha256() {
        return Sha256.hex(rejectsDigest);
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
        tally = tallies.apply(columns);
        OutputStream out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(csvFile)), digest);
        CsvWriter begun = new CsvWriter(zipped() ? new GZIPOutputStream(out) : out);
        csv = begun;
        List<String> header = new ArrayList<>(List.of("key", "input"));
        header.addAll(names);
        begun.write(header);
        return begun;
    }
}
