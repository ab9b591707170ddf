package io.ersilia.precalc.table;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.stats.LibraryRanks;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where predictions are looked up. Errors of the file or service are {@code Failure}s of kind UNAVAILABLE. */
public interface PredictionTable extends AutoCloseable {

    /** How the user names it: {@code dynamodb:NAME} or {@code sqlite:PATH}. */
    String name();

    /**
     * The id of this table alone, different even from that of a table created later under the same name; empty where there
     * is no table yet. A copy of an SQLite file has the id of its original.
     */
    Optional<String> id();

    /**
     * How fast the table accepts write units; empty for a table without them, such as SQLite, or one that does not exist.
     * Answers or fails within seconds, as it only serves a forecast.
     */
    Optional<WriteCapacity> capacity();

    /** Announces a writer, so that it can be opened in the background; if that fails, {@link #writer} reports it. */
    default void prepare() {}

    /** Opens a writer; fails at once when the table does not exist or cannot be written. */
    ItemWriter writer();

    /**
     * The table as a run has it that is staged: its items and its record stand beside those that lookups see, whatever other
     * runs write. Its id is one of its own. Closed with this table.
     */
    PredictionTable staged(RunId run);

    /** The table as it has the items of the record; null for those of a model without one. */
    default PredictionTable holding(@Nullable ModelRecord record) {
        return record != null && record.staged() ? staged(record.run()) : this;
    }

    /**
     * The items of these molecules in this model, in any order; molecules without an item are left out. Those of staged runs
     * are not among them, not even of the one that is published.
     */
    List<Item> items(ModelId model, Collection<InchiKey> keys);

    /** The items of these molecules that belong to the record, whichever one is current by now. */
    default List<Item> items(ModelRecord of, Collection<InchiKey> keys) {
        return holding(of).items(of.model(), keys);
    }

    /**
     * The items of one molecule in all models, by model id; of each model the one that belongs to its current record.
     *
     * @param current gives the current record of a model, always the same
     */
    List<Item> items(InchiKey key, Function<ModelId, Optional<ModelRecord>> current);

    /** The model's current version; empty when none of its predictions was ever written. */
    Optional<ModelRecord> model(ModelId model);

    /** One version of the model; null for the unknown version. */
    Optional<ModelRecord> model(ModelId model, @Nullable String version);

    /**
     * The current records of models in the order of their ids, of their facts only the title. Of models that an earlier
     * version of precalc wrote, a table of DynamoDB knows only those that were served or finished since.
     *
     * @param from the first id; null for the first of all
     * @param most how many at most, at least 1
     */
    List<ModelRecord> models(@Nullable ModelId from, int most);

    /**
     * Keeps the record for its version and as the model's current one, each unless the record it would replace is of a run
     * that ranks higher, see {@link Rank}. The same run may write again. A published run stays current.
     */
    void save(ModelRecord model);

    /** Where numbers of the model stand among those of the library; empty before a run was finished. */
    Optional<LibraryRanks> ranks(ModelId model);

    /** Those that belong to the record. */
    default Optional<LibraryRanks> ranks(ModelRecord of) {
        return holding(of).ranks(of.model());
    }

    /**
     * Keeps the ranks of the model, unless those that they would replace are of a run that ranks higher. A table of DynamoDB
     * keeps those of as many columns as fit into an item.
     *
     * @param model the record of the same run
     */
    void save(ModelRecord model, LibraryRanks ranks);

    /**
     * Deletes those items of these molecules in this model that are within the scope, each by its key. When the thread is
     * interrupted it ends with a {@code Failure} of kind STOPPED; what was deleted until then stays deleted.
     */
    Deleted delete(ModelId model, Set<InchiKey> keys, DeletionScope scope);

    /**
     * Removes the record of a version, unless another run has written it since. If the model's current record is of that
     * version, the next one takes its place; ranks of that version are removed.
     *
     * @param next the model's current record from now on; null for none
     */
    void forget(ModelRecord gone, @Nullable ModelRecord next);

    /**
     * Makes another record the current one, in one step: lookups find the items of the one or of the other.
     *
     * @param next of a staged run, or what {@link #before} returned
     * @param current as the caller knows it; null for none
     * @return false if another record is current by now: then nothing has changed
     */
    boolean publish(ModelRecord next, @Nullable ModelRecord current);

    /** The record that was current before the last {@link #publish}; empty if there was none, or it has been removed. */
    Optional<ModelRecord> before(ModelId model);

    @Override
    void close();
}
