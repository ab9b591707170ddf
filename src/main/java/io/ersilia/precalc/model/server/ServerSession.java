package io.ersilia.precalc.model.server;

import io.ersilia.precalc.model.CallTimes;
import io.ersilia.precalc.model.ModelCallException;
import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.VersionTag;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.web.WebClient;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model server asked over HTTP, by as many threads at once as are allowed. */
final class ServerSession implements ModelSession {

    private static final Logger log = LoggerFactory.getLogger(ServerSession.class);

    /** What is kept when another server of the model replaces this one. */
    record Memory(CallTimes times, Notes notes) {
        static Memory fresh(ServerLimits limits) {
            return new Memory(new CallTimes(limits.firstCall(), limits.expectedCall()), new Notes());
        }
    }

    private final ModelId model;
    private final @Nullable String asked;
    private final int inFlight;
    private final ServerLimits limits;
    private final Pauses pauses;
    private final Host host;
    private final Memory memory;
    private final Wire wire;

    private volatile ServerFacts facts = new ServerFacts(null, null, true, null);
    private volatile @Nullable List<String> columns;
    private volatile boolean closed;

    /**
     * Names a server without asking it anything.
     *
     * @param asked the version that must run; null for any
     */
    ServerSession(
            Wire wire,
            ModelId model,
            @Nullable String asked,
            int inFlight,
            ServerLimits limits,
            Pauses pauses,
            Host host,
            Memory memory) {
        this.wire = wire;
        this.model = model;
        this.asked = asked;
        this.inFlight = inFlight;
        this.limits = limits;
        this.pauses = pauses;
        this.host = host;
        this.memory = memory;
    }

    /** Waits until the server answers, and learns which model it runs. */
    void open() throws InterruptedException {
        facts = read();
        columns = facts.columns();
        String release = facts.release();
        if (asked != null && release != null && !VersionTag.isSame(asked, release)) {
            throw Failure.unavailable("%s runs version %s of %s, but %s was asked for: name a server that has it"
                            .formatted(wire.url(), release, model, asked))
                    .ofVersion();
        }
        if (asked != null && release == null) {
            log.warn("{} does not say which version of {} it runs: assuming {}", wire.url(), model, asked);
        }
    }

    private ServerFacts read() throws InterruptedException {
        return ServerFacts.read(wire, model, new Readiness(wire, host, limits.readiness(), pauses).await());
    }

    @Override
    public ModelOutput predict(List<String> smiles) throws ModelCallException, InterruptedException {
        if (smiles.isEmpty() || smiles.stream().anyMatch(text -> text.isEmpty() || !text.equals(text.strip()))) {
            throw new IllegalArgumentException("molecules must be trimmed and not empty: " + smiles);
        }
        try {
            return call(smiles);
        } catch (ModelCallException e) {
            refuseWhenClosed(); // if it was closed, that is why the call failed
            memory.notes().add("%s: %s".formatted(Words.many(smiles.size(), "molecule"), e.getMessage()));
            throw e;
        }
    }

    private ModelOutput call(List<String> smiles) throws ModelCallException, InterruptedException {
        byte[] body = Json.compact(smiles).getBytes(StandardCharsets.UTF_8);
        Postponement postponement = new Postponement(wire, limits.patience(), pauses);
        while (true) {
            refuseWhenClosed();
            long begin = System.nanoTime();
            ServerReply reply = post(body, memory.times().limit(smiles.size()));
            if (reply.isOk()) {
                ModelOutput output = Records.read(reply.body(), smiles, columns);
                columns = output.columns();
                memory.times().took(smiles.size(), Duration.ofNanos(System.nanoTime() - begin));
                return output;
            }
            if (reply.isRefusal()) {
                throw Failure.unavailable(
                        "%s does not let us run the model: %s; it must be an ersilia-pack server that needs no login"
                                .formatted(wire.url(), reply.said()));
            }
            if (!reply.isPutOff()) {
                String said = "the model server answered " + reply.said();
                throw reply.isTheModelsWord() ? new ModelCallException(said) : ModelCallException.transport(said);
            }
            memory.notes().add("put off: " + reply.said());
            postponement.await(reply);
        }
    }

    private ServerReply post(byte[] body, Duration limit) throws ModelCallException, InterruptedException {
        try {
            return wire.post("/run", body, limit);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw ModelCallException.transport(
                    "no model server answers at %s: %s".formatted(wire.url(), WebClient.reason(e)), e);
        } catch (HttpTimeoutException e) {
            throw ModelCallException.hung("the model server gave no answer within " + Words.duration(limit));
        } catch (IOException e) {
            throw ModelCallException.transport("the model server broke off the call: " + WebClient.reason(e), e);
        }
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw Failure.stopped("the session of %s is closed".formatted(model), null);
        }
    }

    @Override
    public @Nullable String modelVersion() {
        return asked != null ? asked : facts.release();
    }

    @Override
    public @Nullable String title() {
        return facts.title();
    }

    @Override
    public ModelFacts facts() throws InterruptedException {
        return ServerFacts.all(wire);
    }

    /** The version on the card, whichever was asked for. */
    @Nullable
    String release() {
        return facts.release();
    }

    @Override
    public @Nullable String runnerVersion() {
        return null; // servers do not say
    }

    @Override
    public boolean deterministic() {
        return facts.fixed();
    }

    @Override
    public int inFlight() {
        return inFlight;
    }

    @Override
    public boolean isAlive() {
        try {
            return !closed && Health.of(wire).answers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits for whoever runs the server to restart it. It must still be the same version. */
    @Override
    public void restart() throws InterruptedException {
        refuseWhenClosed();
        log.info("waiting for the model server at {}", wire.url());
        ServerFacts before = facts;
        ServerFacts now = read();
        if (!Objects.equals(now.release(), before.release())) {
            throw Failure.unavailable(
                    "the model server at %s came back with version %s of %s, before %s: begin another run"
                            .formatted(wire.url(), now.release(), model, before.release()));
        }
    }

    @Override
    public byte[] logTail(int limit) {
        return memory.notes().tail(limit);
    }

    @Override
    public void close() {
        closed = true;
        wire.close();
    }

    /** Waits for one call that the server puts off, until patience runs out. */
    private static final class Postponement {

        /** However long a server wants to be left alone, it is asked again after this. */
        static final Duration LONGEST = Duration.ofMinutes(5);

        private static final Logger log = LoggerFactory.getLogger(Postponement.class);
        private static final int UNAVAILABLE = 503;

        private final Wire wire;
        private final Duration patience;
        private final Pauses pauses;
        private Duration waited = Duration.ZERO;
        private int attempts;

        Postponement(Wire wire, Duration patience, Pauses pauses) {
            this.wire = wire;
            this.patience = patience;
            this.pauses = pauses;
        }

        /**
         * Waits until the call may be tried again: as long as the server says, and while its circuit breaker is open.
         *
         * @throws Failure of kind UNAVAILABLE if the waits together took too long
         */
        void await(ServerReply reply) throws InterruptedException {
            Duration least = pauses.after(++attempts);
            Duration wanted = reply.retryAfter().orElse(least);
            Duration bounded = wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
            pause(bounded.compareTo(Pauses.SHORTEST) < 0 ? least : bounded, reply);
            while (reply.status() == UNAVAILABLE && Health.of(wire) == Health.BREAKER_OPEN) {
                pause(pauses.after(++attempts), reply);
            }
        }

        private void pause(Duration duration, ServerReply reply) throws InterruptedException {
            Duration left = patience.minus(waited);
            if (left.isZero() || left.isNegative()) {
                throw Failure.unavailable(
                        "the model server at %s postponed a call for too long: %d s, at last: %s; run again when it has room"
                                .formatted(wire.url(), waited.toSeconds(), reply.said()));
            }
            Duration time = duration.compareTo(left) < 0 ? duration : left;
            log.info("the model server at {} postpones a call by {} s: {}", wire.url(), time.toSeconds(), reply.said());
            pauses.sleep(time);
            waited = waited.plus(time);
        }
    }
}
