package io.ersilia.precalc.pipeline.purge;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.DeletionScope;
import io.ersilia.precalc.table.WriteCapacity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a purge is going to try to delete, before it does.
 *
 * @param run asked for; null for any
 * @param version asked for; null for any
 */
public record Purgeable(
        ModelId model, @Nullable RunId run, @Nullable String version, List<Part> parts) {

    /**
     * A partition and its keys.
     *
     * @param version of the model; null where unknown
     * @param keys of its predictions and rejects; a key of several rows counts several times
     * @param writeUnits that the deletion of these items takes, as this partition wrote them
     */
    public record Part(Partition partition, @Nullable String version, long keys, long writeUnits) {}

    public Purgeable {
        parts = List.copyOf(parts);
    }

    /** The parts that belong to these runs. */
    Purgeable among(Predicate<RunId> those) {
        return new Purgeable(
                model,
                run,
                version,
                parts.stream()
                        .filter(part -> those.test(part.partition().run()))
                        .toList());
    }

    /** The number of keys in all partitions: at most this many items are deleted. */
    public long keys() {
        return parts.stream().mapToLong(Part::keys).sum();
    }

    public long writeUnits() {
        return parts.stream().mapToLong(Part::writeUnits).sum();
    }

    /** The runs, in the order of the partitions. */
    public Set<RunId> runs() {
        return parts.stream().map(part -> part.partition().run()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The versions that are known, in order. */
    public Set<String> versions() {
        return parts.stream()
                .flatMap(part -> Stream.ofNullable(part.version()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether everything of the version is deleted, whatever its run. */
    boolean isWholeVersion() {
        return version != null && run == null;
    }

    /** The least time in seconds that the deletion takes on a newly made table. */
    public double secondsOnNewTable() {
        return (double) writeUnits() / WriteCapacity.NEW_TABLE_UNITS;
    }

    /** Whose items are deleted by the partition's keys: the run's, the version's, else those of all these runs. */
    DeletionScope owner(Part part) {
        String asked = version == null ? null : part.version();
        return new DeletionScope(run != null ? Set.of(run) : asked != null ? Set.of() : runs(), asked);
    }
}
