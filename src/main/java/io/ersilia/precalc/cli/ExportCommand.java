package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.ExportOptions;
import io.ersilia.precalc.cli.options.StoreOptions;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.ExportText;
import io.ersilia.precalc.cli.text.Logging;
import io.ersilia.precalc.dataset.AthenaTable;
import io.ersilia.precalc.dataset.DatasetPlace;
import io.ersilia.precalc.pipeline.export.ExportJob;
import io.ersilia.precalc.pipeline.export.ExportRequest;
import io.ersilia.precalc.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Exports predictions as a dataset for other programs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Write a model's predictions as one dataset.",
            "One row per molecule, sorted by key, with typed columns. Rejected rows with their reasons are a second file, and"
                    + " dataset.json describes both: model, version, run, licence, library, columns, counts."
        },
        footer = {
            "  precalc export --model eos3b5e --output weights.parquet",
            "  precalc export --models eos3b5e,eos4e40 --output s3://my-bucket/datasets/two"
        })
final class ExportCommand implements Callable<Integer> {

    @ParentCommand
    PrecalcCommand program;

    @Spec
    CommandSpec spec;

    @Mixin
    ExportOptions options;

    @Mixin
    StoreOptions store;

    @Override
    public Integer call() {
        Logging.say(options.log);
        Wiring wiring = program.wiring();
        DatasetPlace place = options.place();
        ExportRequest request = options.request(place);
        ObjectStore target = wiring.datasets(place);
        ExportJob job =
                new ExportJob(wiring.store(store), target, place, options.force, this::progress, wiring.clock());
        ExportJob.Outcome outcome = job.export(request);
        if (options.ddl == null) {
            ExportText.print(outcome, place, spec.commandLine().getOut());
        } else {
            AthenaTable table = new AthenaTable(request.name(), place, outcome.schema());
            target.save(AthenaTable.LIST, table.list().getBytes(StandardCharsets.UTF_8));
            spec.commandLine().getOut().print(table.statement());
            spec.commandLine().getOut().flush();
        }
        return ExitCode.DONE;
    }

    private ConsoleProgress progress(String task, long rows) {
        return ConsoleProgress.of(
                task,
                rows,
                options.log.quiet,
                program.wiring().environment(),
                spec.commandLine().getErr());
    }
}
