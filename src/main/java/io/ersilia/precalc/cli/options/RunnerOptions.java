package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.model.EmbeddedRunner;
import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.model.ModelUser;
import io.ersilia.precalc.model.ersilia.ErsiliaRunner;
import io.ersilia.precalc.model.ersilia.ErsiliaSettings;
import io.ersilia.precalc.model.ersilia.TimeLimits;
import io.ersilia.precalc.model.server.DockerRunner;
import io.ersilia.precalc.model.server.DockerSettings;
import io.ersilia.precalc.model.server.HttpRunner;
import io.ersilia.precalc.model.server.ServerLimits;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.LocalPath;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.web.WebUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the model is run. */
public final class RunnerOptions {

    private static final int MAX_IN_FLIGHT = 64;

    @Option(
            names = "--runner",
            paramLabel = "NAME",
            defaultValue = "ersilia",
            description = {
                "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).",
                "docker runs the model's image in a container, http uses a model server that is already"
                        + " running, embedded computes eos3b5e, the molecular weight, without any program."
            })
    public RunnerKind runner;

    @Option(
            names = "--model-version",
            paramLabel = "TAG",
            description = "Version of the model, e.g. v1.0.0 (the newest).")
    @Nullable
    public String modelVersion;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "At most N molecules per call of the model (${DEFAULT-VALUE}); the first batch is 10, later ones"
                            + " are sized to about 3 minutes.")
    public int batchSize;

    @Option(
            names = "--ersilia",
            paramLabel = "PROGRAM",
            defaultValue = "ersilia",
            description = "Name or path of the Ersilia CLI (${DEFAULT-VALUE}).")
    String ersilia;

    @Option(
            names = "--fetch-from",
            paramLabel = "SOURCE",
            description =
                    "Where to fetch a model that is not on this machine yet: dockerhub, github, s3, hosted=URL or "
                            + "dir=PATH (the CLI's own choice).")
    @Nullable
    String fetchFrom;

    @Option(
            names = "--serve-args",
            paramLabel = "ARG",
            split = " ",
            preprocessor = AnyArgument.class,
            description = "Further arguments of ersilia serve, separated by blanks.")
    List<String> serveArguments = List.of();

    @Option(
            names = "--model-user",
            paramLabel = "USER",
            description = "Run the Ersilia CLI and its models as another user of this machine, so that they cannot "
                    + "read precalc's files; needs root (the user who runs precalc).")
    @Nullable
    String modelUser;

    @Option(
            names = "--model-url",
            paramLabel = "URL",
            description = "Where the model server is, for --runner http, e.g. http://127.0.0.1:8080.")
    @Nullable
    public String modelUrl;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many calls to send to a model server at once, for http and docker (${DEFAULT-VALUE}).")
    int inFlight;

    @Option(
            names = "--docker",
            paramLabel = "PROGRAM",
            defaultValue = "docker",
            description = "Name or path of Docker's command line (${DEFAULT-VALUE}).")
    String docker;

    @Option(
            names = "--model-memory",
            paramLabel = "SIZE",
            description = "Memory of the model's container, e.g. 8g (three quarters of this machine's).")
    @Nullable
    String modelMemory;

    @Option(
            names = "--network",
            paramLabel = "NETWORK",
            description = "Docker network of the model's container, for models that fetch something while they run, "
                    + "e.g. bridge (precalc, which has no way out and is created if absent).")
    @Nullable
    String network;

    /**
     * What runs the model.
     *
     * @param closing how long closing the model may take
     * @throws Failure of kind USAGE when no model can be run like this
     */
    public ModelRunner runner(Map<String, String> environment, Duration closing) {
        return Usage.check(() -> {
            check();
            return runner(environment, closing, Path.of(System.getProperty("java.io.tmpdir")));
        });
    }

    private ModelRunner runner(Map<String, String> environment, Duration closing, Path temporary) {
        return switch (runner) {
            case EMBEDDED -> new EmbeddedRunner();
            case HTTP -> new HttpRunner(serverUrl(), inFlight, ServerLimits.SHARED);
            case DOCKER -> new DockerRunner(dockerSettings(temporary).closingWithin(closing), environment);
            case ERSILIA ->
                new ErsiliaRunner(
                        new ErsiliaSettings(
                                ersilia,
                                fetchArguments(),
                                serveArguments.stream()
                                        .filter(argument -> !argument.isEmpty())
                                        .toList(),
                                user(environment),
                                TimeLimits.GENEROUS.closingWithin(closing),
                                temporary),
                        environment);
        };
    }

    /** Refuses what no model can be called with. */
    private void check() {
        if (modelUser != null && runner != RunnerKind.ERSILIA) {
            throw new IllegalArgumentException(
                    "--model-user %s is for --runner ersilia, not %s: leave it out".formatted(modelUser, runner));
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("--batch-size %d: expected 1 or more molecules".formatted(batchSize));
        }
        if (inFlight < 1 || inFlight > MAX_IN_FLIGHT) {
            throw new IllegalArgumentException(
                    "--in-flight %d: expected 1 to %d calls at once".formatted(inFlight, MAX_IN_FLIGHT));
        }
    }

    /** The user who runs the Ersilia CLI; null for the user of this process. */
    @Nullable
    private ModelUser user(Map<String, String> environment) {
        return modelUser == null ? null : ModelUser.named(modelUser, environment);
    }

    /** Where the model server is. */
    private WebUrl serverUrl() {
        if (modelUrl == null) {
            throw new IllegalArgumentException(
                    "--runner http needs the URL of a model server: name it with --model-url, e.g. http://127.0.0.1:8080");
        }
        return HttpRunner.url(modelUrl);
    }

    /** How containers are made. */
    private DockerSettings dockerSettings(Path workFolder) {
        String memory = modelMemory == null ? DockerSettings.usualMemory() : modelMemory;
        return new DockerSettings(docker, memory, network, inFlight, ServerLimits.OWN, workFolder);
    }

    /** The arguments of {@code ersilia fetch}. */
    private List<String> fetchArguments() {
        if (fetchFrom == null) {
            return List.of();
        }
        int equals = fetchFrom.indexOf('=');
        String source = equals < 0 ? fetchFrom : fetchFrom.substring(0, equals);
        boolean wantsPlace = source.equals("hosted") || source.equals("dir");
        if (!List.of("dockerhub", "github", "s3", "hosted", "dir").contains(source) || wantsPlace != equals > 0) {
            throw new IllegalArgumentException("--fetch-from %s: expected dockerhub, github, s3, hosted=URL or dir=PATH"
                    .formatted(Printable.value(fetchFrom)));
        }
        List<String> arguments = new ArrayList<>(List.of("--from_" + source));
        if (wantsPlace) {
            String place = fetchFrom.substring(equals + 1);
            arguments.add(
                    source.equals("dir") ? LocalPath.of(place).toAbsolutePath().toString() : place);
        }
        return arguments;
    }
}
