package io.ersilia.precalc.model;

import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.run.ModelId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A model in memory that takes several calls at once, each of which lasts long enough for others to run beside it. */
final class CrowdedModel extends SoundModel {

    private static final long CALL_MICROS = 400;

    /** The server dies, and every call on it fails, when one of them is in a call. */
    final Set<String> killing = ConcurrentHashMap.newKeySet();

    /** The call hangs when one of them is in it, and so does every other that runs beside it. */
    final Set<String> hanging = ConcurrentHashMap.newKeySet();

    final Set<String> failing = ConcurrentHashMap.newKeySet();

    /** The call fails when one of them is in it and another call runs beside it: there is memory for one of them only. */
    final Set<String> shy = ConcurrentHashMap.newKeySet();

    final List<List<String>> calls = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger restarts = new AtomicInteger();
    final AtomicInteger deaths = new AtomicInteger();
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final List<String> wrongs = Collections.synchronizedList(new ArrayList<>());

    /** Whether it may be restarted although it lives. */
    volatile boolean restartAllowed;

    @Nullable
    RuntimeException restartFailure;

    /** Waited for by every restart, if there is one. */
    @Nullable
    Phaser restartGate;

    private final int inFlight;
    private volatile boolean alive = true;
    private final AtomicInteger stuck = new AtomicInteger();

    CrowdedModel(int inFlight) {
        this.inFlight = inFlight;
    }

    @Override
    public ModelSession start(ModelId model, @Nullable String version) {
        starts.incrementAndGet();
        return this;
    }

    @Override
    public int inFlight() {
        return inFlight;
    }

    @Override
    public ModelOutput predict(List<String> smiles) throws ModelCallException, InterruptedException {
        calls.add(List.copyOf(smiles));
        int now = running.incrementAndGet();
        mostAtOnce.accumulateAndGet(now, Math::max);
        boolean hangs = smiles.stream().anyMatch(hanging::contains);
        if (hangs) {
            stuck.incrementAndGet();
        }
        try {
            meetOthers();
            if (smiles.stream().anyMatch(killing::contains) && alive) {
                alive = false;
                deaths.incrementAndGet();
            }
            meetOthers();
            if (running.get() > 1 && smiles.stream().anyMatch(shy::contains)) {
                throw new ModelCallException("out of memory");
            }
            if (stuck.get() > 0) {
                throw ModelCallException.hung("ended after PT1S");
            }
            if (!alive || smiles.stream().anyMatch(failing::contains)) {
                throw new ModelCallException(alive ? "the script failed" : "no server");
            }
            return new ModelOutput(
                    FakeModel.COLUMNS, smiles.stream().map(FakeModel::cells).toList());
        } finally {
            running.decrementAndGet();
        }
    }

    private static void meetOthers() throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(CALL_MICROS / 2);
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    @Override
    public void restart() throws InterruptedException {
        if (running.get() > 0) {
            wrongs.add("restarted while it was called");
        }
        if (alive && stuck.get() == 0 && !restartAllowed) {
            wrongs.add("restarted although it lives");
        }
        if (restartGate != null) {
            restartGate.awaitAdvanceInterruptibly(restartGate.arrive());
        }
        restarts.incrementAndGet();
        if (restartFailure != null) {
            throw restartFailure;
        }
        stuck.set(0);
        alive = true;
    }
}
