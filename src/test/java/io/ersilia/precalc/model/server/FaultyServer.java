package io.ersilia.precalc.model.server;

import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.model.ersilia.fake.FakeModelServer;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A model server in this process whose faults are named, and the runner that asks it without really waiting. */
final class FaultyServer implements AutoCloseable {

    static final ModelId MODEL = new ModelId("eos3b5e");
    private static final Duration LONG = Duration.ofMinutes(1);

    final List<Duration> sleeps = Collections.synchronizedList(new ArrayList<>());
    private final FakeErsiliaHome home;
    private FakeModelServer server;
    private ServerLimits limits = new ServerLimits(LONG, LONG, LONG, LONG);
    private Runnable atSleep = () -> {};
    int inFlight = 1;

    FaultyServer(Path folder) throws IOException {
        home = FakeErsiliaHome.in(folder);
        server = FakeModelServer.start(home.eos());
    }

    FakeModelServer server() {
        return server;
    }

    FaultyServer faults(String... namesAndValues) throws IOException {
        home.faults(namesAndValues);
        return this;
    }

    FaultyServer limits(ServerLimits other) {
        limits = other;
        return this;
    }

    /** What happens while somebody waits. */
    FaultyServer atSleep(Runnable happening) {
        atSleep = happening;
        return this;
    }

    void die() {
        server.close();
    }

    void comeBack() {
        try {
            server = FakeModelServer.startAt(home.eos(), server.url());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Pauses pauses() {
        return new Pauses(
                time -> {
                    sleeps.add(time);
                    atSleep.run();
                },
                () -> 1.0);
    }

    HttpRunner runner() {
        return new HttpRunner(HttpRunner.url(server.url()), inFlight, limits, pauses());
    }

    ModelSession start(@Nullable String version) throws InterruptedException {
        return runner().start(MODEL, version);
    }

    CheckedModel checked() {
        return new CheckedModel(runner(), MODEL, null, CheckedModel.CONTROLS, new Random(5), pauses().sleeper());
    }

    List<Integer> requests() {
        return home.requests();
    }

    @Override
    public void close() {
        server.close();
    }
}
