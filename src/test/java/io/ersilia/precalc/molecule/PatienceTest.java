package io.ersilia.precalc.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatienceTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration FOR_EVER = Duration.ofDays(1);

    /** A molecule that needs the given processor time, on a machine where its thread gets the given share of it. */
    private static final class Machine {
        final List<Duration> attempts = new ArrayList<>();
        private final Duration needs;
        private final int threads;
        private Duration own = Duration.ZERO;

        Machine(Duration needs, int threads) {
            this.needs = needs;
            this.threads = threads;
        }

        Optional<String> attempt(Duration allowed) {
            attempts.add(allowed);
            Duration share = allowed.dividedBy(threads);
            own = own.plus(share.compareTo(needs) < 0 ? share : needs);
            return share.compareTo(needs) < 0 ? Optional.empty() : Optional.of("key");
        }

        Optional<String> ask() {
            return new Patience(LIMIT, () -> own.toNanos()).ask(this::attempt, () -> FOR_EVER);
        }
    }

    @ParameterizedTest(name = "{0} ms on one of {1} threads: done is {2}")
    @CsvSource({
        "900, 1, true",
        "900, 8, true",
        "900, 500, true",
        "9900, 1, true",
        "9900, 8, true",
        "9900, 500, true",
        "10100, 1, false",
        "10100, 8, false",
        "10100, 500, false",
        "1000000000, 1, false",
        "1000000000, 500, false"
    })
    void whatAMoleculeNeedsByItselfDecidesAndNoOtherThread(long needs, int threads, boolean done) {
        assertThat(new Machine(Duration.ofMillis(needs), threads).ask().isPresent())
                .isEqualTo(done);
    }

    @Test
    void whatIsDoneAtOnceIsNotMeasured() {
        Patience patience = new Patience(LIMIT, () -> {
            throw new AssertionError("measured");
        });

        assertThat(patience.ask(allowed -> Optional.of(allowed), () -> Duration.ZERO))
                .contains(Patience.FIRST);
    }

    @Test
    void aLimitShorterThanTheFirstAttemptHoldsForItToo() {
        List<Duration> attempts = new ArrayList<>();
        Patience patience = new Patience(Duration.ofMillis(200), () -> 0L);

        patience.ask(
                allowed -> {
                    attempts.add(allowed);
                    return Optional.of("key");
                },
                () -> FOR_EVER);

        assertThat(attempts).containsExactly(Duration.ofMillis(200));
    }

    @Test
    void noAttemptIsLongerThanTheAskerWaits() {
        Machine machine = new Machine(Duration.ofSeconds(9), 4);

        assertThatThrownBy(() -> new Patience(LIMIT, () -> machine.own.toNanos())
                        .ask(
                                machine::attempt,
                                () -> Duration.ofSeconds(3).minusSeconds(2L * machine.attempts.size() - 2)))
                .isInstanceOf(CancellationException.class);
        assertThat(machine.attempts)
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(1));
    }

    @Test
    void anAttemptWithLessThanTheLastOneUsedInVainIsNotBegun() {
        Machine machine = new Machine(Duration.ofSeconds(9), 1);

        assertThatThrownBy(() -> new Patience(LIMIT, () -> machine.own.toNanos())
                        .ask(machine::attempt, () -> Duration.ofSeconds(4)))
                .isInstanceOf(CancellationException.class);
        assertThat(machine.attempts).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(4));
    }

    @Test
    void aThreadThatIsInterruptedDoesNotBeginAgain() {
        Machine machine = new Machine(Duration.ofSeconds(9), 1);

        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(machine::ask).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(machine.attempts).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void refusesNoTimeAtAll(long millis) {
        assertThatThrownBy(() -> new Patience(Duration.ofMillis(millis), () -> 0L))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
