package io.ersilia.precalc.pipeline.plan;

import io.ersilia.precalc.library.Library;
import io.ersilia.precalc.library.ManyFiles;
import io.ersilia.precalc.library.ReferenceLibrary;
import io.ersilia.precalc.library.Samples;
import io.ersilia.precalc.pipeline.plan.LibraryChooser.Chosen;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.pipeline.shared.Passes;
import io.ersilia.precalc.pipeline.shared.RunChooser;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.store.SliceIndex;
import io.ersilia.precalc.words.Words;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fixes what a run does, once for all its workers: finds the existing plan, or makes it. */
public final class Planner {

    private static final Logger log = LoggerFactory.getLogger(Planner.class);

    private static final int ROWS_PER_WORKER = 1000;
    private static final int MAX_DEFAULT_WORKERS = 50;

    private final RunStore store;
    private final LibraryChooser libraries;
    private final Predicate<String> isSmiles;
    private final List<String> controls;
    private final Clock clock;
    private final Runnable condition;
    private final Passes passes;
    private final boolean dry;
    private final @Nullable Takeovers takeovers;

    /**
     * @param isSmiles decides whether a file without a known header begins with a molecule
     * @param controls SMILES of well-known molecules
     */
    public Planner(
            RunStore store, LibraryChooser libraries, Predicate<String> isSmiles, List<String> controls, Clock clock) {
        this(store, libraries, isSmiles, controls, clock, () -> {}, Passes.NONE, false, null);
    }

    private Planner(
            RunStore store,
            LibraryChooser libraries,
            Predicate<String> isSmiles,
            List<String> controls,
            Clock clock,
            Runnable condition,
            Passes passes,
            boolean dry,
            @Nullable Takeovers takeovers) {
        this.store = store;
        this.libraries = libraries;
        this.isSmiles = isSmiles;
        this.controls = controls;
        this.clock = clock;
        this.condition = condition;
        this.passes = passes;
        this.dry = dry;
        this.takeovers = takeovers;
    }

    /** A planner that returns the plan that would be made and writes nothing. */
    public Planner dry() {
        return new Planner(store, libraries, isSmiles, controls, clock, condition, passes, true, takeovers);
    }

    /** A planner that shows its progress. */
    public Planner showing(Passes to) {
        return new Planner(store, libraries, isSmiles, controls, clock, condition, to, dry, takeovers);
    }

    /** A planner of runs that take over what earlier ones have. */
    public Planner takingOver(Takeovers earlier) {
        return new Planner(store, libraries, isSmiles, controls, clock, condition, passes, dry, earlier);
    }

    /**
     * A planner that fixes a new run only if it could begin, so that no empty run is left behind.
     *
     * @param mayBegin fails if it could not; asked after those given earlier
     */
    public Planner onlyIf(Runnable mayBegin) {
        Runnable all = () -> {
            condition.run();
            mayBegin.run();
        };
        return new Planner(store, libraries, isSmiles, controls, clock, all, passes, dry, takeovers);
    }

    /** The library scanned and the numbers settled; nothing is fixed yet. */
    private record Draft(
            Library file,
            Plan.Library library,
            long rows,
            @Nullable Integer sample,
            int workers) {}

    /** Finds the plan, or makes it. */
    public Plan plan(PlanRequest request) {
        return plan(request, sameWork -> Optional.empty());
    }

    /**
     * The same, but finished work is left alone.
     *
     * @param complete finds, among the plans of the same work, the newest first, one that need not be predicted again; it is
     *     returned unless another of them was begun later and is unfinished
     */
    public Plan plan(PlanRequest request, Function<List<Plan>, Optional<Plan>> complete) {
        if (request.run() != null) {
            Optional<Plan> existing = store.plan(request.model(), request.run());
            if (existing.isPresent()) {
                return agreed(existing.get(), request);
            }
            return create(draft(request), request, request.run());
        }
        if (request.asker() == Asker.ONE_OF_MANY
                && (request.isNewRun() || store.runs(request.model()).isEmpty())) {
            throw noRunKnown(request);
        }
        Draft draft = draft(request);
        List<Plan> same = request.isNewRun() ? List.of() : sameWork(draft, request);
        Optional<Plan> done = complete.apply(same);
        Optional<Plan> unfinished = same.stream()
                .filter(plan -> !RunChooser.isFinished(store, plan))
                .filter(plan -> done.isEmpty() || goesFurther(plan, done.get()))
                .findFirst();
        if (done.isPresent() && unfinished.isEmpty()) {
            return done.get();
        }
        if (unfinished.isPresent()) {
            log.info(
                    "continuing unfinished run {} (--new-run begins another)",
                    unfinished.get().run());
            return unfinished.get();
        }
        if (request.asker() == Asker.ONE_OF_MANY) {
            throw noRunKnown(request);
        }
        return createNew(draft, request);
    }

    private static Failure noRunKnown(PlanRequest request) {
        return Failure.usage(
                "this worker is one of several and knows no run of %s: give all workers the same --run, e.g. that of precalc plan"
                        .formatted(request.model()));
    }

    private Draft draft(PlanRequest request) {
        Chosen chosen = libraries.choose(request.library(), request.sample());
        Library file = Library.of(chosen.source(), isSmiles);
        Plan.Library library = readable(file, scan(file));
        Integer sample = request.sample();
        if (sample != null && sample >= library.rows() && !chosen.readyMade()) {
            sample = null; // the whole library
        }
        long rows = sample == null || chosen.readyMade() ? library.rows() : sample;
        return new Draft(file, library, rows, sample, workers(request, rows));
    }

    /** The library as workers read it: the file itself, or its plain copy. Logs how the file was understood, and any doubts. */
    private Plan.Library readable(Library file, Plan.Library library) {
        file.doubt().ifPresent(log::warn);
        boolean isCopied = file instanceof ReferenceLibrary one && !one.isPlain();
        Plan.Library readable =
                isCopied ? library.copiedTo(store.libraryCopy(library.sha256()).uri()) : library;
        file.understood()
                .ifPresent(words -> log.info(
                        "{}{}",
                        words,
                        !isCopied || dry ? "" : "; its plain copy for all workers is " + readable.uri()));
        keep(file, library);
        return readable;
    }

    /** Keeps what workers and later planners need of the library besides its files. */
    private void keep(Library file, Plan.Library library) {
        if (dry) {
            return;
        }
        if (file instanceof ManyFiles many) {
            store.saveLibraryFiles(library.sha256(), many.list());
        } else if (file instanceof ReferenceLibrary one && !one.isPlain()) {
            new PlainCopy(store, one, library.sha256()).keep();
        }
    }

    private static int workers(PlanRequest request, long rows) {
        return request.workers() != null
                ? request.workers()
                : (int) Math.min(MAX_DEFAULT_WORKERS, (rows + ROWS_PER_WORKER - 1) / ROWS_PER_WORKER);
    }

    private Plan.Library scan(Library file) {
        try (Passes.Pass pass = passes.begin("count", -1)) {
            return file.scan(pass::advance);
        }
    }

    private List<PlannedSlice> slices(Draft draft) {
        try (Passes.Pass pass = passes.begin("cut", draft.rows())) {
            return draft.file().cut(draft.library(), draft.rows(), draft.workers(), pass::advance);
        }
    }

    /** The plans of the same work, the newest first. */
    private List<Plan> sameWork(Draft draft, PlanRequest request) {
        return store.runs(request.model()).stream()
                .flatMap(run -> store.plan(request.model(), run).stream())
                .filter(plan -> isSameWork(plan, draft, request))
                .toList();
    }

    /** Whether an unfinished run was begun after the finished one; a run that was only planned does not count. */
    private boolean goesFurther(Plan unfinished, Plan done) {
        return unfinished.created().isAfter(done.created())
                && store.files(unfinished.model(), unfinished.run()).holdAnything();
    }

    private boolean isSameWork(Plan plan, Draft draft, PlanRequest request) {
        return plan.library().sha256().equals(draft.library().sha256())
                && Objects.equals(plan.sample(), draft.sample())
                && plan.workers() == draft.workers()
                && new RunVersion(store, plan).isMeantBy(request.wantedVersion());
    }

    private Plan createNew(Draft draft, PlanRequest request) {
        RunId first = RunId.at(clock.instant());
        RunId run = first;
        for (int again = 2; ; again++) {
            boolean taken =
                    request.isNewRun() && store.plan(request.model(), run).isPresent();
            Plan plan = taken ? null : create(draft, request, run);
            if (plan != null && isSameWork(plan, draft, request)) {
                return plan;
            }
            run = new RunId("%s-%d".formatted(first, again)); // another run began in the same second
        }
    }

    private Plan create(Draft draft, PlanRequest request, RunId run) {
        List<PlannedSlice> slices = slices(draft);
        boolean isListed = draft.workers() <= Plan.MOST_LISTED;
        SliceIndex index = isListed && draft.library().files() == null ? null : new SliceIndex(slices);
        Plan asked = new Plan(
                run,
                request.model(),
                request.wantedVersion(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                draft.workers(),
                draft.rows(),
                draft.sample(),
                draft.library(),
                isListed ? slices.stream().map(PlannedSlice::withoutPieces).toList() : List.of(),
                controls,
                index == null ? null : RunStore.slicesKey(index),
                null);
        Plan plan = takeovers == null ? asked : takeovers.in(asked, slices, request.takeover(), passes, dry);
        if (fix(plan, index)) {
            return plan;
        }
        Plan winner = store.plan(request.model(), run)
                .orElseThrow(() -> Failure.unavailable(
                        "plan of run %s was removed while it was being made: run again".formatted(run)));
        return request.run() == null ? winner : agreed(winner, request);
    }

    /** Makes this the run's plan; false if the run has another. */
    private boolean fix(Plan plan, @Nullable SliceIndex index) {
        if (dry) {
            return store.plan(plan.model(), plan.run()).isEmpty();
        }
        condition.run();
        if (index != null) {
            store.save(index);
        }
        boolean created = store.create(plan);
        if (created) {
            log.info(
                    "planned run {}: {} for {}{}",
                    plan.run(),
                    Words.many(plan.rows(), "row"),
                    Words.many(plan.workers(), "worker"),
                    plan.known() == null
                            ? ""
                            : ", %s of them known from run %s"
                                    .formatted(
                                            Words.count(plan.known().rows()),
                                            plan.known().run()));
        }
        return created;
    }

    /** The existing plan decides; an option that contradicts it is a usage error. */
    private Plan agreed(Plan plan, PlanRequest request) {
        if (request.isNewRun()) {
            throw Failure.usage("run %s is already planned: give either --run or --new-run".formatted(plan.run()));
        }
        RunVersion version = new RunVersion(store, plan);
        agree(
                plan,
                "--model-version",
                version.isMeantBy(request.version()) ? null : request.version(),
                version.known());
        agree(plan, "--workers", request.workers(), plan.workers());
        if (request.sample() != null
                && !(plan.sample() == null && request.sample() >= plan.library().rows())) {
            agree(plan, "--sample", request.sample(), plan.sample() == null ? "the whole library" : plan.sample());
        }
        if (request.library() != null) {
            String asked = libraries.planned(request.library()).uri();
            String planned =
                    asked.equals(plan.library().uri()) ? asked : plan.library().given();
            boolean sampled = plan.sample() != null
                    && Samples.beside(asked, plan.sample()).equals(planned);
            agree(plan, "--library", sampled ? planned : asked, planned);
        }
        agreeOnKnown(plan, request.takeover());
        if (request.asker() == Asker.PLANNER) {
            verify(plan);
        }
        return plan;
    }

    private static void agreeOnKnown(Plan plan, Takeover asked) {
        Plan.Known known = plan.known();
        agree(
                plan,
                "--known-from",
                asked.fromText(),
                known == null ? Takeover.NONE : known.run().value());
        if (known != null) {
            agree(plan, "--known-by-key", asked.byKey() ? "true" : null, Boolean.toString(known.byKey()));
            agree(
                    plan,
                    "--retry-rejects",
                    asked.retryRejects() ? "true" : null,
                    Boolean.toString(known.retryRejects()));
        }
    }

    private static void agree(Plan plan, String option, @Nullable Object asked, @Nullable Object planned) {
        if (asked != null && planned != null && !asked.equals(planned)) {
            throw Failure.usage("%s %s contradicts run %s, which was planned with %s: omit it or begin another run"
                    .formatted(option, asked, plan.run(), planned));
        }
    }

    private void verify(Plan plan) {
        Library file = Library.of(libraries.planned(plan.library().given()), isSmiles);
        Plan.Library now = scan(file);
        if (!now.sha256().equals(plan.library().sha256())) {
            String hashes = "SHA-256 %s, planned %s"
                    .formatted(now.sha256(), plan.library().sha256());
            throw Failure.input("%s has changed since run %s was planned: %s; plan a new run with --new-run"
                    .formatted(
                            now.uri(),
                            plan.run(),
                            store.libraryFiles(plan.library().sha256())
                                    .filter(list -> file instanceof ManyFiles)
                                    .map(list -> ((ManyFiles) file).changed(list))
                                    .orElse(hashes)));
        }
        keep(file, now);
    }
}
