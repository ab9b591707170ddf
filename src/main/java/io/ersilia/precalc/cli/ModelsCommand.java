package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.text.KnownModels;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.table.PredictionTable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what store and table hold. */
@Command(
        description = {
            "List the models that have predictions.",
            "For each with a finished run: title, number of columns, predictions, version, date, coverage of the library"
                    + " and rejects in the store, the version in the table, and the run.",
            "With --model, also what its author says about it and each of its columns."
        },
        footer = {"  precalc models --store s3://bucket --format csv", "  precalc models --model eos3b5e"})
final class ModelsCommand extends RowsCommand {

    @Option(
            names = {"-m", "--model"},
            paramLabel = "ID",
            description = "Only this model, with everything known about it.")
    @Nullable
    ModelId model;

    @Mixin
    PlaceOptions places;

    @Override
    int run() {
        List<ModelMetadata> finished = finished();
        try (PredictionTable predictions = wiring().table(places)) {
            List<KnownModels.Known> models = finished.stream()
                    .map(one -> new KnownModels.Known(
                            one, predictions.model(one.modelId()).orElse(null)))
                    .toList();
            KnownModels known = new KnownModels(
                    places.store, predictions.name(), models, wiring().clock().instant());
            print(known.json(model != null), () -> known.text(model != null));
        }
        return ExitCode.DONE;
    }

    /** The models asked for that have a finished run. */
    private List<ModelMetadata> finished() {
        List<ModelMetadata> all = wiring().store(places).metadata();
        if (model == null) {
            return all;
        }
        List<ModelMetadata> one =
                all.stream().filter(each -> each.modelId().equals(model)).toList();
        if (one.isEmpty()) {
            String others = all.stream().map(each -> each.modelId().value()).collect(Collectors.joining(", "));
            throw Failure.input("no run of %s was finished in %s; models with a finished run there: %s"
                    .formatted(model, places.store, others.isEmpty() ? "none" : others));
        }
        return one;
    }
}
