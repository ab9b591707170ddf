package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.OutputOptions;
import io.ersilia.precalc.cli.options.RunOption;
import io.ersilia.precalc.cli.options.StoreOptions;
import io.ersilia.precalc.cli.text.RejectsCsv;
import io.ersilia.precalc.cli.text.RejectsJson;
import io.ersilia.precalc.pipeline.RejectsJob;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.io.Writer;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the rows of a run that have no prediction. */
@Command(
        description = {
            "List every rejected row of a run as one CSV.",
            "In the order of the library: row, key, input, stage, reason and detail, then the other columns of your own"
                    + " library."
        },
        footer = {"  precalc rejects --model eos3b5e", "  precalc rejects --model eos3b5e --run r1 --output rejects.csv"
        })
final class RejectsCommand extends RowsCommand {

    @Mixin
    ModelOption model;

    @Mixin
    RunOption run;

    @Mixin
    StoreOptions store;

    @Override
    int run() {
        RunStore runs = wiring().store(store);
        RunId chosen = new RunChooser(runs).newest(model.model, run.id);
        RejectsJob job = new RejectsJob(
                runs,
                uri -> wiring().libraries(store).planned(uri),
                text -> wiring().screening().isSmiles(text));
        write(out -> {
            long listed;
            try (RejectsJob.Listing listing = listing(out)) {
                listed = job.list(model.model, chosen, listing);
            }
            LoggerFactory.getLogger(RejectsCommand.class)
                    .info("run {} of {}: {}", chosen, model.model, Words.many(listed, "rejected row"));
        });
        return ExitCode.DONE;
    }

    private RejectsJob.Listing listing(Writer out) throws IOException {
        return output.format == OutputOptions.Format.JSON ? new RejectsJson(out) : new RejectsCsv(out);
    }
}
