package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.OutputOptions;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.PricesOption;
import io.ersilia.precalc.cli.options.RunOption;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.pipeline.shared.Stages;
import io.ersilia.precalc.report.HtmlReport;
import io.ersilia.precalc.report.Report;
import io.ersilia.precalc.report.ReportJson;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.PredictionTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the report of a run again. */
@Command(
        description = {
            "Write the report of a run again.",
            "The page report.html in the store shows what happened to every row, when each worker ran, the values of the"
                    + " columns, and the cost, also for an unfinished run. With --output it is also written to FILE, with"
                    + " --format json as JSON."
        },
        footer = {"  precalc report --model eos3b5e", "  precalc report --model eos3b5e --run r1 --output report.html"})
final class ReportCommand extends PageCommand {

    @Mixin
    ModelOption model;

    @Mixin
    RunOption run;

    @Mixin
    PlaceOptions places;

    @Mixin
    PricesOption prices;

    @Override
    int run() {
        RunId chosen = new RunChooser(wiring().store(places)).newest(model.model, run.id);
        RunReport report = new RunReport(wiring(), places, prices);
        try (PredictionTable table = wiring().table(places)) {
            PredictionTable predictions = Stages.asServed(table, model.model, chosen);
            Report made = report.make(model.model, chosen, predictions, null);
            report.save(made);
            print(ReportJson.of(made), () -> isOnlyStored() ? "" : HtmlReport.of(made));
        }
        return ExitCode.DONE;
    }

    /** Whether the page goes only to the store, as no option asks for it elsewhere. */
    private boolean isOnlyStored() {
        return output.output == null && output.format != OutputOptions.Format.HTML;
    }
}
