package io.ersilia.precalc.api;

import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Missing;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.ParentMolecule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names the parent molecules of missing salts and mixtures, if the parents have predictions. They are only named: a model
 * may answer differently for a salt than for its acid, so one is never returned for the other.
 */
public final class ParentKeys {

    private ParentKeys() {}

    /** Adds the parent's key to each missing row whose parent has a prediction. */
    public static PredictionsAnswer named(PredictionsAnswer answer, List<LookupInput> asked, PredictionSource source) {
        Map<Integer, InchiKey> parents = new HashMap<>();
        Map<InchiKey, Optional<InchiKey>> known = new HashMap<>();
        for (Missing one : answer.missing()) {
            LookupInput molecule = asked.get(one.index());
            InchiKey own = molecule.key();
            if (own != null && molecule.isSmiles()) {
                known.computeIfAbsent(own, key -> ParentMolecule.keyOf(molecule.input()))
                        .filter(parent -> !parent.equals(own))
                        .ifPresent(parent -> parents.put(one.index(), parent));
            }
        }
        if (parents.isEmpty()) {
            return answer;
        }
        Set<String> predicted = new HashSet<>();
        List<LookupInput> questions = parents.values().stream()
                .distinct()
                .map(key -> LookupInput.key(key.value()))
                .toList();
        source.predictions(answer.modelId(), questions)
                .ifPresent(found -> found.output().stream().map(Found::key).forEach(predicted::add));
        return answer.withMissing(answer.missing().stream()
                .map(one -> {
                    InchiKey parent = parents.get(one.index());
                    return parent == null || !predicted.contains(parent.value())
                            ? one
                            : new Missing(one.index(), one.input(), parent.value());
                })
                .toList());
    }
}
