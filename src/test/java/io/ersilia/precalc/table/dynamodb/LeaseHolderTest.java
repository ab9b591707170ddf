package io.ersilia.precalc.table.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty holders of leases in virtual time, each of which may stand still at any point, or die. */
@Timeout(60)
class LeaseHolderTest {

    private static final int HOLDERS = 20;
    private static final double BUDGET = 1_000;

    private final Map<String, Lease> table = new HashMap<>();
    private final Share[] shares = new Share[HOLDERS];
    private final List<Double> used = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void atNoTimeAreAllSharesTogetherMoreThanTheBudget(long seed) throws InterruptedException {
        Random random = new Random(seed);
        try (VirtualTime time = new VirtualTime()) {
            for (int i = 0; i < HOLDERS; i++) {
                int number = i;
                shares[i] = Share.NOTHING;
                time.threads().newThread(() -> hold(number, time, random)).start();
            }
            for (int step = 0; step < 6_000; step++) {
                time.sleep(Duration.ofMillis(100));
                used.add(sum(time));
            }
        }
        assertThat(used).allSatisfy(units -> assertThat(units).isLessThan(BUDGET));
        assertThat(used.stream().mapToDouble(units -> units).average().orElse(0))
                .isGreaterThan(0.2 * BUDGET);
    }

    @Test
    void aLeaseThatSomebodyRemovesLeavesTheBudgetAsItIs() {
        Leases cleared = new Leases() {
            @Override
            public void put(Lease lease) {}

            @Override
            public List<Lease> all() {
                return List.of();
            }

            @Override
            public void remove(Collection<String> writers) {}

            @Override
            public void close() {}
        };

        assertThat(new LeaseHolder("dynamodb:t", BUDGET, cleared, () -> 0)
                        .renew()
                        .units())
                .isLessThan(BUDGET);
    }

    private double sum(VirtualTime time) {
        double sum = 0;
        for (Share share : shares) {
            sum += share.at(time.nanos());
        }
        return sum;
    }

    private void hold(int number, VirtualTime time, Random random) {
        try {
            while (true) {
                rest(time, random, 30_000);
                Remote leases = new Remote(time, random);
                LeaseHolder holder = new LeaseHolder("dynamodb:t", BUDGET, leases, time::nanos);
                for (int rounds = random.nextInt(40); rounds > 0; rounds--) {
                    shares[number] = holder.renew();
                    if (shares[number].equals(Share.NOTHING)) {
                        break;
                    }
                    time.sleep(LeaseHolder.RENEWAL);
                    rest(time, random, random.nextInt(40) == 0 ? 9_000 : 10);
                }
                if (random.nextBoolean()) { // otherwise it dies, and writes until its share ends
                    shares[number] = Share.NOTHING;
                    holder.leave();
                } else {
                    time.sleep(LeaseHolder.LIFE);
                }
            }
        } catch (InterruptedException | IllegalStateException e) {
            shares[number] = Share.NOTHING; // the test is over
        }
    }

    private static void rest(VirtualTime time, Random random, int mostMillis) throws InterruptedException {
        time.sleep(Duration.ofMillis(random.nextInt(mostMillis)));
    }

    /** The table, to which a call and its answer take their time, and now and then too much. */
    private final class Remote implements Leases {

        private final VirtualTime time;
        private final Random random;

        Remote(VirtualTime time, Random random) {
            this.time = time;
            this.random = random;
        }

        private void travel() {
            try {
                rest(time, random, random.nextInt(60) == 0 ? 9_000 : 50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void put(Lease lease) {
            travel();
            table.put(lease.writer(), lease);
            travel();
        }

        @Override
        public List<Lease> all() {
            travel();
            List<Lease> all = List.copyOf(table.values());
            travel();
            return all;
        }

        @Override
        public void remove(Collection<String> writers) {
            travel();
            table.keySet().removeAll(writers);
            travel();
        }

        @Override
        public void close() {}
    }
}
