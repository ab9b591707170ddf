package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run does, fixed once: {@code plan.json}.
 *
 * @param modelVersion the version every worker uses; null if the planner could not determine it
 * @param rows rows of the library, or of the sample if there is one
 * @param sample the requested sample size; null for the whole library
 * @param slices one per worker, in order
 * @param controls SMILES of well-known molecules that every worker predicts first
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
        List<String> controls) {

    public Plan {
        slices = List.copyOf(slices);
        controls = List.copyOf(controls);
        if (slices.size() != workers) {
            throw new IllegalArgumentException("%d slices for %d workers".formatted(slices.size(), workers));
        }
    }

    /**
     * The file from which the rows are read.
     *
     * @param sha256 of the whole file
     * @param column header of the SMILES column; null if the file has no header
     * @param rows rows of the file, without blank records
     * @param smilesIndex position of the SMILES column, from 0
     * @param keyIndex position of the InChIKey column, from 0; null if there is none
     * @param readFrom the original file if this is its plain copy; null if the original is plain
     */
    public record Library(
            String uri,
            String sha256,
            @Nullable String column,
            long rows,
            int smilesIndex,
            @Nullable Integer keyIndex,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String readFrom) {

        /** A library that is plain itself. */
        public Library(
                String uri,
                String sha256,
                @Nullable String column,
                long rows,
                int smilesIndex,
                @Nullable Integer keyIndex) {
            this(uri, sha256, column, rows, smilesIndex, keyIndex, null);
        }

        /** The original file. */
        public String given() {
            return readFrom == null ? uri : readFrom;
        }

        /** The same rows in the plain copy. */
        public Library copiedTo(String copy) {
            return new Library(copy, sha256, column, rows, smilesIndex, keyIndex, given());
        }
    }

    /**
     * One worker's rows, and the bytes {@code [byteFrom, byteTo)} of the file that contain them.
     *
     * @param sha256 of the bytes of these rows including line ends, but without blank records and, in a sample, the rows in
     *     between
     */
    public record PlannedSlice(int worker, long from, long to, long byteFrom, long byteTo, String sha256) {

        public Slice slice() {
            return new Slice(from, to);
        }
    }

    /** The slice of the worker with this number, from 1. */
    public PlannedSlice slice(int worker) {
        return slices.get(worker - 1);
    }

    public Partition partition(int worker) {
        return new Partition(model, run, worker);
    }

    /** The row of the file, counted from 0, of row {@code index} of the plan: samples are spread over the file. */
    public long fileRow(long index) {
        return library.rows * index / rows;
    }
}
