package io.ersilia.precalc.cli;

import io.ersilia.precalc.api.LocalServer;
import io.ersilia.precalc.api.LookupApi;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.words.Words;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the lookup API on this machine until it is stopped. */
@Command(
        description = {
            "Answer lookups over HTTP, and show them on a page.",
            "Only this machine can ask, unless PRECALC_API_KEY is set: then every request must carry it in the header"
                    + " x-api-key."
        },
        footer = {"  precalc api --open", "  PRECALC_API_KEY=secret precalc api --store s3://bucket"})
final class ApiCommand extends JobCommand {

    private static final String KEY = "PRECALC_API_KEY";

    /** The whole message at the end, as there is no work to keep. */
    static final String STOPPED = "stopped";

    private static final int MAX_PORT = 65_535;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port to listen on, 0 for a free one (${DEFAULT-VALUE}).")
    int port;

    @Option(names = "--open", description = "Open the page in the browser.")
    boolean open;

    @Mixin
    PlaceOptions places;

    @Override
    String stopped() {
        return STOPPED;
    }

    @Override
    int run() {
        String key = key();
        if (port < 0 || port > MAX_PORT) {
            throw Failure.usage(
                    "--port %d: expected 0 to %s; 0 takes a port that is free".formatted(port, Words.count(MAX_PORT)));
        }
        try (PredictionTable predictions = wiring().tableToRead(places)) {
            LookupApi api = new LookupApi(predictions, wiring()::screening, key, wiring().neighbours(places));
            try (LocalServer server = LocalServer.start(api, port, key == null, this::log)) {
                print(Map.of("url", server.url()), server::url);
                if (open) {
                    new Browser(wiring().environment(), this::log).open(server.url());
                }
                return untilStopped();
            }
        }
    }

    /** It never ends by itself. */
    private static int untilStopped() {
        try {
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        } catch (InterruptedException e) {
            throw Stop.interrupted(STOPPED, e);
        }
    }

    private void log(String line) {
        if (!output.log.quiet) {
            spec.commandLine().getErr().println(line);
            spec.commandLine().getErr().flush();
        }
    }

    private @Nullable String key() {
        String key = wiring().environment().get(KEY);
        if (key != null && !key.matches("[!-~]+")) {
            throw Failure.usage(
                    "%s is %s: set it to printable ASCII without blanks, or unset it to answer this machine only"
                            .formatted(KEY, key.isEmpty() ? "empty" : "unfit for a header"));
        }
        return key;
    }
}
