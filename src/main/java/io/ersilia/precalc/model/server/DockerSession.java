package io.ersilia.precalc.model.server;

import io.ersilia.precalc.model.LogText;
import io.ersilia.precalc.model.ModelCallException;
import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.ProcessMark;
import io.ersilia.precalc.model.SessionEnd;
import io.ersilia.precalc.model.server.ServerSession.Memory;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model in a container, which is removed in every case. */
final class DockerSession implements ModelSession, Host {

    private static final Logger log = LoggerFactory.getLogger(DockerSession.class);

    /** How often to look for a container to remove: one whose creation was broken off may appear a little later. */
    private static final int LOOKS = 3;

    private final DockerSettings settings;
    private final DockerProgram docker;
    private final Pauses pauses;
    private final ModelId model;
    private final @Nullable String asked;
    private final Owner owner = new Owner(ProcessMark.self());
    private final Memory memory;
    private final SessionEnd end;

    private @Nullable String runnerVersion;
    private @Nullable String version;
    private volatile @Nullable DockerImage image;
    private volatile @Nullable Container container;
    private volatile @Nullable ServerSession server;
    private volatile boolean created;
    private volatile boolean hung;
    private volatile long timesOutOfMemory;
    private volatile @Nullable Confinement confinement;

    /** Whether the model has answered with values under the current confinement. */
    private volatile boolean proven;

    DockerSession(DockerSettings settings, DockerProgram docker, Pauses pauses, ModelId model, @Nullable String asked) {
        this.settings = settings;
        this.docker = docker;
        this.pauses = pauses;
        this.model = model;
        this.asked = asked;
        this.memory = Memory.fresh(settings.limits());
        this.end = new SessionEnd("remove-container", docker::endUnderWay, this::cleanUp);
    }

    /** Finds or pulls the image, and starts the model in a container. */
    void open() throws InterruptedException {
        end.comesAtShutdown(model.value(), this::remains);
        try {
            runnerVersion = docker.version();
            Owner.removeAbandoned(docker);
            DockerImage found = DockerImage.find(docker, model, asked);
            image = found;
            confinement = Confinement.tightest(docker, settings.network());
            version = found.version(launchAsTightAsItGoes(found).release());
        } catch (Failure failure) {
            end.refuseOnceBegun(model); // if it was closed, that is why the step failed
            throw failure;
        }
    }

    /** Launches read-only first, then writable: an image that writes to its own files may not even start read-only. */
    private ServerSession launchAsTightAsItGoes(DockerImage found) throws InterruptedException {
        try {
            return launch(found);
        } catch (Failure failure) {
            end.refuseOnceBegun(model);
            if (failure.kind() != Failure.Kind.MODEL || !created || !loosen(failure.getMessage())) {
                throw failure;
            }
            return launch(found);
        }
    }

    /** Removes a read-only container that has not answered, and lets the next one write. Returns whether there was one. */
    private synchronized boolean loosen(@Nullable String why) throws InterruptedException {
        Confinement tight = confinement;
        if (proven || tight == null || tight.files() == Confinement.Files.WRITABLE) {
            return false;
        }
        log.warn("{} does not answer with read-only files, so it may now write to them: {}", model, why);
        remove();
        confinement = tight.writable();
        return true;
    }

    private ServerSession launch(DockerImage found) throws InterruptedException {
        end.refuseOnceBegun(model);
        Container started = new Container(
                docker,
                "precalc-%s-%s".formatted(model, UUID.randomUUID().toString().substring(0, 8)));
        container = started;
        created = false;
        hung = false;
        timesOutOfMemory = 0;
        log.info("starting {} in container {}", found.reference(), started.name());
        started.run(found, settings.memory(), owner, Objects.requireNonNull(confinement));
        created = true;
        end.refuseOnceBegun(model);
        int port = started.port();
        if (port == 0) {
            requireRunning();
            throw Failure.model("container %s of %s has no port 80".formatted(started.name(), found.reference()));
        }
        ServerSession fresh = new ServerSession(
                new Wire(HttpRunner.url("http://127.0.0.1:" + port)),
                model,
                null,
                settings.inFlight(),
                settings.limits(),
                pauses,
                this,
                memory);
        server = fresh;
        fresh.open();
        return fresh;
    }

    @Override
    public void requireRunning() throws InterruptedException {
        end.refuseOnceBegun(model);
        Container started = container;
        if (started == null) {
            return;
        }
        Container.State state = started.state();
        if (state.exitCode() != null) {
            throw Failure.model("the container of %s ended with exit code %s%s, %s"
                    .formatted(
                            model,
                            state.exitCode(),
                            state.outOfMemory() ? moreMemory() : "",
                            LogText.lastWords(started.logs(DockerProgram.QUICK))));
        }
    }

    private String moreMemory() {
        return ", out of memory: it had %s, give it more with --model-memory".formatted(settings.memory());
    }

    /** Whether a process in the container ran out of memory since the last check: a server outlives its child processes. */
    private boolean tookTooMuchMemory(Container started) throws InterruptedException {
        long before = timesOutOfMemory;
        timesOutOfMemory = started.timesOutOfMemory();
        return timesOutOfMemory > before;
    }

    @Override
    public Failure silent(String what) throws InterruptedException {
        Container started = container;
        return Failure.model("%s in the container of %s, %s"
                .formatted(what, model, started == null ? "" : LogText.lastWords(started.logs(DockerProgram.QUICK))));
    }

    @Override
    public ModelOutput predict(List<String> smiles) throws ModelCallException, InterruptedException {
        end.refuseOnceBegun(model);
        ServerSession current = server;
        Container started = container;
        if (current == null || started == null) {
            throw new IllegalStateException(model + " is not started");
        }
        try {
            ModelOutput output = current.predict(smiles);
            if (proven || !output.rows().stream().allMatch(ModelOutput::isEmpty)) {
                proven = true;
                return output;
            }
            return reopen("it answered without any value") ? predict(smiles) : output;
        } catch (ModelCallException e) {
            end.refuseOnceBegun(model);
            hung |= e.hasHung(); // a hung call goes on inside until the container ends
            Container.State state = started.state();
            if (!e.hasHung() && (state.outOfMemory() || tookTooMuchMemory(started))) {
                memory.notes().add("a process in the container ended%s".formatted(moreMemory()));
                throw e.with(moreMemory());
            }
            if (!e.hasHung() && reopen(e.getMessage())) {
                return predict(smiles);
            }
            throw e;
        }
    }

    @Override
    public boolean isAlive() {
        ServerSession current = server;
        Container started = container;
        try {
            return !end.hasBegun()
                    && !hung
                    && current != null
                    && started != null
                    && started.state().exitCode() == null
                    && current.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public synchronized void restart() throws InterruptedException {
        end.refuseOnceBegun(model);
        log.info("starting a fresh container of {}", model);
        remove();
        DockerImage same = image;
        if (same == null) {
            throw new IllegalStateException(model + " was never started");
        }
        try {
            launch(same);
        } catch (Failure failure) {
            end.refuseOnceBegun(model);
            throw failure;
        }
    }

    /** Replaces a read-only container that has not answered with one that may write. */
    private synchronized boolean reopen(@Nullable String why) throws InterruptedException {
        DockerImage same = image;
        if (same == null || !loosen(why)) {
            return false;
        }
        launch(same);
        return true;
    }

    private void remove() throws InterruptedException {
        ServerSession current = server;
        if (current != null) {
            current.close();
        }
        Container started = container;
        if (started == null) {
            return;
        }
        memory.notes().add(started.logs(logLimit()));
        boolean removed = started.remove(removeLimit());
        for (int look = 1; look < LOOKS && !created; look++) {
            pauses.sleep(Pauses.SHORTEST);
            removed = started.remove(removeLimit());
        }
        container = removed ? null : started;
    }

    private String remains() {
        Container started = container;
        return started == null
                ? "a call of docker for " + model
                : "%s in container %s ('docker rm -f %2$s' removes it)".formatted(model, started.name());
    }

    /** Time limit for reading the log, which is read twice at the end and matters less than ending the container. */
    private Duration logLimit() {
        Duration most = settings.closing().dividedBy(4);
        return most.compareTo(DockerProgram.QUICK) < 0 ? most : DockerProgram.QUICK;
    }

    private Duration removeLimit() {
        return settings.closing().dividedBy(2);
    }

    @Override
    public @Nullable String modelVersion() {
        return version;
    }

    @Override
    public @Nullable String runnerVersion() {
        return runnerVersion;
    }

    @Override
    public @Nullable String title() {
        ServerSession current = server;
        return current == null ? null : current.title();
    }

    @Override
    public ModelFacts facts() throws InterruptedException {
        ServerSession current = server;
        return current == null ? ModelFacts.NONE : current.facts();
    }

    @Override
    public boolean deterministic() {
        ServerSession current = server;
        return current == null || current.deterministic();
    }

    @Override
    public int inFlight() {
        return settings.inFlight();
    }

    @Override
    public byte[] logTail(int limit) {
        Container started = container;
        boolean interrupted = Thread.interrupted(); // the log is wanted most when something went wrong
        try {
            Notes both = new Notes();
            both.add(new String(memory.notes().tail(limit), StandardCharsets.UTF_8));
            both.add(started == null ? "" : started.logs(logLimit()));
            return both.tail(limit);
        } catch (InterruptedException e) {
            interrupted = true;
            return memory.notes().tail(limit);
        } catch (Failure e) {
            log.debug("no log of the container", e);
            return memory.notes().tail(limit);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Removes the container, even in an interrupted thread and at JVM shutdown; a second caller waits. */
    @Override
    public void close() {
        end.come();
    }

    private void cleanUp() {
        try {
            remove();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Failure e) {
            log.debug("nothing to remove", e); // without the program there is no container
        } finally {
            docker.forget();
        }
    }
}
