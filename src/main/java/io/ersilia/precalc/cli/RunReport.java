package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.PricesOption;
import io.ersilia.precalc.cli.text.RepeatHint;
import io.ersilia.precalc.cli.text.Shell;
import io.ersilia.precalc.pipeline.finish.FinishJob;
import io.ersilia.precalc.report.HtmlReport;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.report.Report;
import io.ersilia.precalc.report.ReportJob;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.PredictionTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The report of a run: gathers it, writes it to the store and says where it is. */
record RunReport(Wiring wiring, PlaceOptions places, PricesOption prices) {

    /**
     * Writes the report at the end of a command whose work is done. A report that cannot be written is a warning: it
     * must not hide what became of the run, and can be made again.
     *
     * @return the report in short, as Markdown; empty without a report
     */
    String write(FinishJob.Outcome outcome, ModelId model, PredictionTable predictions) {
        RunId run = outcome.reconciliation().run();
        Logger log = LoggerFactory.getLogger(RunReport.class);
        try {
            Report report = make(model, run, predictions, outcome);
            return JobSummary.report(report, save(report));
        } catch (RuntimeException e) {
            if (e instanceof Failure failure && failure.kind() == Failure.Kind.STOPPED) {
                throw e;
            }
            String again = Shell.command("report", model, run) + Shell.places(places.store, places.table);
            log.warn("the report of run {} is not written: {}; to write it again: {}", run, said(e), again);
            log.debug("where it was", e);
            return "";
        }
    }

    private static String said(RuntimeException e) {
        return e instanceof Failure ? String.valueOf(e.getMessage()) : "a bug, please report it: " + e;
    }

    /** @param finished what finish has already read of the run; null if nothing was read yet */
    Report make(ModelId model, RunId run, PredictionTable predictions, FinishJob.@Nullable Outcome finished) {
        ReportJob job = new ReportJob(
                wiring.store(places),
                predictions,
                wiring.clock(),
                prices.prices(),
                wiring.tableAhead(places),
                new Program(places.store, places.table));
        return job.report(model, run, finished);
    }

    private record Program(String store, @Nullable String table) implements ReportJob.Program {

        @Override
        public String version() {
            return Version.program();
        }

        @Override
        public String repeat(Plan plan, @Nullable String modelVersion, @Nullable String runner) {
            return RepeatHint.of(plan, modelVersion, runner, store, table);
        }

        @Override
        public String rejects(ModelId model, RunId run) {
            return Shell.command("rejects", model, run) + Shell.places(store, null);
        }
    }

    /** Writes the report to the store and says where it is. */
    String save(Report report) {
        String place = wiring.store(places)
                .saveReport(report.subject().model(), report.subject().run(), HtmlReport.of(report));
        LoggerFactory.getLogger(RunReport.class)
                .info("report of run {}: {}", report.subject().run(), place);
        return place;
    }
}
