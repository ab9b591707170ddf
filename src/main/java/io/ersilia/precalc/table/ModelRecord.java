package io.ersilia.precalc.table;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the table knows about one version of a model.
 *
 * @param version null when unknown
 * @param columns names of the values of its items, in order
 * @param run the run that wrote this
 * @param created when that run was planned: a record of an older run never replaces a newer one's
 * @param sample whether that run was a sample: its record never replaces a full run's
 * @param items predictions written, known once the run is finished
 * @param rejected molecules rejected, known once the run is finished
 */
public record ModelRecord(
        ModelId model,
        @Nullable String version,
        List<String> columns,
        RunId run,
        Instant created,
        boolean sample,
        boolean deterministic,
        @Nullable Long items,
        @Nullable Long rejected) {

    public ModelRecord {
        columns = List.copyOf(columns);
    }

    /** Whether this record may replace the other, by the ranks of their runs. */
    public boolean mayReplace(ModelRecord other) {
        return rank().mayReplace(other.rank());
    }

    /** The rank of the run that wrote this. */
    public Rank rank() {
        return new Rank(run, created, sample);
    }
}
