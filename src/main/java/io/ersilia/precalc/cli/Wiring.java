package io.ersilia.precalc.cli;

import io.ersilia.precalc.api.DatasetLookup;
import io.ersilia.precalc.api.PredictionSource;
import io.ersilia.precalc.api.RemoteLookup;
import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.cli.options.Deadline;
import io.ersilia.precalc.cli.options.DeadlineOption;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.RunnerKind;
import io.ersilia.precalc.cli.options.RunnerOptions;
import io.ersilia.precalc.cli.options.StoreOptions;
import io.ersilia.precalc.cli.options.TrustKeysOption;
import io.ersilia.precalc.cli.options.Usage;
import io.ersilia.precalc.cli.text.Actions;
import io.ersilia.precalc.dataset.DatasetPlace;
import io.ersilia.precalc.dataset.KeyedDataset;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.nearest.LibraryNeighbours;
import io.ersilia.precalc.pipeline.campaign.CampaignJob;
import io.ersilia.precalc.pipeline.campaign.CampaignWork;
import io.ersilia.precalc.pipeline.estimate.Estimator;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.pipeline.finish.FingerprintsJob;
import io.ersilia.precalc.pipeline.plan.LibraryChooser;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.Planner;
import io.ersilia.precalc.pipeline.plan.Takeovers;
import io.ersilia.precalc.pipeline.predict.CallLimits;
import io.ersilia.precalc.pipeline.predict.PredictJob;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.run.Sleeper;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.CampaignNotes;
import io.ersilia.precalc.store.ObjectStore;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.dynamodb.DynamoDbTables;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Builds the parts of the pipeline, each when it is first asked for, so that {@code --help} loads none of them. */
public final class Wiring {

    /** Longer than closing any model takes. */
    private static final Duration UNHURRIED = Duration.ofHours(1);

    /** Molecules in one call, if no option says how many. */
    private static final int USUAL_BATCH = 1000;

    private final Map<String, String> environment;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Places places;
    private final Actions actions;
    private final Map<String, RunStore> stores = new ConcurrentHashMap<>();
    private @Nullable Screening screening;

    public Wiring(Map<String, String> environment, Clock clock) {
        this(environment, clock, Sleeper.REAL);
    }

    /** @param sleeper waits before a retry */
    Wiring(Map<String, String> environment, Clock clock, Sleeper sleeper) {
        this.sleeper = sleeper;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
        this.places = new Places(environment);
        this.actions = new Actions(this.environment);
    }

    Map<String, String> environment() {
        return environment;
    }

    /** GitHub Actions, if this process is one of its jobs. */
    Actions actions() {
        return actions;
    }

    Clock clock() {
        return clock;
    }

    Screening screening() {
        if (screening == null) {
            screening = loaded();
        }
        return screening;
    }

    private static Screening loaded() {
        try {
            return new Screening();
        } catch (UncheckedIOException e) {
            throw Failure.unavailable(
                    String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage()), e);
        }
    }

    /** The same object each time, so that it warns once. */
    RunStore store(StoreOptions options) {
        return stores.computeIfAbsent(options.store, place -> new RunStore(places.store(place)));
    }

    ObjectStore datasets(DatasetPlace place) {
        if (!place.isS3()) {
            place.requireWritable();
        }
        return places.datasets(place.folder());
    }

    /** Where this machine keeps finished batches while the store refuses them. */
    private RunStore storeHere(StoreOptions options) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path folder = (state.isEmpty() ? home().resolve(".local/state") : Path.of(state)).resolve("precalc");
        String name = Sha256.hex(store(options).uri().getBytes(StandardCharsets.UTF_8));
        return new RunStore(places.store(folder.resolve(name).toAbsolutePath().toString()));
    }

    private Path home() {
        return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "")));
    }

    /** When the command must have ended; null if there is no limit. */
    @Nullable
    Deadline deadline(DeadlineOption option) {
        return Usage.check(() -> option.deadline(clock, environment));
    }

    /** The job that predicts slices of the plan by the model. */
    PredictJob predictJob(
            Plan plan,
            CheckedModel model,
            RunnerOptions runner,
            DeadlineOption until,
            StoreOptions store,
            TrustKeysOption keys,
            Progress progress) {
        return new PredictJob(
                store(store),
                storeHere(store),
                places::file,
                screening(),
                model,
                limits(runner, until),
                clock,
                progress,
                keys.trustKeys,
                new Random());
    }

    private CallLimits limits(RunnerOptions runner, DeadlineOption until) {
        Deadline deadline = deadline(until);
        return new CallLimits(runner.batchSize, deadline == null ? null : deadline.stopAt());
    }

    PredictionTable table(PlaceOptions options) {
        return table(options, Double.POSITIVE_INFINITY);
    }

    /** @param writeBudget write units per second that all processes together may use, if the table has any */
    PredictionTable table(PlaceOptions options, double writeBudget) {
        return options.dynamoDb()
                .<PredictionTable>map(name -> DynamoDbTables.open(name, environment, writeBudget))
                .orElseGet(() -> new SqliteTable(options.sqliteFile()));
    }

    /** The table for lookups, where a user waits for each answer. */
    PredictionTable tableToRead(PlaceOptions options) {
        return options.dynamoDb()
                .<PredictionTable>map(name -> DynamoDbTables.openToRead(name, environment))
                .orElseGet(() -> table(options));
    }

    /** The table as a forecast needs it. An SQLite table is not even opened, as that may create it. */
    TableAhead tableAhead(PlaceOptions options) {
        return options.dynamoDb().isPresent()
                ? TableAhead.describe(options.tableUri(), () -> table(options))
                : TableAhead.withoutUnits(name(table(options)));
    }

    private static String name(PredictionTable table) {
        try (table) {
            return table.name();
        }
    }

    /** The remote lookup API, with the key that it asks for. */
    PredictionSource remoteLookup(String url, boolean percentiles) {
        String key = environment.getOrDefault("PRECALC_API_KEY", "");
        return Usage.check(() ->
                new RemoteLookup(RemoteLookup.url(url), key.isBlank() ? null : key.strip(), Sleeper.REAL, percentiles));
    }

    PredictionSource datasetLookup(String place) {
        return new DatasetLookup(
                new KeyedDataset(places.dataset(place), places.dataset(DatasetPlace.rejectsBeside(place))));
    }

    /** @param prices the prices that runs are charged at */
    CampaignJob campaignJob(PlaceOptions options, CampaignWork work, Prices prices) {
        return new CampaignJob(
                store(options),
                new CampaignNotes(places.store(options.store)),
                model -> planner(options)
                        .dry()
                        .plan(new PlanRequest(
                                model,
                                null,
                                null,
                                work.library(),
                                work.sample(),
                                work.workers(),
                                null,
                                PlanRequest.Unfinished.LEAVE,
                                PlanRequest.Asker.PLANNER)),
                new Estimator(store(options), prices, RunnerKind.ERSILIA.toString(), USUAL_BATCH, work.maxParallel()),
                tableAhead(options),
                clock);
    }

    FingerprintsJob fingerprintsJob(StoreOptions options) {
        return new FingerprintsJob(store(options), places, screening(), neighbours(options));
    }

    /** The libraries of the store's models, to find similar molecules in. */
    LibraryNeighbours neighbours(StoreOptions options) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        return new LibraryNeighbours(
                store(options), (cache.isEmpty() ? home().resolve(".cache") : Path.of(cache)).resolve("precalc"));
    }

    LibraryChooser libraries(StoreOptions options) {
        return new LibraryChooser(store(options), !Places.isS3(options.store), places::files);
    }

    Planner planner(StoreOptions options) {
        Predicate<String> isSmiles = text -> screening().isSmiles(text);
        return new Planner(store(options), libraries(options), isSmiles, CheckedModel.CONTROLS, clock)
                .takingOver(new Takeovers(
                        store(options),
                        places::file,
                        isSmiles,
                        text -> screening().screen(text, null).inchiKey()));
    }

    ModelRunner runner(RunnerOptions options) {
        return runner(options, null);
    }

    /** @param deadline before which the model must also be closed; null if there is none */
    ModelRunner runner(RunnerOptions options, @Nullable Deadline deadline) {
        return options.runner(environment, deadline == null ? UNHURRIED : deadline.closing());
    }

    /** A planner that creates a new run only once it is known that this machine can run models. */
    Planner planner(StoreOptions options, ModelRunner models) {
        return planner(options).onlyIf(() -> {
            try {
                models.require();
            } catch (InterruptedException e) {
                throw Stop.interrupted(e);
            }
        });
    }

    /** The model of a run, in the version that the run uses; if it has none yet, in the version asked for. */
    CheckedModel model(Plan plan, ModelRunner models, RunnerOptions options, StoreOptions store) {
        String version = new RunVersion(store(store), plan).known();
        return new CheckedModel(
                models,
                plan.model(),
                version == null ? options.modelVersion : version,
                plan.controls(),
                new Random(),
                sleeper);
    }

    /**
     * Refuses to mix predictions of the embedded model with those on AWS.
     *
     * @throws Failure of kind USAGE if the store is on AWS, unless forced
     */
    void requireLocalStore(RunnerOptions runner, StoreOptions store, boolean force) {
        requireLocal(runner, Places.isS3(store.store), AwsApi.S3, store.store, force);
    }

    /** The same for the table. */
    void requireLocalTable(RunnerOptions runner, PlaceOptions places, boolean force) {
        requireLocal(runner, places.dynamoDb().isPresent(), AwsApi.DYNAMODB, places.tableUri(), force);
    }

    private void requireLocal(RunnerOptions runner, boolean isAws, AwsApi api, String uri, boolean force) {
        if (runner.runner == RunnerKind.EMBEDDED
                && !force
                && isAws
                && new AwsSettings(environment).endpoint(api).isEmpty()) {
            throw Failure.usage(
                    "--runner embedded is for trying out the pipeline and does not write to %s; --force writes there anyway"
                            .formatted(uri));
        }
    }
}
