package io.ersilia.precalc.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StopTest {

    @Test
    void anInterruptedWaitLeavesTheThreadInterrupted() {
        Failure failure = Stop.interrupted(new InterruptedException());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED);
        assertThat(Stop.interrupted("stopped while it was read", new InterruptedException()))
                .hasMessage("stopped while it was read");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void onlyAnInterruptedThreadStops() {
        assertThatCode(Stop::check).doesNotThrowAnyException();

        Thread.currentThread().interrupt();

        assertThatThrownBy(Stop::check)
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("stopped with the work kept");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aDaemonThreadDoesNotKeepTheProcessAlive() {
        Thread thread = new DaemonThreads("reader", 1 << 20).newThread(() -> {});

        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("reader");
    }
}
