package io.ersilia.precalc.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.cli.options.BudgetOption;
import io.ersilia.precalc.cli.options.Deadline;
import io.ersilia.precalc.cli.options.DeadlineOption;
import io.ersilia.precalc.cli.options.ForceOption;
import io.ersilia.precalc.cli.options.ModelOption;
import io.ersilia.precalc.cli.options.PartitionList;
import io.ersilia.precalc.cli.options.PricesOption;
import io.ersilia.precalc.cli.options.RateOption;
import io.ersilia.precalc.cli.options.StoreOptions;
import io.ersilia.precalc.cli.options.TableOptions;
import io.ersilia.precalc.cli.options.Usage;
import io.ersilia.precalc.cli.options.VerifyOption;
import io.ersilia.precalc.cli.options.WideOption;
import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.cli.text.ConsoleProgress;
import io.ersilia.precalc.cli.text.RunText;
import io.ersilia.precalc.cli.text.ServeForecast;
import io.ersilia.precalc.cli.text.TooSlow;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.pipeline.finish.RejectRate;
import io.ersilia.precalc.pipeline.finish.Verification;
import io.ersilia.precalc.pipeline.finish.Verification.Found;
import io.ersilia.precalc.pipeline.finish.Verification.Scope;
import io.ersilia.precalc.pipeline.serve.Examination;
import io.ersilia.precalc.pipeline.serve.Servable;
import io.ersilia.precalc.pipeline.serve.ServeJob;
import io.ersilia.precalc.pipeline.serve.WideRows;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.report.JobSummary;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes partitions to the table. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description =
                "Validate partitions and write them to the table; without --worker all that are predicted and not yet"
                        + " served.")
final class ServeCommand extends JobCommand {

    @Mixin
    ModelOption model;

    @Option(names = "--worker", paramLabel = "I", description = "Only the partition of this worker.")
    @Nullable
    Integer worker;

    @Option(names = "--workers", paramLabel = "N", description = "Number of workers, as planned.")
    @Nullable
    Integer workers;

    @Option(
            names = "--partitions",
            paramLabel = "I,…",
            description = "Only the partitions of these workers, e.g. 1,11,21.")
    @Nullable
    String partitions;

    @Option(names = "--run", paramLabel = "ID", description = "Run to serve (the newest).")
    @Nullable
    RunId run;

    @Mixin
    RateOption rejects;

    @Mixin
    StoreOptions store;

    @Mixin
    TableOptions table;

    @Option(
            names = "--dry-run",
            description = "Write nothing: only say what serving would write, and what that costs and takes.")
    boolean dryRun;

    @Mixin
    PricesOption prices;

    @Mixin
    WideOption wide;

    @Mixin
    BudgetOption budget;

    @Option(
            names = "--max-parallel",
            paramLabel = "N",
            description = "Share --write-budget among at most N processes that serve the run at the same time (with"
                    + " --worker as many as there are workers, with --partitions 10).")
    @Nullable
    Integer maxParallel;

    @Mixin
    VerifyOption verify;

    @Mixin
    DeadlineOption until;

    @Mixin
    ForceOption force;

    ServeCommand(Wiring wiring) {
        super(wiring);
    }

    @Override
    @Nullable
    Deadline deadline() {
        return wiring.deadline(until);
    }

    @Override
    int run() {
        RejectRate rate = Usage.check(rejects::rate);
        budget.check();
        RunStore runs = wiring.store(store);
        if (worker != null || workers != null) {
            Usage.check(() -> new Worker(worker == null ? 1 : worker, workers == null ? Worker.MAX_TOTAL : workers));
        }
        List<Integer> listed = listed();
        RunId chosen = new RunChooser(runs).choose(model.model, run);
        Plan plan = runs.plan(model.model, chosen).orElse(null);
        requireAgreement(plan, listed);
        Prices charged = prices.prices();
        double writes = budget.share(processes(plan));
        if (dryRun) {
            return show(runs, chosen, plan, listed, charged, writes);
        }
        try (PredictionTable predictions = wiring.table(table, store, writes)) {
            requirePrecedence(runs, plan, predictions);
            List<Integer> codes = new ArrayList<>();
            Map<Partition, Found> verified = new LinkedHashMap<>();
            Map<Partition, ServedManifest> served = serve(
                    runs,
                    plan,
                    partitions(runs, chosen, plan, predictions, listed),
                    predictions,
                    charged,
                    verified,
                    codes);
            print(json(served, verified), () -> text(served, verified));
            wiring.actions()
                    .summary(() -> JobSummary.served(
                            predictions.name(), text(served, verified).lines().toList()));
            served.forEach((partition, one) -> {
                if (rate.isExceededBy(one.rejected().total(), one.rows())) {
                    codes.add(ExitCode.REJECTED);
                    annotate(Actions.Level.WARNING, partition.name(), line(partition, one));
                }
            });
            return ExitCode.worst(codes);
        }
    }

    /** Says what serving would do; the table is only read. */
    private int show(
            RunStore runs, RunId chosen, @Nullable Plan plan, List<Integer> listed, Prices charged, double writes) {
        TableAhead ahead = wiring.tableAhead(table, store);
        List<Integer> codes = new ArrayList<>();
        List<Examination> examined = new ArrayList<>();
        try (PredictionTable predictions = wiring.table(table, store)) {
            requirePrecedence(runs, plan, predictions);
            List<Partition> todo = partitions(runs, chosen, plan, predictions, listed);
            List<Partition> all = listed.isEmpty()
                    ? new RunChooser(runs).toServe(model.model, chosen, plan, predictions, true)
                    : todo;
            ServeJob job = new ServeJob(runs, predictions, wiring.clock(), Progress.NONE);
            each(
                    all,
                    codes,
                    partition -> examined.add(
                            todo.contains(partition)
                                    ? job.examine(partition, plan, force.force)
                                    : Examination.served(
                                            partition, runs.served(partition).orElseThrow())));
        }
        ServeForecast forecast = new ServeForecast(ahead, charged, examined);
        print(forecast.json(), forecast::text);
        Deadline deadline = deadline();
        TooSlow.warning(ahead, forecast.units(), writes, deadline == null ? null : deadline.left())
                .ifPresent(line -> tell(Actions.Level.WARNING, "serve", line));
        return ExitCode.worst(codes);
    }

    /** Serves one after the other. */
    private Map<Partition, ServedManifest> serve(
            RunStore runs,
            @Nullable Plan plan,
            List<Partition> partitions,
            PredictionTable predictions,
            Prices charged,
            Map<Partition, Found> verified,
            List<Integer> codes) {
        Map<Partition, ServedManifest> served = new LinkedHashMap<>();
        try (ConsoleProgress progress = progress("serve", RunChooser.rows(runs, partitions))) {
            ServeJob job =
                    new ServeJob(runs, predictions, wiring.clock(), progress, new WideRows(wide.allowWide, charged));
            each(partitions, codes, partition -> {
                ServedManifest one = job.run(partition, plan, force.force);
                served.put(partition, one);
                if (verify.scope(Scope.NONE) != Scope.NONE) {
                    Found found =
                            new Verification(runs, predictions, verify.scope(Scope.NONE)).verify(partition, plan, one);
                    verified.put(partition, found);
                    tell(partition, found, predictions, codes);
                }
            });
        }
        return served;
    }

    private void tell(Partition partition, Found found, PredictionTable predictions, List<Integer> codes) {
        if (found.overwritten() > 0) {
            codes.add(ExitCode.INCOMPLETE);
            tell(
                    Actions.Level.ERROR,
                    partition.name(),
                    String.format(
                            Locale.ROOT,
                            "%s: %,d of %,d items were written over meanwhile by run %s, which is older or a sample: serve it again",
                            partition.name(),
                            found.overwritten(),
                            found.compared(),
                            found.overwrittenBy().keySet().iterator().next()));
        }
        if (found.wrong() > 0) {
            codes.add(ExitCode.UNAVAILABLE);
            tell(
                    Actions.Level.ERROR,
                    partition.name(),
                    String.format(
                            Locale.ROOT,
                            "%s: %,d of %,d items are not in %s as they were served; first: %s: serve it again with"
                                    + " --force",
                            partition.name(),
                            found.wrong(),
                            found.compared(),
                            predictions.name(),
                            found.firstWrong()));
        }
    }

    /** One whose file is unusable does not stop those behind it. */
    private void each(List<Partition> partitions, List<Integer> codes, Consumer<Partition> work) {
        for (Partition partition : partitions) {
            try {
                work.accept(partition);
            } catch (Failure failure) {
                if (failure.kind() != Failure.Kind.INPUT || partitions.size() == 1) {
                    throw failure;
                }
                LoggerFactory.getLogger(ServeCommand.class).error("{}", failure.getMessage());
                annotate(Actions.Level.ERROR, partition.name(), String.valueOf(failure.getMessage()));
                codes.add(ExitCode.of(failure));
            }
        }
    }

    /** How many processes serve the run at the same time, as far as they can be known. */
    private int processes(@Nullable Plan plan) {
        int all = plan != null ? plan.workers() : workers != null ? workers : Worker.MAX_TOTAL;
        int usual = worker != null ? all : partitions != null ? Servable.MAX_GROUPS : 1;
        int atOnce = maxParallel == null ? usual : Math.min(usual, maxParallel);
        return Usage.check(() -> new Worker(1, Math.min(all, atOnce)).total());
    }

    /** The partitions that were named; none when all are meant. */
    private List<Integer> listed() {
        if (partitions == null) {
            return worker == null ? List.of() : List.of(worker);
        }
        if (worker != null) {
            throw Failure.usage("--worker %d and --partitions %s contradict each other: leave one away"
                    .formatted(worker, Printable.of(partitions)));
        }
        return PartitionList.parse(partitions);
    }

    private void requirePrecedence(RunStore runs, @Nullable Plan plan, PredictionTable predictions) {
        if (plan != null && !force.force) {
            Precedence.of(runs, predictions, plan).require();
        }
    }

    private void requireAgreement(@Nullable Plan plan, List<Integer> listed) {
        if (plan != null && workers != null && workers != plan.workers()) {
            throw Failure.usage("--workers %d contradicts run %s, which was planned with %d"
                    .formatted(workers, plan.run(), plan.workers()));
        }
        if (plan != null) {
            listed.forEach(number -> Usage.check(() -> new Worker(number, plan.workers())));
        }
    }

    private List<Partition> partitions(
            RunStore runs, RunId chosen, @Nullable Plan plan, PredictionTable predictions, List<Integer> listed) {
        if (!listed.isEmpty()) {
            return listed.stream()
                    .map(number -> new Partition(model.model, chosen, number))
                    .toList();
        }
        return new RunChooser(runs).toServe(model.model, chosen, plan, predictions, force.force);
    }

    /** The manifests; with what was verified of them, where anything was. */
    private static List<ObjectNode> json(Map<Partition, ServedManifest> served, Map<Partition, Found> verified) {
        List<ObjectNode> all = new ArrayList<>();
        served.forEach((partition, one) -> {
            ObjectNode json = Json.MAPPER.valueToTree(one);
            json.remove(
                    List.of("probes", "keys_sha256", "replaced_by")); // of what was served just now nothing is replaced
            Found found = verified.get(partition);
            if (found != null) {
                json.put("verified", found.verified()).put("wrong", found.wrong());
            }
            all.add(json);
        });
        return all;
    }

    private static String text(Map<Partition, ServedManifest> served, Map<Partition, Found> verified) {
        if (served.isEmpty()) {
            return "nothing to serve: every predicted partition is in the table";
        }
        return served.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()) + verified(verified.get(entry.getKey())))
                .collect(Collectors.joining("\n"));
    }

    private static String verified(@Nullable Found found) {
        return found == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %,d of %,d items verified, %,d wrong",
                        found.verified(),
                        found.items(),
                        found.wrong());
    }

    private static String line(Partition partition, ServedManifest served) {
        return "%s: %d rows = %d items + %d duplicates + %d rejected%s; %.1f s%s"
                .formatted(
                        partition.name(),
                        served.rows(),
                        served.items(),
                        served.duplicates(),
                        served.rejected().total(),
                        RunText.byReason(served.rejected()),
                        served.seconds(),
                        units(served));
    }

    private static String units(ServedManifest served) {
        return served.capacity() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %.1f write units a row, %,.0f consumed",
                        served.capacity() / Math.max(1, served.rows()),
                        served.capacity());
    }
}
