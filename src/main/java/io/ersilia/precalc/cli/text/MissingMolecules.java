package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.api.PredictionsAnswer;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.WrittenSmiles;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.words.ShellWord;
import io.ersilia.precalc.words.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The molecules of a query without a prediction, each once, as a library for {@code predict}.
 *
 * @param smiles as they were asked for, by key
 */
public record MissingMolecules(Map<InchiKey, String> smiles) {

    public static MissingMolecules of(PredictionsAnswer answer, List<LookupInput> asked) {
        Map<InchiKey, String> smiles = new LinkedHashMap<>();
        for (PredictionsAnswer.Missing one : answer.missing()) {
            LookupInput molecule = asked.get(one.index());
            if (molecule.key() != null) {
                smiles.putIfAbsent(
                        molecule.key(), WrittenSmiles.of(molecule.input()).smiles());
            }
        }
        return new MissingMolecules(smiles);
    }

    /** {@code key,smiles}: with the keys at hand, predict need not compute them again. */
    public String library() {
        return QueryTable.csv(
                List.of("key", "smiles"),
                smiles.entrySet().stream()
                        .map(one -> List.of(one.getKey().value(), one.getValue()))
                        .toList());
    }

    /**
     * What is in the file, and what to do with it.
     *
     * @param places the options that name store and table
     */
    public String notice(OutputFile file, ModelId model, String places) {
        return smiles.isEmpty()
                ? "%s has no molecule: none is missing".formatted(file.path())
                : "%s has the %s without a prediction; this predicts them: precalc run --model %s --library %s%s"
                        .formatted(
                                file.path(),
                                Words.many(smiles.size(), "molecule"),
                                model,
                                ShellWord.of(file.path().toString()),
                                places);
    }
}
