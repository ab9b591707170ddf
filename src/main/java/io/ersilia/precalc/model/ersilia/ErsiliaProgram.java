package io.ersilia.precalc.model.ersilia;

import io.ersilia.precalc.model.ExternalCommand;
import io.ersilia.precalc.model.LogText;
import io.ersilia.precalc.model.ModelUser;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The steps of the Ersilia CLI, each a process of its own directly below this one, as its sessions demand. */
final class ErsiliaProgram {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

    /** The first version that has sessions per process and {@code run -b}. */
    private static final List<Integer> OLDEST = List.of(0, 1, 38);

    /** How much of a step's output is read for quoting. */
    private static final int SAID_BYTES = 16 * 1024;

    private final ErsiliaSettings settings;
    private final SessionFolder folder;
    private final Map<String, String> environment;
    private volatile @Nullable ExternalCommand current;

    ErsiliaProgram(ErsiliaSettings settings, SessionFolder folder, Map<String, String> environment) {
        this.settings = settings;
        this.folder = folder;
        this.environment = Map.copyOf(environment);
    }

    /**
     * How a step ended.
     *
     * @param exitCode empty when it had to be ended at its time limit
     */
    record Step(String name, OptionalInt exitCode, Duration limit, String said) {

        /** 128 and the number of the signal: SIGHUP, SIGINT, SIGKILL, SIGTERM. */
        private static final Set<Integer> SIGNALS = Set.of(129, 130, 137, 143);

        /** What the program prints when it has caught an interrupt itself. */
        private static final Pattern ABORTED = Pattern.compile("(?m)^\\s*Aborted[.!]?\\s*$");

        /** Whether a signal ended it; the signal may have been meant for this process too. */
        boolean wasStopped() {
            return exitCode.isPresent()
                    && exitCode.getAsInt() != 0
                    && (SIGNALS.contains(exitCode.getAsInt())
                            || ABORTED.matcher(said).find());
        }

        /** Whether it ended by itself and reported failure, as it does since version 0.1.63. */
        boolean admitsFailure() {
            return exitCode.orElse(0) != 0 && !wasStopped();
        }

        /** For messages: how it ended and its last lines. Its exit code proves nothing. */
        String ending() {
            String how =
                    exitCode.isPresent() ? "exit code " + exitCode.getAsInt() : "ended after " + Words.duration(limit);
            return "'%s': %s, %s".formatted(name, how, LogText.lastWords(said));
        }
    }

    /**
     * Asks for the version; null if the answer contains none.
     *
     * @throws Failure of kind UNAVAILABLE when the program is missing, broken or too old
     */
    @Nullable
    String version() throws InterruptedException {
        Step step = step(List.of("--version"), settings.limits().version());
        Matcher found = VERSION.matcher(step.said());
        if (step.exitCode().orElse(1) != 0) {
            throw Failure.unavailable("%s does not work: %s; try it by hand, or name another with --ersilia PATH"
                    .formatted(settings.program(), step.ending()));
        }
        if (!found.find()) {
            return null;
        }
        if (older(found)) {
            throw Failure.unavailable(
                    "%s is too old: version %s, expected 0.1.38 or later; pip install --upgrade ersilia"
                            .formatted(settings.program(), found.group()));
        }
        return found.group();
    }

    private static boolean older(Matcher version) {
        for (int i = 0; i < OLDEST.size(); i++) {
            int part = Integer.parseInt(version.group(i + 1));
            if (part != OLDEST.get(i)) {
                return part < OLDEST.get(i);
            }
        }
        return false;
    }

    Step fetch(ModelId model, @Nullable String version) throws InterruptedException {
        List<String> args = new ArrayList<>(List.of("fetch", model.value()));
        args.addAll(settings.fetchArguments());
        if (version != null) {
            args.addAll(List.of("--version", version));
        }
        return step(args, settings.limits().fetch());
    }

    Step serve(ModelId model) throws InterruptedException {
        List<String> args = new ArrayList<>(List.of("serve", model.value()));
        args.addAll(settings.serveArguments());
        return step(args, settings.limits().serve());
    }

    /** Runs a batch in one request: with a batch size below the number of rows, the program would split it again. */
    Step run(BatchFiles files, int rows, Duration limit) throws InterruptedException {
        return step(
                List.of(
                        "run",
                        "-i",
                        files.input().toString(),
                        "-o",
                        files.output().toString(),
                        "-b",
                        String.valueOf(rows)),
                limit);
    }

    Step close() throws InterruptedException {
        return step(List.of("close"), settings.limits().close());
    }

    /** Ends the step that another thread waits for, if there is one. */
    void endCurrent() {
        ExternalCommand running = current;
        if (running != null) {
            running.end();
        }
    }

    private Step step(List<String> args, Duration limit) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(settings.program()));
        all.addAll(args);
        ModelUser user = settings.user();
        ExternalCommand command = new ExternalCommand(
                user == null ? all : user.command(all), folder.folder(), folder.steps(), environment);
        folder.note("$ " + String.join(" ", all) + "\n");
        try {
            long from = Files.size(folder.steps());
            current = command;
            OptionalInt exitCode = command.run(limit);
            return new Step("ersilia " + args.get(0), exitCode, limit, LogText.tail(folder.steps(), from, SAID_BYTES));
        } catch (IOException e) {
            if (user != null) { // setpriv reports a missing program itself
                throw Failure.unavailable(
                        "cannot run programs as %s (%s); install setpriv (util-linux), or omit --model-user"
                                .formatted(user.name(), ExternalCommand.reason(e)),
                        e);
            }
            throw Failure.unavailable(
                    "%s cannot be run (%s); install the Ersilia CLI (pip install ersilia), or name it with --ersilia PATH"
                            .formatted(settings.program(), ExternalCommand.reason(e)),
                    e);
        } finally {
            current = null;
        }
    }
}
