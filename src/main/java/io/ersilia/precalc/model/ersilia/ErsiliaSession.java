package io.ersilia.precalc.model.ersilia;

import io.ersilia.precalc.model.CallTimes;
import io.ersilia.precalc.model.LogText;
import io.ersilia.precalc.model.ModelCallException;
import io.ersilia.precalc.model.ModelEnvironment;
import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.Processes;
import io.ersilia.precalc.model.SessionEnd;
import io.ersilia.precalc.model.VersionTag;
import io.ersilia.precalc.model.ersilia.ErsiliaProgram.Step;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model run with the Ersilia CLI: fetched, started, asked and closed in the order that the CLI needs. */
final class ErsiliaSession implements ModelSession {

    private static final Logger log = LoggerFactory.getLogger(ErsiliaSession.class);

    /** How much of the CLI's own log is saved before the CLI forgets the session. */
    private static final int SAVED_LOG_BYTES = 32 * 1024;

    /**
     * Ctrl-C reaches both the program and this process, and the program may die of it first: this process waits this long
     * to learn whether it must stop too.
     */
    private static final Duration MOMENT = Duration.ofMillis(500);

    private static final Duration LOADING_PAUSE = Duration.ofMillis(200);

    private final ErsiliaHome home;
    private final ModelId model;
    private final @Nullable String askedVersion;
    private final SessionFolder folder;
    private final BatchFiles files;
    private final ErsiliaProgram program;
    private final CallTimes times;
    private final Duration loading;
    private final SessionEnd end;

    private @Nullable String runnerVersion;
    private ModelCard card = ModelCard.NONE;
    private @Nullable List<String> columns;
    private @Nullable ServerNote server;
    private boolean brokeOff;

    /** How this session's fetch ended; empty if the model was fetched before. */
    private String fetchEnding = "";

    ErsiliaSession(
            ErsiliaSettings settings,
            ErsiliaHome home,
            Map<String, String> environment,
            SessionFolder folder,
            ModelId model,
            @Nullable String askedVersion) {
        this.home = home;
        this.model = model;
        this.askedVersion = askedVersion;
        this.folder = folder;
        this.files = folder.batch();
        this.times = new CallTimes(settings.limits().run(), settings.limits().expected());
        this.loading = settings.limits().serve();
        this.program = new ErsiliaProgram(settings, folder, ModelEnvironment.of(environment, folder.temporary()));
        this.end = new SessionEnd("close-model", program::endCurrent, this::cleanUp);
    }

    /** Fetches the model if it is absent, and starts its server. */
    void open() throws InterruptedException {
        end.comesAtShutdown(model.value(), this::remains);
        try {
            fetchAndStart();
        } catch (Failure failure) {
            end.refuseOnceBegun(model); // if it was closed, that is why the step failed
            throw failure;
        }
    }

    private void fetchAndStart() throws InterruptedException {
        folder.createForTheModel();
        runnerVersion = program.version();
        endServers();
        if (!home.isFetched(model)) {
            log.info("fetching {}", model);
            Step fetch = unlessStopped(program.fetch(model, askedVersion));
            fetchEnding = fetch.ending();
            if (!home.isFetched(model)) {
                throw Failure.model("%s could not be fetched: %s; try 'ersilia fetch %s' by hand"
                        .formatted(model, fetch.ending(), model));
            }
            // Its trial leaves a server behind, which takes its time to end; what is left of it is ended with the
            // session.
            strays().forEach(ProcessHandle::destroy);
        }
        card = home.card(model);
        columns = home.columns(model).orElse(null);
        checkVersion();
        startServer();
    }

    private void checkVersion() {
        String present = card.release();
        if (askedVersion != null && present != null && !VersionTag.isSame(askedVersion, present)) {
            throw Failure.unavailable(
                            "%s is present in version %s, but %s was asked for; 'ersilia delete %s' makes room for it"
                                    .formatted(model, present, askedVersion, model))
                    .ofVersion();
        }
    }

    private void startServer() throws InterruptedException {
        end.refuseOnceBegun(model);
        Step serve = unlessStopped(program.serve(model));
        server = home.server(model).orElse(null);
        brokeOff = false;
        if (server == null) {
            throw Failure.model("%s could not be started: %s; try 'ersilia serve %s' by hand; %s"
                    .formatted(model, serve.ending(), model, remedy()));
        }
        awaitLoading(server);
        card = home.card(model); // another process may have fetched another version since the last start
        checkVersion();
    }

    /** The program returns before the server has loaded, and version 0.1.63 waits only 5 seconds for it in a call. */
    private void awaitLoading(ServerNote server) throws InterruptedException {
        long latest = System.nanoTime() + loading.toNanos();
        while (server.isLaunched() && !server.isLoaded() && System.nanoTime() < latest) {
            end.refuseOnceBegun(model);
            Thread.sleep(LOADING_PAUSE.toMillis());
        }
    }

    @Override
    public ModelOutput predict(List<String> smiles) throws ModelCallException, InterruptedException {
        if (smiles.isEmpty() || smiles.stream().anyMatch(text -> text.isEmpty() || !text.equals(text.strip()))) {
            throw new IllegalArgumentException("molecules must be trimmed and not empty: " + smiles);
        }
        end.refuseOnceBegun(model);
        Duration limit = times.limit(smiles.size());
        try {
            files.write(smiles);
        } catch (IOException e) {
            throw Failure.unavailable("cannot write %s (%s)".formatted(files.input(), e.getMessage()), e);
        }
        long begin = System.nanoTime();
        Step run = unlessStopped(program.run(files, smiles.size(), limit));
        if (run.exitCode().isEmpty()) {
            brokeOff = true;
            throw ModelCallException.hung(run.ending());
        }
        if (!files.hasOutput()) {
            brokeOff = !run.admitsFailure(); // if it admits failure, the server may be sound: controls will show
            ServerNote one = server;
            if (!brokeOff && one != null && one.lastCallFailed()) {
                // The program reports a server that does not respond, as it closes a connection on which a call failed.
                throw new ModelCallException("the model's program failed: " + run.ending());
            }
            throw ModelCallException.transport("no output file: " + run.ending());
        }
        try {
            ModelOutput output = files.read(smiles, columns);
            times.took(smiles.size(), Duration.ofNanos(System.nanoTime() - begin));
            return output;
        } catch (ModelCallException e) {
            throw e.with("; " + run.ending());
        }
    }

    /** The program counts a model as fetched even if its trial failed, and never fetches it again by itself. */
    @Override
    public String remedy() {
        String before = fetchEnding.isEmpty() ? "it had been fetched before" : "it was just fetched, " + fetchEnding;
        return "%s: 'ersilia delete %s' and the same command again fetch it from scratch".formatted(before, model);
    }

    @Override
    public boolean isAlive() {
        return !brokeOff && !end.hasBegun() && server != null && server.isAlive();
    }

    @Override
    public void restart() throws InterruptedException {
        end.refuseOnceBegun(model);
        log.info("restarting {}", model);
        endServers();
        folder.createForTheModel();
        startServer();
    }

    /** A step has not failed if it died of the signal that stops this process; it has if it died of another. */
    private Step unlessStopped(Step step) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(); // how the step ended is unknown: no log can be read while interrupted
        }
        // A server that dies of the signal first makes the program report a failure of its own.
        ServerNote one = server;
        boolean hasServerDied = one != null && !one.isAlive();
        boolean isOurEnd = (step.wasStopped() || hasServerDied) && end.beginsWithin(MOMENT);
        if (step.wasStopped() && !isOurEnd) {
            log.warn("{}, but this process is not being stopped", step.ending());
        }
        end.refuseOnceBegun(model);
        return step;
    }

    /** Closes the models of this process, ends all their processes, and forgets the session. */
    private void endServers() throws InterruptedException {
        Set<ProcessHandle> processes = new LinkedHashSet<>(strays());
        for (ServerNote one : home.servers()) {
            processes.addAll(one.processes()); // while the launcher lives: later its descendants cannot be found
        }
        try {
            Step close = program.close();
            log.debug("{}", close.ending());
        } finally {
            processes.addAll(strays());
            Processes.end(processes);
            server = null;
            saveSessionLog();
            // A failed start leaves a session without a model, which breaks every later step.
            PrivateFolder.delete(home.session());
        }
    }

    /** Processes started with our temporary folder: servers that fetch and close leave behind. */
    private Set<ProcessHandle> strays() {
        return Processes.startedWith("TMPDIR=" + folder.temporary());
    }

    @Override
    public Set<ProcessHandle> processes() {
        Set<ProcessHandle> processes = new LinkedHashSet<>(strays());
        ServerNote one = server;
        if (one != null) {
            processes.addAll(one.processes());
        }
        return processes;
    }

    private String remains() {
        String pids = processes().stream()
                .map(ProcessHandle::pid)
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
        return "%s run by ersilia (%s) and its folder %s"
                .formatted(
                        model,
                        pids.isEmpty() ? "none of its processes was found" : "'kill " + pids + "' ends it",
                        folder.folder());
    }

    private void saveSessionLog() {
        try {
            folder.note(LogText.tail(home.sessionLog(), 0, SAVED_LOG_BYTES));
        } catch (Failure e) {
            log.debug("the log of the session is lost", e); // ending it matters more
        }
    }

    @Override
    public @Nullable String modelVersion() {
        return askedVersion != null ? askedVersion : card.release();
    }

    @Override
    public @Nullable String runnerVersion() {
        return runnerVersion;
    }

    @Override
    public @Nullable String title() {
        return card.title();
    }

    @Override
    public ModelFacts facts() {
        return home.facts(model);
    }

    @Override
    public boolean deterministic() {
        return card.fixed();
    }

    @Override
    public byte[] logTail(int limit) {
        String cli = LogText.tail(home.sessionLog(), 0, limit / 2);
        int left = limit - cli.getBytes(StandardCharsets.UTF_8).length;
        byte[] both = (LogText.tail(folder.steps(), 0, left) + cli).getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOfRange(both, Math.max(0, both.length - limit), both.length);
    }

    /** Ends everything, even in an interrupted thread and at JVM shutdown; a second caller waits. */
    @Override
    public void close() {
        end.come();
    }

    private void cleanUp() {
        try {
            endServers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Failure e) {
            log.debug("nothing to close", e); // without the program there is no server
        } finally {
            program.endCurrent(); // another thread may have begun a step just before it was closed
            Processes.end(strays());
            folder.delete();
        }
    }
}
