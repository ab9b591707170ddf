package io.ersilia.precalc.model.server;

import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.server.ServerSession.Memory;
import io.ersilia.precalc.run.ModelId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a model server that somebody runs somewhere. */
public final class HttpRunner implements ModelRunner {

    private final ServerUrl url;
    private final int inFlight;
    private final ServerLimits limits;
    private final Pauses pauses;

    /**
     * Names the server without asking it.
     *
     * @param inFlight how many calls it gets at once
     */
    public HttpRunner(ServerUrl url, int inFlight, ServerLimits limits) {
        this(url, inFlight, limits, Pauses.real());
    }

    HttpRunner(ServerUrl url, int inFlight, ServerLimits limits, Pauses pauses) {
        this.url = url;
        this.inFlight = inFlight;
        this.limits = limits;
        this.pauses = pauses;
    }

    @Override
    public String name() {
        return "http";
    }

    /** Nobody knows before the server is waited for; the first worker records it. */
    @Override
    public Optional<String> version(ModelId model) {
        return Optional.empty();
    }

    @Override
    public ModelSession start(ModelId model, @Nullable String version) throws InterruptedException {
        ServerSession session = new ServerSession(
                new Wire(url), model, version, inFlight, limits, pauses, Host.ELSEWHERE, Memory.fresh(limits));
        return ModelSession.opened(session, ServerSession::open);
    }
}
