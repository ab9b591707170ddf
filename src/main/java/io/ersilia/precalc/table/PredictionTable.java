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
     * The id of this table, different even from that of a table created later under the same name; empty if there is
     * no table yet. A copy of an SQLite file has the id of its original.
     */
    Optional<String> id();

    /**
     * How fast the table accepts write units; empty for a table without them, such as SQLite, or one that does not exist.
     * Answers or fails within seconds, as it only serves a forecast.
     */
    Optional<WriteCapacity> capacity();

    /** Announces a writer, so that it can be opened in the background; if that fails, {@link #writer} reports it. */
    default void prepare() {}

    /** Opens a writer; fails at once if the table does not exist or cannot be written. */
    ItemWriter writer();

    /**
     * The table of a staged run: its items and record are kept beside those that lookups see, whatever other runs write. It
     * has its own id. Closed with this table.
     */
    PredictionTable staged(RunId run);

    /** The table, staged or not, that holds the record's items; null for a model without a record. */
    default PredictionTable holding(@Nullable ModelRecord record) {
        return record != null && record.staged() ? staged(record.run()) : this;
    }

    /**
     * The items of these molecules in this model, in any order; molecules without an item are left out. Items of
     * staged runs are not included, not even those of the published one.
     */
    List<Item> items(ModelId model, Collection<InchiKey> keys);

    /** The items of these molecules that belong to the record, whether or not it is still current. */
    default List<Item> items(ModelRecord of, Collection<InchiKey> keys) {
        return holding(of).items(of.model(), keys);
    }

    /**
     * The items of one molecule in all models, by model id; for each model the item that belongs to its current record.
     *
     * @param current gives the current record of a model, always the same
     */
    List<Item> items(InchiKey key, Function<ModelId, Optional<ModelRecord>> current);

    /** The record of the model's current version; empty if none of its predictions was ever written. */
    Optional<ModelRecord> model(ModelId model);

    /** The record of one version of the model; null for the unknown version. */
    Optional<ModelRecord> model(ModelId model, @Nullable String version);

    /**
     * The current records of models in the order of their ids, with only the title of their facts. A DynamoDB table lists a
     * model that an earlier version of precalc wrote only if it was served or finished since.
     *
     * @param from the first id; null for the first of all
     * @param most how many at most, at least 1
     */
    List<ModelRecord> models(@Nullable ModelId from, int most);

    /**
     * Keeps the record for its version and as the model's current one, each unless the record it would replace is from
     * a run that ranks higher, see {@link Rank}. The same run may write again. A published run stays current.
     */
    void save(ModelRecord model);

    /** Where numbers of the model rank among those of the library; empty before a run was finished. */
    Optional<LibraryRanks> ranks(ModelId model);

    /** The ranks that belong to the record. */
    default Optional<LibraryRanks> ranks(ModelRecord of) {
        return holding(of).ranks(of.model());
    }

    /**
     * Keeps the ranks of the model, unless they would replace those of a run that ranks higher. A DynamoDB table keeps the
     * ranks of as many columns as fit into an item.
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
     * Makes another record the current one, in one step: lookups find the items of either the old or the new record.
     *
     * @param next the record of a staged run, or the one that {@link #before} returned
     * @param current the current record as the caller knows it; null for none
     * @return false, with nothing changed, if another record is current by now
     */
    boolean publish(ModelRecord next, @Nullable ModelRecord current);

    /** The record that was current before the last {@link #publish}; empty if there was none, or it has been removed. */
    Optional<ModelRecord> before(ModelId model);

    @Override
    void close();
}
