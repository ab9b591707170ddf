package io.ersilia.precalc.cli;

import io.ersilia.precalc.api.LookupStatus;
import io.ersilia.precalc.api.PredictionSource;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.OutputFile;
import io.ersilia.precalc.enrich.EnrichJob;
import io.ersilia.precalc.enrich.MoleculeFile;
import io.ersilia.precalc.enrich.MoleculeFiles;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.words.Words;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A query that gives back a file of molecules with the predictions of one or more models added. */
record EnrichedQuery(Wiring wiring, Path input, Path output, List<ModelId> models) {

    /** Whether only this form of answer fits the query. */
    static boolean isMeant(@Nullable Path input, List<ModelId> models) {
        return models.size() > 1 || (input != null && MoleculeFiles.of(input) != MoleculeFiles.CSV);
    }

    /**
     * Makes the query.
     *
     * @throws Failure of kind USAGE if something is not named, of kind INPUT if there is no file
     */
    static EnrichedQuery of(Wiring wiring, @Nullable Path input, @Nullable Path output, List<ModelId> models) {
        if (input == null || input.toString().equals("-")) {
            throw Failure.usage("--enrich and several models need the molecules in a file: name it with --input");
        }
        if (models.isEmpty()) {
            throw Failure.usage("%s is given back with the columns of models: name them with --model".formatted(input));
        }
        if (output == null) {
            throw Failure.usage("%s is given back with columns added: name where with --output".formatted(input));
        }
        MoleculeFiles.of(input).requireSameKind(input, output);
        if (!Files.isReadable(input) || Files.isDirectory(input)) {
            throw Failure.input("no file at %s; name one with --input".formatted(input));
        }
        return new EnrichedQuery(wiring, input, output, models);
    }

    /** Writes the result; returns whether every record has a prediction of every model. */
    boolean run(PredictionSource source, ConsoleProgress progress) {
        EnrichJob job = new EnrichJob(source, models.stream().distinct().toList(), wiring::screening);
        Map<ModelId, Map<LookupStatus, Long>> counts = new LinkedHashMap<>();
        OutputFile.of(output, "--output").writeBytes(out -> {
            try (MoleculeFile file = MoleculeFiles.of(input).open(input, out, wiring::screening)) {
                counts.putAll(job.run(file, progress::advance));
            } catch (UncheckedIOException e) {
                throw Failure.input(
                        "cannot read %s: %s".formatted(input, Printable.of(String.valueOf(e.getMessage()))));
            }
        });
        counts.forEach((model, each) ->
                LoggerFactory.getLogger(EnrichedQuery.class).info("{}: {}", model, Words.counts(each)));
        LoggerFactory.getLogger(EnrichedQuery.class).info("{} is {} with columns added", output, input);
        return counts.values().stream().flatMap(each -> each.keySet().stream()).allMatch(LookupStatus::hasPrediction);
    }
}
