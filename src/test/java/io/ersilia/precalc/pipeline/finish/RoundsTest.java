package io.ersilia.precalc.pipeline.finish;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.pipeline.CountingStore;
import io.ersilia.precalc.pipeline.HandClock;
import io.ersilia.precalc.pipeline.PaperRun;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.store.RunFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a run needs another round of workers, and when it is given up. */
class RoundsTest {

    private final HandClock clock = new HandClock();
    private final PaperRun run = new PaperRun(100, 4);

    private Rounds.Ending end(int continuation) {
        return new Rounds(run.store, clock).end(run.plan, continuation);
    }

    @Test
    void goesOnWhilePartitionsAreMissingAndPartitionsWereAdded() {
        run.predict(1);
        Rounds.Ending first = end(0);
        run.predict(2);
        Rounds.Ending second = end(1);

        assertThat(first.goesOn()).isTrue();
        assertThat(first.added()).isEqualTo(25);
        assertThat(second.goesOn()).isTrue();
        assertThat(second.added()).isEqualTo(25);
        assertThat(second.round().rowsDone()).isEqualTo(50);
        assertThat(second.missing()).extracting(Share::worker).containsExactly(3, 4);
        assertThat(run.store.files(run.plan.model(), run.plan.run()).lastRound())
                .isEqualTo(2);
    }

    @Test
    void finishedBatchesAloneAreRowsAdded() {
        run.keep(3, 0, 10);
        assertThat(end(0).added()).isEqualTo(10);
        run.keep(3, 5, 10); // overlaps the first
        Rounds.Ending second = end(1);

        assertThat(second.added()).isEqualTo(5);
        assertThat(second.goesOn()).isTrue();
    }

    @Test
    void batchesThatBecomeAPartitionAreNotCountedTwice() {
        run.keep(1, 0, 25);
        end(0);
        run.predict(1);

        assertThat(end(1).added()).isZero();
    }

    @Test
    void oneRoundInVainIsForgivenAndTwoAreTheEnd() {
        run.predict(1);
        assertThat(end(0).goesOn()).isTrue();
        assertThat(end(1).goesOn()).isTrue();
        Rounds.Ending third = end(2);

        assertThat(third.goesOn()).isFalse();
        assertThat(third.isStuck()).isTrue();
        assertThat(third.missing()).extracting(Share::worker).containsExactly(2, 3, 4);
    }

    @Test
    void aRunOfWhichNothingIsEverDoneEndsToo() {
        assertThat(end(0).goesOn()).isTrue();
        assertThat(end(1).isStuck()).isTrue();
    }

    @Test
    void aRowAfterARoundInVainMakesItGood() {
        run.predict(1);
        end(0);
        end(1);
        run.keep(2, 0, 1);
        assertThat(end(2).goesOn()).isTrue();
        assertThat(end(3).goesOn()).isTrue();
        assertThat(end(4).goesOn()).isFalse();
    }

    @Test
    void rowsThatWereLostAreNoneAdded() {
        run.keep(1, 0, 20);
        end(0);
        run.store.deleteCheckpoint(run.plan.partition(1), new Slice(0, 20));
        run.keep(1, 0, 5);

        assertThat(end(1).round().fruitless()).isEqualTo(1);
    }

    @Test
    void whenAllIsPredictedNoOtherRoundIsNeededServedOrNot() {
        for (int worker = 1; worker <= 4; worker++) {
            run.predict(worker);
        }
        Rounds.Ending ending = end(0);

        assertThat(ending.goesOn()).isFalse();
        assertThat(ending.isStuck()).isFalse();
        assertThat(end(1).isStuck()).isFalse();
        assertThat(end(2).isStuck()).isFalse();
    }

    @Test
    void aSliceWithoutRowsIsNeverMissing() {
        PaperRun small = new PaperRun(2, 3);
        small.predict(2);
        small.predict(3);

        assertThat(small.slice(1).isEmpty()).isTrue();
        assertThat(new Rounds(small.store, clock).end(small.plan, 0).goesOn()).isFalse();
    }

    @Test
    void finishKilledAfterItRecordedTheRoundAnswersTheSameTheNextTime() {
        run.predict(1);
        end(0);
        Rounds.Ending told = end(1);

        assertThat(end(1)).isEqualTo(told);
        assertThat(end(1)).isEqualTo(told);
        assertThat(run.store.files(run.plan.model(), run.plan.run()).lastRound())
                .isEqualTo(2);
        assertThat(end(2).isStuck()).isTrue();
        assertThat(end(2).isStuck()).isTrue();
    }

    @Test
    void ofTwoThatEndTheSameRoundAtOnceBothSayTheSame() {
        CountingStore objects = new CountingStore();
        PaperRun twice = new PaperRun(100, 4, objects);
        Rounds rounds = new Rounds(twice.store, clock);
        twice.predict(1);
        rounds.end(twice.plan, 0);
        List<Rounds.Ending> quicker = new ArrayList<>();
        objects.beforeCreate = () -> {
            objects.beforeCreate = () -> {};
            quicker.add(rounds.end(twice.plan, 1));
        };

        Rounds.Ending slower = rounds.end(twice.plan, 1);

        assertThat(quicker).containsExactly(slower);
        assertThat(slower.round().fruitless()).isEqualTo(1);
        assertThat(twice.store.files(twice.plan.model(), twice.plan.run()).lastRound())
                .isEqualTo(2);
    }

    @Test
    void aRoundWhoseFailedJobsWereRunAgainIsJudgedByAllItAdded() {
        run.predict(1);
        end(0);
        end(1);
        assertThat(end(2).isStuck()).isTrue();
        run.keep(2, 0, 10); // somebody ran the failed jobs again

        assertThat(end(2).goesOn()).isTrue();
        assertThat(end(3).added()).isZero();
    }

    @Test
    void whoeverBeginsByHandAgainGetsTwoRoundsAgain() {
        run.predict(1);
        end(0);
        end(1);
        assertThat(end(2).goesOn()).isFalse();

        assertThat(end(0).goesOn()).isTrue();
        assertThat(end(1).goesOn()).isFalse();
        assertThat(run.store.files(run.plan.model(), run.plan.run()).lastRound())
                .isEqualTo(5);
    }

    /**
     * The model of the issue: 3 s a molecule, 2,000,000 molecules, 50 workers, 5.5 h a round: 6,600 molecules a worker
     * and round of its 40,000, less what a batch of three minutes loses at the deadline.
     */
    @ParameterizedTest(name = "each worker starts in {0} minutes")
    @ValueSource(ints = {0, 5, 20})
    void aSlowModelNeedsSevenRoundsAndEnds(int minutesToStart) {
        PaperRun slow = new PaperRun(2_000_000, 50);
        Rounds rounds = new Rounds(slow.store, clock);
        Duration round = Duration.ofMinutes(330);
        int continuation = 0;
        Rounds.Ending ending;
        do {
            RunFiles files = slow.store.files(slow.plan.model(), slow.plan.run());
            for (int worker = 1; worker <= 50; worker++) {
                boolean killed = continuation == 2 && worker % 2 == 0; // half of them, in the middle
                Duration time = round.minusMinutes(minutesToStart);
                work(slow, files, worker, killed ? time.dividedBy(2) : time);
            }
            clock.pass(round);
            ending = rounds.end(slow.plan, continuation);
            continuation++;
        } while (ending.goesOn());

        assertThat(ending.missing()).isEmpty();
        assertThat(ending.round().rowsDone()).isEqualTo(2_000_000);
        assertThat(ending.round().number()).isEqualTo(7);
        assertThat(ending.round().ended()).isEqualTo(PaperRun.CREATED.plus(round.multipliedBy(7)));
    }

    /** One model that is never there on half of the workers does not keep the others from their end, nor the run from its. */
    @Test
    void workersThatNeverGetAnywhereEndTheRunOnceTheOthersAreDone() {
        PaperRun slow = new PaperRun(200_000, 10);
        Rounds rounds = new Rounds(slow.store, clock);
        int continuation = 0;
        Rounds.Ending ending;
        do {
            RunFiles files = slow.store.files(slow.plan.model(), slow.plan.run());
            for (int worker = 1; worker <= 10; worker += 2) {
                work(slow, files, worker, Duration.ofMinutes(330));
            }
            ending = rounds.end(slow.plan, continuation++);
        } while (ending.goesOn());

        assertThat(ending.isStuck()).isTrue();
        assertThat(ending.missing()).extracting(Share::worker).containsExactly(2, 4, 6, 8, 10);
        assertThat(ending.round().number()).isEqualTo(4 + 2);
    }

    /** Batches of 60 molecules, three minutes each, from where the slice stands. */
    private static void work(PaperRun run, RunFiles files, int worker, Duration time) {
        if (files.isPredicted(worker)) {
            return;
        }
        long rows = run.slice(worker).size();
        long done = files.keptRows(worker, run.slice(worker));
        for (Duration left = time; done < rows; ) {
            long batch = Math.min(60, rows - done);
            left = left.minusSeconds(3 * batch);
            if (left.isNegative()) {
                return;
            }
            run.keep(worker, done, batch);
            done += batch;
        }
        run.predict(worker);
    }
}
