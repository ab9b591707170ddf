package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** All rows of a planned partition in the order of the library, each as predict wrote it: cells as they are, or a reject. */
public final class WrittenRows implements Closeable {

    private final StoredPartition stored;
    private final Plan plan;
    private final long to;
    private final InputStream in;
    private final RecordScanner csv;
    private final RejectsFile.Reader rejects;
    private Optional<RejectedRow> nextReject;
    private Optional<RejectedRow> reject = Optional.empty();
    private List<String> cells = List.of();
    private long at;

    public WrittenRows(StoredPartition stored, Plan plan, PartitionManifest manifest) throws IOException {
        this.stored = stored;
        this.plan = plan;
        this.to = manifest.to();
        this.at = manifest.from() - 1;
        this.rejects = rejects(stored);
        this.in = stored.copy().open(0);
        this.csv = new RecordScanner(in, 0);
        csv.next(); // the header
        this.nextReject = rejects.read();
    }

    /** The rows of the partition that predict rejected. */
    public static RejectsFile.Reader rejects(StoredPartition stored) throws IOException {
        return stored.rejects()
                .orElseThrow(() -> Failure.input(
                        "%s has no file of rejects: predict it again with --force".formatted(stored.name())));
    }

    /**
     * Reads the next row; false after the last.
     *
     * @throws Failure of kind INPUT if the two files do not have the rows of the slice
     */
    public boolean next() throws IOException {
        at++;
        if (at == to) {
            require(nextReject.isEmpty() && !csv.next());
            return false;
        }
        if (nextReject.isPresent() && nextReject.get().row() == plan.fileRow(at) + 1) {
            reject = nextReject;
            nextReject = rejects.read();
        } else {
            require(csv.next());
            reject = Optional.empty();
            cells = csv.cells();
        }
        return true;
    }

    private void require(boolean isFit) {
        if (!isFit) {
            throw Failure.input("%s and its rejects do not have the rows of its slice: predict it again with --force"
                    .formatted(stored.name()));
        }
    }

    /** The row's number in the plan, from 0. */
    public long at() {
        return at;
    }

    /** The row if predict rejected it; else it is a prediction. */
    public Optional<RejectedRow> reject() {
        return reject;
    }

    /** Only for a prediction. */
    public Screened.Accepted molecule() {
        return new Screened.Accepted(cells.get(1), new InchiKey(cells.get(0)));
    }

    /** Only for a prediction. */
    public List<String> values() {
        return cells.subList(2, cells.size());
    }

    @Override
    public void close() throws IOException {
        rejects.close();
        in.close();
    }
}
