package io.ersilia.precalc.model.server;

import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.server.ServerSession.Memory;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.web.WebClient;
import io.ersilia.precalc.web.WebUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a model server that runs elsewhere. */
public final class HttpRunner implements ModelRunner {

    /** How long a server may take to answer {@link #look}. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final WebUrl.Purpose PURPOSE =
            new WebUrl.Purpose("--model-url", "a model server", "http://127.0.0.1:8080");

    private final WebUrl url;
    private final int inFlight;
    private final ServerLimits limits;
    private final Pauses pauses;

    /**
     * Reads the address of a model server.
     *
     * @throws IllegalArgumentException if the text is not such an address
     */
    public static WebUrl url(String text) {
        return WebUrl.of(text, PURPOSE);
    }

    /**
     * Names the server without asking it.
     *
     * @param inFlight how many calls it gets at once
     */
    public HttpRunner(WebUrl url, int inFlight, ServerLimits limits) {
        this(url, inFlight, limits, Pauses.real());
    }

    HttpRunner(WebUrl url, int inFlight, ServerLimits limits, Pauses pauses) {
        this.url = url;
        this.inFlight = inFlight;
        this.limits = limits;
        this.pauses = pauses;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public int slicesAtOnce() {
        return inFlight;
    }

    /** Unknown until the server answers; the first worker records it. */
    @Override
    public Optional<String> version(ModelId model) {
        return Optional.empty();
    }

    /** Asks once, without waiting for a server that is still starting. */
    @Override
    public String look() throws InterruptedException {
        root();
        return "a model server answers at %s".formatted(url);
    }

    @Override
    public void require() throws InterruptedException {
        new Readiness(new Wire(url), Host.ELSEWHERE, limits.readiness(), pauses).await();
    }

    @Override
    public String look(ModelId model) throws InterruptedException {
        String release = ServerFacts.read(new Wire(url), model, root()).release();
        return release == null ? "%s runs it".formatted(url) : "%s runs it, version %s".formatted(url, release);
    }

    private ServerReply root() throws InterruptedException {
        try {
            ServerReply root = new Wire(url).get("/", LOOK);
            if (!root.isNotReady()) {
                return root;
            }
            throw silent(root.said());
        } catch (IOException e) {
            throw silent(WebClient.reason(e));
        }
    }

    private Failure silent(String why) {
        return Failure.unavailable(
                "no model server answers at %s: %s; start it or correct --model-url".formatted(url, why));
    }

    @Override
    public ModelSession start(ModelId model, @Nullable String version) throws InterruptedException {
        ServerSession session = new ServerSession(
                new Wire(url), model, version, inFlight, limits, pauses, Host.ELSEWHERE, Memory.fresh(limits));
        return ModelSession.opened(session, ServerSession::open);
    }
}
