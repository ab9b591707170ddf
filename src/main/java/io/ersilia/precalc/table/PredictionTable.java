package io.ersilia.precalc.table;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.ModelId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where predictions are looked up. Trouble with file or service is a {@code Failure} of kind UNAVAILABLE. */
public interface PredictionTable extends AutoCloseable {

    /** How a person names it: {@code dynamodb:NAME} or {@code sqlite:PATH}. */
    String name();

    /**
     * What no other table is called, not even one made anew under the same name; empty where there is no table yet. A
     * copy of an SQLite file has the id of its original.
     */
    Optional<String> id();

    /**
     * How fast the table takes write units; empty for a table that has none, as SQLite, or that is not there. Answers
     * or fails within seconds: nobody waits for what is only a forecast.
     */
    Optional<WriteCapacity> capacity();

    /** Announces a writer: what opening it takes is done meanwhile, in the background; a failure is the writer's to say. */
    default void prepare() {}

    /** Opens a writer; fails at once when the table is not there or cannot be written. */
    ItemWriter writer();

    /** The items of these molecules in this model, in any order; molecules without an item are left out. */
    List<Item> items(ModelId model, Collection<InchiKey> keys);

    /** The items of one molecule in all models, by model id. */
    List<Item> items(InchiKey key);

    /** The model's current version; empty when nothing of it was ever served. */
    Optional<ModelRecord> model(ModelId model);

    /** One version of the model; null for the version that nobody knows. */
    Optional<ModelRecord> model(ModelId model, @Nullable String version);

    /**
     * Keeps the record as that version's and as the model's current one, each unless it would replace that of a run that
     * ranks higher, see {@link Rank}. The same run may write again.
     */
    void save(ModelRecord model);

    /**
     * Deletes the items of these molecules in this model that are the owner's, each by its key, and leaves all others.
     * When the thread is told to stop it ends by a {@code Failure} of kind STOPPED; what was deleted until then is gone.
     */
    Deleted delete(ModelId model, Set<InchiKey> keys, DeletionScope owner);

    /**
     * Forgets what is known of a version, unless another run has written that since. Where the model's current record is
     * of that version, another takes its place.
     *
     * @param next the model's current record from now on; null for none
     */
    void forget(ModelRecord gone, @Nullable ModelRecord next);

    @Override
    void close();
}
