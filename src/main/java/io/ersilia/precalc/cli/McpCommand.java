package io.ersilia.precalc.cli;

import io.ersilia.precalc.api.LookupApi;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.table.PredictionTable;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Answers lookups of an assistant that started this program and talks to it over standard input and output. */
@Command(
        description = {
            "Answer the lookups of an assistant over standard input and output.",
            "In the Model Context Protocol, one JSON message per line, until the input ends. The assistant starts this command"
                    + " itself; precalc api answers the same over HTTP at /mcp."
        },
        footer = {"  precalc mcp --store s3://bucket", "  precalc mcp --table sqlite:predictions.db"})
final class McpCommand extends JobCommand {

    @Mixin
    PlaceOptions places;

    @Override
    String stopped() {
        return ApiCommand.STOPPED;
    }

    @Override
    int run() {
        try (PredictionTable predictions = wiring().tableToRead(places)) {
            LookupApi api = new LookupApi(predictions, wiring()::screening, null);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String message = next(in); message != null; message = next(in)) {
                api.message(message, line -> {}).ifPresent(this::say);
            }
        }
        return ExitCode.DONE;
    }

    /** The next line; null at the end. Another thread reads it, as a thread that waits for input cannot be interrupted. */
    private static @Nullable String next(BufferedReader in) {
        FutureTask<@Nullable String> line = new FutureTask<>(in::readLine);
        new DaemonThreads("input").newThread(line).start();
        try {
            return line.get();
        } catch (InterruptedException e) {
            throw Stop.interrupted(ApiCommand.STOPPED, e);
        } catch (ExecutionException e) {
            throw Failure.unavailable(
                    "cannot read standard input: %s".formatted(Printable.of(String.valueOf(e.getCause()))), e);
        }
    }

    private void say(String answer) {
        spec.commandLine().getOut().println(answer);
        spec.commandLine().getOut().flush();
    }
}
