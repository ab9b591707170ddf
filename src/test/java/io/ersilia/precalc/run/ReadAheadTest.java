package io.ersilia.precalc.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final List<Integer> THINGS = IntStream.range(0, 100).boxed().toList();

    @Test
    void whatWasFoundComesInOrderAndNoMoreIsReadThanIsAboutToBeUsed() {
        AtomicInteger begun = new AtomicInteger();
        List<Integer> found = new ArrayList<>();
        try (ReadAhead<Integer> ahead = new ReadAhead<>(
                THINGS,
                thing -> {
                    begun.incrementAndGet();
                    return thing * 2;
                },
                7)) {
            while (ahead.hasNext()) {
                found.add(ahead.next());
                assertThat(begun.get()).isLessThanOrEqualTo(found.size() + 7);
            }
            assertThatThrownBy(ahead::next).hasMessage("everything was looked at");
        }
        assertThat(found).isEqualTo(THINGS.stream().map(thing -> thing * 2).toList());
    }

    @Test
    void theLooksGoOnWhileAnEarlierOneIsWaitedFor() {
        CountDownLatch three = new CountDownLatch(3);
        try (ReadAhead<Long> ahead = new ReadAhead<>(THINGS, thing -> countDown(three), 3)) {
            assertThat(ahead.next()).isZero();
        }
    }

    private static long countDown(CountDownLatch looks) {
        try {
            looks.countDown();
            looks.await();
            return looks.getCount();
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        }
    }

    @Test
    void aFailureIsThrownInItsTurn() {
        try (ReadAhead<Integer> ahead = new ReadAhead<>(List.of(1, 0), thing -> 1 / thing, 2)) {
            assertThat(ahead.next()).isEqualTo(1);
            assertThatThrownBy(ahead::next).isInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void closingEndsTheLooksThatAreUnderWay() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (ReadAhead<Long> ahead = new ReadAhead<>(THINGS, thing -> waitForEver(begun, ended), 1)) {
            begun.await();
            assertThat(ahead.hasNext()).isTrue();
        }
        ended.await();
    }

    private static long waitForEver(CountDownLatch begun, CountDownLatch ended) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
            return 1;
        } catch (InterruptedException e) {
            ended.countDown();
            throw Stop.interrupted(e);
        }
    }
}
