package io.ersilia.precalc.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BusyScreeningTest {

    /** Enough that whatever is timed gets a quarter of a core. */
    private static final int BUSY = 3 * Runtime.getRuntime().availableProcessors();

    private static List<String> molecules() {
        return Stream.concat(Cages.slow().stream(), Stream.of("CCO", "C*", "nope", "C12C3C4C1C5C2C3C45"))
                .toList();
    }

    @Test
    void cagesAreMoleculesHoweverManyThreadsTheProcessHasAtWork() throws InterruptedException, ExecutionException {
        Screening screening = new Screening();
        List<Screened> alone = molecules().stream()
                .map(smiles -> screening.screen(smiles, null))
                .toList();

        assertThat(alone.subList(0, 2))
                .hasOnlyElementsOfType(Screened.Accepted.class)
                .doesNotHaveDuplicates();
        assertThat(besideOthers(screening)).isEqualTo(alone);
    }

    @Test
    void whatIsTooComplexIsSoHoweverManyThreadsTheProcessHasAtWork() throws InterruptedException, ExecutionException {
        Screening screening = new Screening(Duration.ofMillis(100));
        List<Screened> alone = molecules().stream()
                .map(smiles -> screening.screen(smiles, null))
                .toList();

        assertThat(alone.subList(0, 2)).hasOnlyElementsOfType(Screened.TooComplex.class);
        assertThat(alone.get(2)).isInstanceOf(Screened.Accepted.class);
        assertThat(besideOthers(screening)).isEqualTo(alone);
    }

    @Test
    void whoWaitsNoLongerIsNotKeptWaiting() {
        Screening screening = new Screening(Duration.ofMillis(100));

        assertThatThrownBy(() -> screening.screen(Cages.ring(14), null, () -> Duration.ZERO))
                .isInstanceOf(CancellationException.class);
        assertThat(screening.screen("CCO", null, () -> Duration.ZERO)).isInstanceOf(Screened.Accepted.class);
    }

    /** All of the molecules at once, each by a thread of its own, while others do nothing but keep the machine busy. */
    private static List<Screened> besideOthers(Screening screening) throws InterruptedException, ExecutionException {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < BUSY; i++) {
                threads.execute(() -> {
                    while (!done.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
            List<Future<Screened>> screened = new ArrayList<>();
            for (String smiles : molecules()) {
                screened.add(threads.submit(() -> screening.screen(smiles, null)));
            }
            List<Screened> all = new ArrayList<>();
            for (Future<Screened> one : screened) {
                all.add(one.get());
            }
            return all;
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }
}
