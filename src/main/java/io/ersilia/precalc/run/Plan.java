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
 * @param slices one per worker, in order; none if there are more than {@value #MOST_LISTED}, which are only in
 *     {@code slicesAt}
 * @param controls SMILES of well-known molecules that every worker predicts first
 * @param slicesAt key of the file with each worker's slice; null if {@code slices} is complete
 * @param known what is taken over from an earlier run; null if nothing is, and in plans of earlier versions
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

    /** The most slices a plan lists, as many as a GitHub Actions matrix has jobs, because every worker reads the whole plan. */
    public static final int MOST_LISTED = 256;

    public Plan {
        slices = List.copyOf(slices);
        controls = List.copyOf(controls);
        if (rows < Math.min(1, library.rows())) {
            throw new IllegalArgumentException("a plan of %d rows of %d".formatted(rows, library.rows()));
        }
        if (slices.size() != workers && !(slices.isEmpty() && slicesAt != null)) {
            throw new IllegalArgumentException("%d slices for %d workers".formatted(slices.size(), workers));
        }
        for (PlannedSlice slice : slices) {
            if (!slice.slice().equals(Slice.of(new Worker(slice.worker(), workers), rows))) {
                throw new IllegalArgumentException("worker %d has the rows from %d to %d of %d"
                        .formatted(slice.worker(), slice.from(), slice.to(), rows));
            }
        }
    }

    /**
     * Rows that an earlier run has predicted or rejected already. The model need not be asked about them.
     *
     * @param run the earlier one
     * @param modelVersion the version it used; null if the model did not report one
     * @param rows the most rows of the plan that these can be: each is compared again when it is taken over
     * @param rowsAt key of the file that maps each row of the plan to a row of the earlier run
     * @param byKey whether equal keys are enough; otherwise the text of the SMILES must be equal too
     * @param retryRejects whether the model is asked again about molecules that it rejected in the earlier run
     * @param bySlice how many of the rows are in each slice; empty if the plan does not list its slices
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

    /** The same plan with that version and these known rows. */
    public Plan knowing(@Nullable String version, @Nullable Known earlier) {
        return new Plan(
                run, model, version, created, workers, rows, sample, library, slices, controls, slicesAt, earlier);
    }

    /** How many rows of the slice are known; if the plan does not list its slices, an estimate that assumes an even spread. */
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
     * @param uri of the file; for several files, their folder, prefix or pattern
     * @param sha256 of the whole file; for several files, of the list of their names, rows and hashes
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
     * <p>If the library has several files, the bytes are those of all files in their plain form, one after the other.
     *
     * @param sha256 of the bytes of these rows including line ends, but without blank records and, in a sample, the rows in
     *     between; if they are in several files, of the hashes of the pieces, each followed by a line end
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

        /** The same slice, as a plan lists it. */
        public PlannedSlice withoutPieces() {
            return new PlannedSlice(worker, from, to, byteFrom, byteTo, sha256);
        }

        /** The pieces; a single file has one. */
        public List<Piece> pieces(Library library) {
            return pieces != null
                    ? pieces
                    : List.of(new Piece(library.uri(), true, from, to, byteFrom, byteTo, sha256));
        }
    }

    /**
     * The rows of a slice that are in one file.
     *
     * @param plain whether the file can be read from any byte; if not, it is converted from its beginning
     * @param from the first row, in the numbering of the slice
     * @param byteFrom the first byte, in the file's plain form
     * @param sha256 as for a slice
     */
    public record Piece(String file, boolean plain, long from, long to, long byteFrom, long byteTo, String sha256) {}

    /** A worker's rows, without their place in the files. */
    public record Share(int worker, Slice slice) {}

    /** The rows of every worker, in order. */
    public List<Share> shares() {
        return IntStream.rangeClosed(1, workers).mapToObj(this::share).toList();
    }

    /** The shares with rows: if the library has fewer rows than workers, some workers have none. */
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
