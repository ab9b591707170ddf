package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.pipeline.shared.WrittenRows;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectedRow.Stage;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.store.RunStore;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier run says about the rows of a slice, copied to this machine's disk: each partition of that run is read at
 * most once, whatever order the library has now. Thread-safe.
 */
final class KnownRows implements Closeable {

    /** A place in the file is where a row begins and, in this many lower bits, its length in bytes. */
    private static final int LENGTH_BITS = 24;

    /** Stands for a prediction where a reject has its reason. */
    private static final String PREDICTED = "";

    private final Plan.Known known;
    private final long from;
    private final long[] places;
    private final RandomAccessFile file; // not a channel, which an interruption would close for the next attempt too
    private long end;
    private @Nullable PartitionManifest source;

    private KnownRows(Plan.Known known, PlannedSlice slice, RandomAccessFile file) {
        this.known = known;
        this.from = slice.from();
        this.places = new long[(int) slice.slice().size()];
        this.file = file;
    }

    /**
     * Copies what the plan's earlier run has for the slice.
     *
     * @return empty if it has nothing
     * @throws Failure of kind INPUT if the earlier run cannot be read any more
     */
    static Optional<KnownRows> copy(RunStore store, Plan plan, PlannedSlice slice, TemporaryFolder work)
            throws IOException {
        Plan.Known known = plan.known();
        if (known == null) {
            return Optional.empty();
        }
        KnownRows rows = new KnownRows(
                known, slice, new RandomAccessFile(work.file("known").toFile(), "rw"));
        try {
            rows.copy(store, plan);
        } catch (Failure e) {
            rows.close();
            throw e.kind() == Failure.Kind.INPUT ? gone(plan, known, e) : e;
        }
        if (rows.source == null) {
            rows.close();
            return Optional.empty();
        }
        return Optional.of(rows);
    }

    private static Failure gone(Plan plan, Plan.Known known, Failure why) {
        return Failure.input(
                "run %s takes rows over from run %s, which cannot be read any more: %s; begin another run with --new-run, or predict all rows of this one with --force"
                        .formatted(plan.run(), known.run(), why.getMessage()));
    }

    private void copy(RunStore store, Plan plan) throws IOException {
        long[] rows = rows(store);
        long last = LongStream.of(rows).max().orElse(0);
        if (last == 0) {
            return;
        }
        Plan earlier = store.plan(plan.model(), known.run())
                .orElseThrow(() -> Failure.input("its plan is not in %s".formatted(store.uri())));
        if (last > earlier.rows()) {
            throw Failure.input("%s is damaged: it names row %d of %d"
                    .formatted(store.knownRows(known).uri(), last, earlier.rows()));
        }
        long[] wanted = inOrder(rows);
        int worker = 1;
        for (int at = 0; at < wanted.length; ) {
            while (earlier.share(worker).slice().to() <= row(wanted[at])) {
                worker++;
            }
            try (TemporaryFolder work = TemporaryFolder.create()) {
                StoredPartition stored = StoredPartition.fetch(store, earlier.partition(worker), earlier, work);
                at = copy(stored, earlier, wanted, at);
            }
        }
    }

    /** For each row of the slice, its row in the earlier run, from 1; 0 for none. */
    private long[] rows(RunStore store) throws IOException {
        long[] rows = new long[places.length];
        try (DataInputStream in = new DataInputStream(
                store.knownRows(known).open(from * Long.BYTES, (from + places.length) * Long.BYTES))) {
            byte[] bytes = in.readNBytes(places.length * Long.BYTES);
            if (bytes.length != places.length * Long.BYTES) {
                throw Failure.input(
                        "%s is too short".formatted(store.knownRows(known).uri()));
            }
            ByteBuffer.wrap(bytes).asLongBuffer().get(rows);
        }
        return rows;
    }

    /** The rows of the earlier run in that run's order, each with its place in the slice. */
    private static long[] inOrder(long[] rows) {
        return IntStream.range(0, rows.length)
                .filter(i -> rows[i] > 0)
                .mapToLong(i -> (rows[i] - 1) << Integer.SIZE | i)
                .sorted()
                .toArray();
    }

    private static long row(long wanted) {
        return wanted >>> Integer.SIZE;
    }

    /** Copies the wanted rows of one partition; returns the index of the first one that is not in it. */
    private int copy(StoredPartition stored, Plan earlier, long[] wanted, int first) throws IOException {
        PartitionManifest manifest = Objects.requireNonNull(stored.manifest());
        if (source == null || source.columns().isEmpty()) {
            source = manifest;
        }
        int at = first;
        try (WrittenRows rows = new WrittenRows(stored, earlier, manifest)) {
            while (at < wanted.length && rows.next()) {
                if (row(wanted[at]) == rows.at()) {
                    long place = keep(rows);
                    for (; at < wanted.length && row(wanted[at]) == rows.at(); at++) {
                        places[(int) wanted[at]] = place;
                    }
                }
            }
        }
        return at;
    }

    /** Writes the row and returns its place; 0 for a row that must be asked again. */
    private long keep(WrittenRows rows) throws IOException {
        Optional<RejectedRow> reject = rows.reject();
        List<String> texts = new ArrayList<>();
        if (reject.isEmpty()) {
            texts.addAll(List.of(rows.molecule().key().value(), rows.molecule().smiles(), PREDICTED));
            texts.addAll(rows.values());
        } else if (isTakenOver(reject.get())) {
            texts.addAll(
                    List.of(String.valueOf(reject.get().key()), reject.get().input()));
            texts.addAll(List.of(reject.get().reason().label(), reject.get().detail()));
        } else {
            return 0;
        }
        byte[] bytes = bytes(texts);
        long place = end << LENGTH_BITS | bytes.length;
        file.write(bytes);
        end += bytes.length;
        return place;
    }

    /** Only rejects by the model are: a passing fault says nothing of a molecule, and screening rejects its own again. */
    private boolean isTakenOver(RejectedRow reject) {
        return !known.retryRejects() && reject.stage() == Stage.MODEL && reject.key() != null;
    }

    private static byte[] bytes(List<String> texts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String text : texts) {
            byte[] one = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(one.length);
            out.write(one);
        }
        return bytes.toByteArray();
    }

    /** What is known of the row; empty if the earlier run has another molecule there, or none. */
    Optional<KnownRow> find(long row, Screened.Accepted molecule) {
        long place = places[(int) (row - from)];
        if (place == 0) {
            return Optional.empty();
        }
        ByteBuffer kept = read(place);
        boolean isKnown =
                text(kept).equals(molecule.key().value()) && (text(kept).equals(molecule.smiles()) || known.byKey());
        return isKnown ? Optional.of(new KnownRow(this, place)) : Optional.empty();
    }

    /** The model's answer that is kept at the place. */
    Answer answer(long place) {
        ByteBuffer kept = read(place);
        text(kept); // the key
        text(kept); // the SMILES
        String reason = text(kept);
        List<String> rest = new ArrayList<>();
        while (kept.hasRemaining()) {
            rest.add(text(kept));
        }
        return reason.equals(PREDICTED)
                ? new Answer.Predicted(rest)
                : new Answer.Refused(Reason.ofLabel(reason), rest.get(0));
    }

    private synchronized ByteBuffer read(long place) {
        byte[] bytes = new byte[(int) (place & ((1 << LENGTH_BITS) - 1))];
        try {
            file.seek(place >>> LENGTH_BITS);
            file.readFully(bytes);
        } catch (IOException e) {
            throw TemporaryFolder.trouble("read rows of run " + known.run(), e);
        }
        return ByteBuffer.wrap(bytes);
    }

    private static String text(ByteBuffer kept) {
        byte[] text = new byte[kept.getInt()];
        kept.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** The earlier run. */
    Plan.Known known() {
        return known;
    }

    /** The manifest of one of its partitions, one with columns if there is any. */
    PartitionManifest source() {
        return Objects.requireNonNull(source);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** A molecule whose answer an earlier run has; it is read when it is needed. */
    record KnownRow(KnownRows rows, long place) {

        Answer answer() {
            return rows.answer(place);
        }

        /** Names of the answer's cells. */
        List<String> columns() {
            return rows.source().columns();
        }
    }
}
