package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.table.PredictionTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds out whether the table still has what was served to it: a few items of each partition are looked up to see which run
 * they are of. The store's files would not do, because a run that overwrote the items may have its files elsewhere. An
 * absent item tells nothing. No item is looked up twice.
 */
public final class Replacements {

    private final PredictionTable table;

    /** The run of each item that was looked up; empty for absent ones. */
    private final Map<InchiKey, Optional<RunId>> owners = new HashMap<>();

    public Replacements(PredictionTable table) {
        this.table = table;
    }

    /** The run that replaced each partition, without the partitions that the table still has. */
    public Map<Partition, RunId> among(Map<Partition, ServedManifest> served) {
        lookUp(served);
        Map<Partition, RunId> replaced = new HashMap<>();
        served.forEach((partition, one) -> by(partition, one).ifPresent(run -> replaced.put(partition, run)));
        return replaced;
    }

    /** The run that replaced the partition; empty if the table still has it. */
    public Optional<RunId> of(Partition partition, ServedManifest served) {
        return Optional.ofNullable(among(Map.of(partition, served)).get(partition));
    }

    private Optional<RunId> by(Partition partition, ServedManifest served) {
        return served.replacedBy() != null
                ? Optional.of(served.replacedBy())
                : keys(served).stream()
                        .flatMap(key -> Objects.requireNonNull(owners.get(key)).stream())
                        .filter(owner -> !owner.equals(partition.run()))
                        .findFirst();
    }

    private void lookUp(Map<Partition, ServedManifest> served) {
        List<InchiKey> keys = served.values().stream()
                .flatMap(one -> keys(one).stream())
                .distinct()
                .filter(key -> !owners.containsKey(key))
                .toList();
        if (!keys.isEmpty()) {
            keys.forEach(key -> owners.put(key, Optional.empty()));
            table.items(served.keySet().iterator().next().model(), keys)
                    .forEach(item -> owners.put(item.key(), Optional.of(item.run())));
        }
    }

    private static List<InchiKey> keys(ServedManifest served) {
        return served.probes().stream()
                .filter(InchiKey::isValid)
                .map(InchiKey::new)
                .toList();
    }
}
