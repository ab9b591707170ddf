package io.ersilia.precalc.table;

import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the table knows about one version of a model.
 *
 * @param version null when unknown
 * @param columns names of its items' values, in order
 * @param rank of the run that wrote this
 * @param deterministic whether the model answers the same for the same molecule
 * @param items predictions written, known once the run is finished
 * @param rejected molecules rejected, known once the run is finished
 * @param facts what its author says about it; none in tables of earlier versions
 * @param staged whether its items are in {@link PredictionTable#staged}, which holds only those of its run
 */
public record ModelRecord(
        ModelId model,
        @Nullable String version,
        List<String> columns,
        Rank rank,
        boolean deterministic,
        @Nullable Long items,
        @Nullable Long rejected,
        ModelFacts facts,
        boolean staged) {

    public ModelRecord {
        columns = List.copyOf(columns);
    }

    /** The record of a version that is not staged, without facts from its author. */
    public ModelRecord(
            ModelId model,
            @Nullable String version,
            List<String> columns,
            Rank rank,
            boolean deterministic,
            @Nullable Long items,
            @Nullable Long rejected) {
        this(model, version, columns, rank, deterministic, items, rejected, ModelFacts.NONE, false);
    }

    public ModelRecord withFacts(ModelFacts others) {
        return new ModelRecord(model, version, columns, rank, deterministic, items, rejected, others, staged);
    }

    /** The same record, as that of a staged run. */
    public ModelRecord asStaged() {
        return new ModelRecord(model, version, columns, rank, deterministic, items, rejected, facts, true);
    }

    public RunId run() {
        return rank.run();
    }

    /** When the run was planned. */
    public Instant created() {
        return rank.created();
    }

    /** Whether the run is a sample of the library. */
    public boolean sample() {
        return rank.sample();
    }

    /** Whether this record may replace the other, by the ranks of their runs. */
    public boolean mayReplace(ModelRecord other) {
        return rank.mayReplace(other.rank);
    }
}
