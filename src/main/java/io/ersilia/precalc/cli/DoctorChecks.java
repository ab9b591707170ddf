package io.ersilia.precalc.cli;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsLogin;
import io.ersilia.precalc.cli.options.LibraryOptions;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.RunnerKind;
import io.ersilia.precalc.cli.options.RunnerOptions;
import io.ersilia.precalc.doctor.Check;
import io.ersilia.precalc.doctor.ChemistryCheck;
import io.ersilia.precalc.doctor.CredentialsCheck;
import io.ersilia.precalc.doctor.DiskCheck;
import io.ersilia.precalc.doctor.DynamoDbCheck;
import io.ersilia.precalc.doctor.Identity;
import io.ersilia.precalc.doctor.JavaCheck;
import io.ersilia.precalc.doctor.KeysCheck;
import io.ersilia.precalc.doctor.LibraryCheck;
import io.ersilia.precalc.doctor.MemoryCheck;
import io.ersilia.precalc.doctor.Molecules;
import io.ersilia.precalc.doctor.RoleCheck;
import io.ersilia.precalc.doctor.RunnerCheck;
import io.ersilia.precalc.doctor.SqliteCheck;
import io.ersilia.precalc.doctor.StoreCheck;
import io.ersilia.precalc.model.EmbeddedRunner;
import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.pipeline.plan.LibraryChooser;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.store.folder.FolderStore;
import io.ersilia.precalc.table.dynamodb.DynamoDbTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes checks only for what the options name. Wrong usage fails here, before anything is checked. */
final class DoctorChecks {

    /** As the user is waiting, anything that does not answer within this time counts as absent. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Wiring wiring;
    private final Map<String, String> environment;
    private final Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();

    DoctorChecks(Wiring wiring) {
        this.wiring = wiring;
        this.environment = wiring.environment();
    }

    List<Check> of(
            PlaceOptions place,
            LibraryOptions library,
            RunnerOptions runner,
            @Nullable ModelId model,
            Progress progress) {
        Places places = new Places(environment, LIMIT);
        Path folder = Places.isS3(place.store)
                ? null
                : Path.of(places.store(place.store).uri());
        Check tableCheck = table(place);
        ModelRunner models = runner(runner, model);
        Places.requirePlace(place.store);
        if (library.library() != null) {
            Places.requireFiles(library.library());
        }
        Molecules molecules = new Molecules(
                () -> new LibraryChooser(new RunStore(places.store(place.store)), folder != null, places::files)
                        .choose(library.library(), library.sample)
                        .source(),
                wiring::screening,
                progress::advance);
        AwsLogin login = new AwsLogin(environment);
        Identity identity = new Identity(login, services(place, library));
        return List.of(
                JavaCheck.ofThisMachine(),
                new ChemistryCheck(temporary, wiring::screening),
                new DiskCheck(disks(folder, runner.runner), DiskCheck.Space.REAL),
                MemoryCheck.ofThisMachine(isHere(runner.runner)),
                new CredentialsCheck(login, identity, wiring.clock()),
                new RoleCheck(login, identity, wiring.actions().isHere()),
                new StoreCheck(place.store, folder, places),
                tableCheck,
                new LibraryCheck(molecules, usualLibrary(folder, library)),
                new KeysCheck(molecules),
                new RunnerCheck(models, model));
    }

    /** Where the library is expected; null if another was named, or nothing can stand in for it. */
    private static @Nullable Path usualLibrary(@Nullable Path folder, LibraryOptions library) {
        return folder == null || library.library() != null || library.sample != null
                ? null
                : Path.of(new RunStore(new FolderStore(folder)).library().uri());
    }

    private Check table(PlaceOptions place) {
        Optional<String> name = place.dynamoDb();
        name.ifPresent(DynamoDbTables::requireName);
        return name.<Check>map(one -> new DynamoDbCheck(one, () -> DynamoDbTables.look(one, environment)))
                .orElseGet(() -> new SqliteCheck(place.sqliteFile()));
    }

    private ModelRunner runner(RunnerOptions options, @Nullable ModelId model) {
        ModelRunner runner = wiring.runner(options);
        if (model != null && runner instanceof EmbeddedRunner) {
            runner.version(model); // the embedded runner has one model: any other is wrong usage
        }
        return runner;
    }

    private static List<AwsApi> services(PlaceOptions place, LibraryOptions library) {
        List<AwsApi> services = new ArrayList<>();
        if (Places.isS3(place.store) || (library.library() != null && Places.isS3(library.library()))) {
            services.add(AwsApi.S3);
        }
        if (place.dynamoDb().isPresent()) {
            services.add(AwsApi.DYNAMODB);
        }
        return services;
    }

    private List<DiskCheck.Place> disks(@Nullable Path folder, RunnerKind runner) {
        List<DiskCheck.Place> disks = new ArrayList<>();
        disks.add(new DiskCheck.Place("temporary files", temporary, DiskCheck.USUAL));
        if (folder != null) {
            disks.add(new DiskCheck.Place("the store", folder, DiskCheck.USUAL));
        }
        if (runner == RunnerKind.ERSILIA) {
            Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")));
            disks.add(new DiskCheck.Place("models", home, DiskCheck.FOR_MODELS));
        }
        return disks;
    }

    private static boolean isHere(RunnerKind runner) {
        return runner == RunnerKind.ERSILIA || runner == RunnerKind.DOCKER;
    }
}
