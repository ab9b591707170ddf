package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.model.HubModel;
import io.ersilia.precalc.pipeline.campaign.PastRun.Fit;
import io.ersilia.precalc.run.CampaignStart;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Quarantine;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Spending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A model with a speed and troubles of its own, and what its runs leave in a store that is only imagined. */
final class SimulatedModel {

    static final long ROWS = 2_000_000;

    /** How a start goes. */
    enum Fate {
        WELL,
        /** Somebody cancels it half way. */
        CANCELLED,
        /** The workflow is never started. */
        LOST,
        /** The model does not answer. */
        BROKEN
    }

    private static final class Run {
        final RunId id;
        final @Nullable Integer sample;
        final int release;
        boolean planned;
        boolean stopped;
        double rowsDone;
        double hours;
        Instant sign;

        @Nullable
        Instant finished;

        Run(RunId id, @Nullable Integer sample, int release, Instant now) {
            this.id = id;
            this.sample = sample;
            this.release = release;
            this.sign = now;
        }
    }

    final ModelId id;
    final double hours;
    final List<CampaignStart> starts = new ArrayList<>();
    final List<Integer> completed = new ArrayList<>();
    Instant waitingSince;
    boolean broken;
    private final Random random;
    private final List<Run> runs = new ArrayList<>();
    private int release = 1;
    private boolean measured;
    private @Nullable Quarantine quarantine;
    private @Nullable Run active;
    private Fate fate = Fate.WELL;
    private double left;

    SimulatedModel(ModelId id, double hours, boolean broken, Random random, Instant now) {
        this.id = id;
        this.hours = hours;
        this.broken = broken;
        this.random = random;
        this.waitingSince = now;
    }

    /** A newer one appears in the catalog; it works. */
    void release(Instant now) {
        release++;
        broken = false;
        waitingSince = now;
    }

    boolean isKnown() {
        return completed.contains(release);
    }

    boolean isActive() {
        return active != null;
    }

    @Override
    public String toString() {
        return "%s, release %d, %.1f hours, waiting since %s".formatted(id, release, hours, waitingSince);
    }

    ModelHistory history() {
        List<PastRun> past = new ArrayList<>();
        for (int i = runs.size() - 1; i >= 0; i--) {
            Run run = runs.get(i);
            boolean probe = run.sample != null;
            if (run.planned && !(probe && run.finished != null && run.release != release)) {
                Fit fit = run.release != release ? Fit.OLDER : probe ? Fit.PROBE : Fit.CURRENT;
                past.add(new PastRun(
                        run.id,
                        fit,
                        run.finished,
                        (long) run.rowsDone,
                        run.sign,
                        run.stopped,
                        run.finished == null || probe ? null : Double.valueOf(run.hours)));
            }
        }
        Spending whole = measured ? new Spending(hours, ROWS, 1) : null;
        HubModel listed = new HubModel(id, null, null, "Ready", List.of(), List.of(), List.of(), "v" + release);
        return new ModelHistory(listed, whole, past, starts, quarantine);
    }

    void quarantine(ModelState state, Instant now) {
        if (quarantine == null || !("v" + release).equals(quarantine.modelVersion())) {
            quarantine = new Quarantine(id, "v" + release, Objects.requireNonNull(state.run()), now, state.why(), null);
        }
    }

    boolean isInQuarantine() {
        return quarantine != null && ("v" + release).equals(quarantine.modelVersion());
    }

    void start(CampaignStart start, Instant now) {
        starts.add(start);
        double chance = random.nextDouble();
        fate = broken ? Fate.BROKEN : chance < 0.1 ? Fate.CANCELLED : chance < 0.12 ? Fate.LOST : Fate.WELL;
        if (fate == Fate.LOST) {
            return;
        }
        active = runs.stream()
                .filter(run -> run.id.equals(start.run()))
                .findFirst()
                .orElseGet(() -> new Run(start.run(), start.sample(), release, now));
        if (!runs.contains(active)) {
            runs.add(active);
        }
        active.planned = true;
        active.stopped = false;
        active.sign = now;
        double whole =
                active.sample == null ? hours * (0.9 + 0.2 * random.nextDouble()) : 0.5 + 0.5 * random.nextDouble();
        left = fate == Fate.BROKEN ? 0.5 : whole * (1 - active.rowsDone / (2 * rows(active)));
        if (fate == Fate.CANCELLED) {
            left *= random.nextDouble();
        }
    }

    private static double rows(Run run) {
        return run.sample == null ? ROWS : run.sample;
    }

    /** Lets the time pass; returns the hours of runners that went by. */
    double pass(Duration time, Instant now) {
        if (active == null) {
            return 0;
        }
        int jobs = starts.get(starts.size() - 1).jobs();
        double worked = Math.min(left, jobs * time.toMinutes() / 60.0);
        left -= worked;
        active.hours += worked;
        if (fate != Fate.BROKEN) {
            double whole = active.sample == null ? hours : 0.75;
            active.rowsDone = Math.min(2 * rows(active) - 1, active.rowsDone + 2 * rows(active) * worked / whole);
        }
        if (Duration.between(active.sign, now).toMinutes() >= 330) {
            active.sign = now; // a round has ended
        }
        if (left <= 1e-9) {
            end(active, now);
            active = null;
        }
        return worked;
    }

    private void end(Run run, Instant now) {
        switch (fate) {
            case BROKEN -> {
                run.stopped = true;
                run.sign = now;
            }
            case WELL -> {
                run.rowsDone = 2 * rows(run);
                run.finished = now;
                run.sign = now;
                measured = true;
                if (run.sample == null) {
                    completed.add(run.release);
                }
            }
            case CANCELLED, LOST -> {} // nothing says so
        }
    }
}
