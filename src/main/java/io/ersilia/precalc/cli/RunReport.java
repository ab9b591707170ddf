package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.PricesOption;
import io.ersilia.precalc.cli.options.StoreOptions;
import io.ersilia.precalc.cli.options.TableOptions;
import io.ersilia.precalc.cli.text.RepeatCommand;
import io.ersilia.precalc.cli.text.Shell;
import io.ersilia.precalc.report.HtmlReport;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.report.ReportJob;
import io.ersilia.precalc.report.RunFacts;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The report of a run: gathers it, writes it to the store and says where it is. */
record RunReport(Wiring wiring, StoreOptions store, TableOptions table, PricesOption prices) {

    /**
     * Writes the report at the end of a command whose work is done. A report that cannot be written is a warning: it
     * must not hide what became of the run, and can be made again.
     *
     * @return the report in short, as Markdown; empty without a report
     */
    String write(ModelId model, RunId run, PredictionTable predictions) {
        Logger log = LoggerFactory.getLogger(RunReport.class);
        try {
            RunFacts facts = facts(model, run, predictions);
            return JobSummary.report(facts, save(facts));
        } catch (RuntimeException e) {
            if (e instanceof Failure failure && failure.kind() == Failure.Kind.STOPPED) {
                throw e;
            }
            String again = "precalc report --model %s --run %s%s"
                    .formatted(model, run, Shell.places(store.store, table.table));
            log.warn("the report of run {} is not written: {}; this writes it again: {}", run, said(e), again);
            log.debug("where it was", e);
            return "";
        }
    }

    private static String said(RuntimeException e) {
        return e instanceof Failure ? String.valueOf(e.getMessage()) : "a bug, please report it: " + e;
    }

    RunFacts facts(ModelId model, RunId run, PredictionTable predictions) {
        RunStore runs = wiring.store(store);
        ReportJob job = new ReportJob(
                runs, predictions, wiring.clock(), prices.prices(), wiring.tableAhead(table, store), Version.program());
        RunFacts facts = job.gather(model, run);
        return facts.plan() == null
                ? facts
                : facts.repeatedBy(RepeatCommand.of(facts, facts.plan(), store.store, table.table));
    }

    /** Puts the report into the store and says where it is there. */
    String save(RunFacts facts) {
        String place = wiring.store(store).saveReport(facts.model(), facts.run(), HtmlReport.of(facts));
        LoggerFactory.getLogger(RunReport.class).info("report of run {}: {}", facts.run(), place);
        return place;
    }
}
