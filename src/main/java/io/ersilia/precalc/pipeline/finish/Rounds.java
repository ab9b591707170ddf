package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.run.Round;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Decides at the end of a round of workers whether the run needs another. Only the store's contents count: workers end for
 * many reasons, and none of them can be asked.
 */
public final class Rounds {

    private final RunStore store;
    private final Clock clock;

    public Rounds(RunStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * How a round ended.
     *
     * @param added rows done in it
     * @param missing slices that have rows but no partition
     */
    public record Ending(Round round, long added, List<Share> missing) {

        public Ending {
            missing = List.copyOf(missing);
        }

        /** Whether another round is needed and may help. */
        public boolean goesOn() {
            return !missing.isEmpty() && !round.isLast();
        }

        /** Whether another is needed although the last ones did not help. */
        public boolean isStuck() {
            return !missing.isEmpty() && !goesOn();
        }
    }

    /**
     * Records the end of a round. If asked again for the same round, even after the process that recorded it was killed, it
     * finds the answer anew from the store and the rounds before.
     *
     * @param continuation how many rounds in a row continued by themselves up to this one; 0 if a person began it
     */
    public Ending end(Plan plan, int continuation) {
        RunFiles files = store.files(plan.model(), plan.run());
        List<Share> missing = plan.sharesWithRows().stream()
                .filter(slice -> !files.isPredicted(slice.worker()))
                .toList();
        long done = rowsDone(plan, files);
        for (int last = files.lastRound(); ; last++) {
            Optional<Round> latest = round(plan, last);
            boolean again =
                    latest.filter(round -> round.continuation() == continuation).isPresent();
            Optional<Round> before = again ? round(plan, last - 1) : latest;
            long added = done - before.map(Round::rowsDone).orElse(0L);
            Round round = new Round(
                    again ? last : last + 1,
                    continuation,
                    done,
                    fruitless(continuation, added, before),
                    clock.instant());
            if (again) {
                store.save(plan.model(), plan.run(), round);
            }
            if (again || store.create(plan.model(), plan.run(), round)) {
                return new Ending(round, added, missing);
            } // else somebody ended a round meanwhile
        }
    }

    /** After a round that a person began, the fruitless ones before it no longer count. */
    private static int fruitless(int continuation, long added, Optional<Round> before) {
        if (added > 0) {
            return 0;
        }
        return 1 + (continuation == 0 ? 0 : before.map(Round::fruitless).orElse(0));
    }

    /** Rows of predicted partitions, plus those in finished batches of the others. */
    static long rowsDone(Plan plan, RunFiles files) {
        return plan.shares().stream()
                .mapToLong(slice -> files.isPredicted(slice.worker())
                        ? slice.slice().size()
                        : files.keptRows(slice.worker(), slice.slice()))
                .sum();
    }

    private Optional<Round> round(Plan plan, int number) {
        return number == 0 ? Optional.empty() : store.round(plan.model(), plan.run(), number);
    }
}
