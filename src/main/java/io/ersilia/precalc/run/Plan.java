package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a run does, fixed once: {@code plan.json}.
 *
 * @param modelVersion the version every worker uses; null if the planner could not determine it
 * @param rows rows of the library, or of the sample if there is one
 * @param sample the requested sample size; null for the whole library
 * @param slices one per worker, in order; none where they are only in {@code slicesAt}, because they are more than
 *     {@value #MOST_LISTED}
 * @param controls SMILES of well-known molecules that every worker predicts first
 * @param slicesAt key of the file with each worker's slice; null where {@code slices} says all
 * @param known what is taken over from an earlier run; null for nothing, and in plans of earlier versions
 */
public record Plan(
        RunId run,
        ModelId model,
        @Nullable String modelVersion,
        Instant created,
        int workers,
        long rows,
        @Nullable Integer sample,
        Library library,
        List<PlannedSlice> slices,
        List<String> controls,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String slicesAt,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Known known) {

    /** Every worker reads the plan, so it lists no more slices than a matrix of GitHub Actions has jobs. */
    public static final int MOST_LISTED = 256;

    public Plan {
        slices = List.copyOf(slices);
        controls = List.copyOf(controls);
        if (rows < 0) {
            throw new IllegalArgumentException("a plan of %d rows".formatted(rows));
        }
        if (slices.size() != workers && !(slices.isEmpty() && slicesAt != null)) {
            throw new IllegalArgumentException("%d slices for %d workers".formatted(slices.size(), workers));
        }
    }

    /**
     * Rows that an earlier run has predicted or rejected already. The model need not be asked about them.
     *
     * @param run the earlier one
     * @param modelVersion that it used; null when the model did not say
     * @param rows how many rows of the plan these are: at most, as each is compared again when it is taken over
     * @param rowsAt key of the file with the row of the earlier run for each row of the plan
     * @param byKey whether the key is enough; else the SMILES must be the same text, too
     * @param retryRejects whether what the model rejected in the earlier run is asked again
     * @param bySlice how many rows of each slice; none where the plan does not list its slices
     */
    public record Known(
            RunId run,
            @Nullable String modelVersion,
            long rows,
            String rowsAt,
            boolean byKey,
            boolean retryRejects,
            List<Long> bySlice) {

        public Known {
            bySlice = List.copyOf(bySlice);
        }
    }

    /** The same plan with that version, and with what is known. */
    public Plan knowing(@Nullable String version, @Nullable Known earlier) {
        return new Plan(
                run, model, version, created, workers, rows, sample, library, slices, controls, slicesAt, earlier);
    }

    /** How many rows of the slice are known; where the plan does not list its slices, as if they were spread evenly. */
    public long knownRows(Share share) {
        if (known == null) {
            return 0;
        }
        return known.bySlice().isEmpty()
                ? Math.round((double) known.rows() / rows * share.slice().size())
                : known.bySlice().get(share.worker() - 1);
    }

    /** How many rows the model is asked about. */
    public long rowsToAsk() {
        return known == null ? rows : rows - known.rows();
    }

    /**
     * The file from which the rows are read, or several files read as one.
     *
     * @param uri of the file; of several files their folder, prefix or pattern
     * @param sha256 of the whole file; of several files that of the list of their names, rows and hashes
     * @param column header of the SMILES column; null if the file has no header
     * @param rows rows of the file, without blank records
     * @param smilesIndex position of the SMILES column, from 0
     * @param keyIndex position of the InChIKey column, from 0; null if there is none
     * @param readFrom the original file if this is its plain copy; null if the original is plain
     * @param files how many files are read as one; null for a single file
     */
    public record Library(
            String uri,
            String sha256,
            @Nullable String column,
            long rows,
            int smilesIndex,
            @Nullable Integer keyIndex,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String readFrom,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer files) {

        /** The original file. */
        public String given() {
            return readFrom == null ? uri : readFrom;
        }

        /** The same rows in the plain copy. */
        public Library copiedTo(String copy) {
            return new Library(copy, sha256, column, rows, smilesIndex, keyIndex, given(), null);
        }
    }

    /**
     * One worker's rows, and the bytes {@code [byteFrom, byteTo)} of the file that contain them.
     *
     * <p>Where a library has several files, the bytes are those of all files in their plain form, one after the other.
     *
     * @param sha256 of the bytes of these rows including line ends, but without blank records and, in a sample, the rows in
     *     between; where they are in several files, that of the hashes of the pieces, each followed by a line end
     * @param pieces where the rows are if the library has several files; null in a plan that lists its slices
     */
    public record PlannedSlice(
            int worker,
            long from,
            long to,
            long byteFrom,
            long byteTo,
            String sha256,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<Piece> pieces) {

        public PlannedSlice {
            pieces = pieces == null ? null : List.copyOf(pieces);
        }

        /** A slice of a single file. */
        public PlannedSlice(int worker, long from, long to, long byteFrom, long byteTo, String sha256) {
            this(worker, from, to, byteFrom, byteTo, sha256, null);
        }

        public Slice slice() {
            return new Slice(from, to);
        }

        /** The same as a plan lists it. */
        public PlannedSlice withoutPieces() {
            return new PlannedSlice(worker, from, to, byteFrom, byteTo, sha256);
        }

        /** The pieces; those of a single file are one. */
        public List<Piece> pieces(Library library) {
            return pieces != null
                    ? pieces
                    : List.of(new Piece(library.uri(), true, from, to, byteFrom, byteTo, sha256));
        }
    }

    /**
     * The rows of a slice that are in one file.
     *
     * @param plain whether the file can be read from any byte; any other is read from its beginning, in its plain form
     * @param from the first row, counted as the slice counts them
     * @param byteFrom the first byte, in the file's plain form
     * @param sha256 as in a slice
     */
    public record Piece(String file, boolean plain, long from, long to, long byteFrom, long byteTo, String sha256) {}

    /** A worker's rows, without where they are. */
    public record Share(int worker, Slice slice) {}

    /** The rows of every worker, in order. */
    public List<Share> shares() {
        return IntStream.rangeClosed(1, workers).mapToObj(this::share).toList();
    }

    /** Those with rows: a library of fewer rows than workers leaves some without. */
    public List<Share> sharesWithRows() {
        return shares().stream().filter(share -> !share.slice().isEmpty()).toList();
    }

    /** The rows of the worker with this number, from 1. */
    public Share share(int worker) {
        return new Share(
                worker,
                slices.isEmpty()
                        ? Slice.of(new Worker(worker, workers), rows)
                        : slices.get(worker - 1).slice());
    }

    public Partition partition(int worker) {
        return new Partition(model, run, worker);
    }

    /** The row of the file, counted from 0, of row {@code index} of the plan: samples are spread over the file. */
    public long fileRow(long index) {
        return library.rows * index / rows;
    }
}
