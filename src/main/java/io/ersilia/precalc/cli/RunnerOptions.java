package io.ersilia.precalc.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the model is run. */
final class RunnerOptions {

    @Option(
            names = "--runner",
            paramLabel = "NAME",
            defaultValue = "ersilia",
            description =
                    "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}). embedded computes eos3b5e, the molecular weight,"
                            + " without any program.")
    RunnerKind runner;

    @Option(
            names = "--model-version",
            paramLabel = "TAG",
            description = "Version of the model, e.g. v1.0.0 (the newest).")
    @Nullable
    String modelVersion;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "At most N molecules per call of the model (${DEFAULT-VALUE}); the first batch is 10, later ones"
                            + " are sized to about 3 minutes.")
    int batchSize;

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
                    "Where an absent model is fetched from: dockerhub, github, s3, hosted=URL or dir=PATH (the CLI's"
                            + " own choice).")
    @Nullable
    String fetchFrom;

    @Option(
            names = "--serve-args",
            paramLabel = "ARG",
            split = " ",
            description = "Further arguments of ersilia serve, separated by blanks.")
    List<String> serveArguments = List.of();

    /** Refuses what no model can be called with. */
    void check() {
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    "not a batch size: %d, expected 1 or more molecules with --batch-size".formatted(batchSize));
        }
    }

    /** The arguments of {@code ersilia fetch}. */
    List<String> fetchArguments() {
        if (fetchFrom == null) {
            return List.of();
        }
        int equals = fetchFrom.indexOf('=');
        String source = equals < 0 ? fetchFrom : fetchFrom.substring(0, equals);
        boolean wantsPlace = source.equals("hosted") || source.equals("dir");
        if (!List.of("dockerhub", "github", "s3", "hosted", "dir").contains(source) || wantsPlace != equals > 0) {
            throw new IllegalArgumentException(
                    "not a source of models: '%s', expected dockerhub, github, s3, hosted=URL or dir=PATH"
                            .formatted(fetchFrom));
        }
        List<String> arguments = new ArrayList<>(List.of("--from_" + source));
        if (wantsPlace) {
            String place = fetchFrom.substring(equals + 1);
            arguments.add(source.equals("dir") ? Path.of(place).toAbsolutePath().toString() : place);
        }
        return arguments;
    }
}
