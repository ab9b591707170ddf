package io.ersilia.precalc.pipeline.predict;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.model.ProcessMark;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.predict.Publisher.Claimant;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Sleeper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublisherTest {

    private static final Partition PARTITION = new Partition(MODEL, RUN, 1);

    private final Workbench bench = new Workbench();
    private final Plan plan = bench.plan(Workbench.chains(1, 2), 1);
    private final PartitionManifest manifest = bench.predict(plan, 1);
    private final List<Duration> sleeps = new ArrayList<>();

    private PartitionManifest publish(Sleeper sleeper, boolean same) throws IOException {
        try (TemporaryFolder work = TemporaryFolder.create();
                PartitionDraft draft = new PartitionDraft(work)) {
            draft.finish();
            return new Publisher(bench.store, sleeper).publish(manifest, draft, new byte[] {'n'}, other -> same);
        }
    }

    @Test
    void storesTheDraftAndLeavesNoClaim() throws IOException {
        assertThat(publish(sleeps::add, false)).isEqualTo(manifest);

        assertThat(bench.file("part-0001.csv")).isEqualTo("key,input\n");
        assertThat(bench.file("part-0001.log")).isEqualTo("n");
        assertThat(bench.store.claimant(PARTITION)).isEmpty();
        assertThat(sleeps).isEmpty();
    }

    @Test
    void keepsTheSameWorkOfAnotherProcess() throws IOException {
        String before = bench.file("part-0001.csv");

        assertThat(publish(sleeps::add, true)).isEqualTo(manifest);

        assertThat(bench.file("part-0001.csv")).isEqualTo(before);
        assertThat(bench.store.claimant(PARTITION)).isEmpty();
    }

    @Test
    void waitsForAProcessThatIsStoring() throws IOException {
        assertThat(bench.store.claim(PARTITION, "other")).isTrue();

        publish(
                time -> {
                    sleeps.add(time);
                    if (sleeps.size() == 3) {
                        bench.store.release(PARTITION);
                    }
                },
                false);

        assertThat(sleeps).hasSize(3).containsOnly(Duration.ofMillis(500));
        assertThat(bench.file("part-0001.log")).isEqualTo("n");
    }

    @Test
    void takesOverTheClaimOfAProcessThatDied() throws IOException {
        assertThat(bench.store.claim(PARTITION, "dead")).isTrue();

        publish(sleeps::add, false);

        assertThat(bench.file("part-0001.log")).isEqualTo("n");
        assertThat(bench.store.claimant(PARTITION)).isEmpty();
        assertThat(sleeps.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofMinutes(2), Duration.ofSeconds(122));
    }

    @Test
    void doesNotWaitForAProcessOfThisMachineThatIsGone() throws IOException {
        ProcessMark self = ProcessMark.self();
        Claimant gone = new Claimant(
                new ProcessMark(self.pid(), self.started() - 1_000_000, self.host()), "it had my number before");
        assertThat(bench.store.claim(PARTITION, gone.toString())).isTrue();

        publish(sleeps::add, false);

        assertThat(sleeps).isEmpty();
        assertThat(bench.store.claimant(PARTITION)).isEmpty();
    }

    @Test
    void knowsWhoIsGoneOnlyOfThisMachine() {
        ProcessMark self = ProcessMark.self();

        assertThat(self.host()).isNotEmpty();
        assertThat(Claimant.isGone(Claimant.here().toString())).isFalse();
        assertThat(Claimant.isGone(new Claimant(new ProcessMark(0, 1, self.host()), "x").toString()))
                .isTrue();
        assertThat(Claimant.isGone(new Claimant(new ProcessMark(0, 1, self.host() + "2"), "x").toString()))
                .isFalse();
        assertThat(Claimant.isGone("a claim of another kind")).isFalse();
    }

    @Test
    void waitsAnewForEveryOtherProcessThatClaims() throws IOException {
        assertThat(bench.store.claim(PARTITION, "first")).isTrue();

        publish(
                time -> {
                    sleeps.add(time);
                    if (sleeps.size() == 50) {
                        bench.store.release(PARTITION);
                        assertThat(bench.store.claim(PARTITION, "second")).isTrue();
                    }
                },
                false);

        assertThat(sleeps).hasSizeGreaterThan(100);
    }

    @Test
    void aStopWhileWaitingLeavesTheOthersClaimAlone() {
        assertThat(bench.store.claim(PARTITION, "other")).isTrue();

        assertThatThrownBy(() -> publish(
                        time -> {
                            throw new InterruptedException();
                        },
                        false))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(bench.store.claimant(PARTITION)).contains("other");
    }
}
