package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.model.ProcessMark;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Sleeper;
import io.ersilia.precalc.store.RunStore;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores partitions so that each is one process's whole result, even when two processes had the same worker. */
final class Publisher {

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);

    /** Storing takes seconds, uploading a wide partition a minute; a claim of two minutes belongs to a process that died. */
    private static final int POLLS = 240;

    private static final Duration POLL = Duration.ofMillis(500);

    private final RunStore store;
    private final Sleeper sleeper;

    Publisher(RunStore store, Sleeper sleeper) {
        this.store = store;
        this.sleeper = sleeper;
    }

    /**
     * Stores the draft as the partition, unless another process stored the same work meanwhile.
     *
     * @param isSameWork whether a manifest found in the store makes this one superfluous
     * @return the manifest of the partition that is in the store
     */
    PartitionManifest publish(
            PartitionManifest manifest,
            PartitionDraft draft,
            byte[] modelLog,
            Predicate<PartitionManifest> isSameWork) {
        Partition partition = manifest.partition();
        claim(partition);
        try {
            Optional<PartitionManifest> other = store.manifest(partition).filter(isSameWork);
            if (other.isPresent()) {
                log.info("{} was meanwhile stored by another process: kept", partition);
                return other.get();
            }
            store.save(manifest, draft.stats(manifest), draft.csv(), draft.zipped(), draft.rejects(), modelLog);
            return manifest;
        } finally {
            release(partition);
        }
    }

    /** Releases the claim, even if the thread was interrupted: a claim left behind makes the next process wait. */
    private void release(Partition partition) {
        boolean interrupted = Thread.interrupted();
        store.release(partition);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void claim(Partition partition) {
        Claimant self = Claimant.here();
        Optional<String> holder = Optional.empty();
        for (int polls = 0; !store.claim(partition, self.toString()); polls++) {
            Optional<String> now = store.claimant(partition);
            polls = now.equals(holder) ? polls : 0;
            holder = now;
            if (polls > POLLS || now.filter(Claimant::isGone).isPresent()) {
                log.warn("{} was claimed by a process that is gone: claimed again", partition);
                release(partition);
                polls = 0;
            } else {
                sleeper.pause(POLL);
            }
        }
    }

    /**
     * Who claims a partition: one attempt of one process.
     *
     * @param id of the attempt
     */
    record Claimant(ProcessMark process, String id) {

        /** A new attempt of this process. */
        static Claimant here() {
            return new Claimant(ProcessMark.self(), UUID.randomUUID().toString());
        }

        /** Whether the text names a process of this machine that has ended, so that nobody will release the claim. */
        static boolean isGone(String text) {
            return ProcessMark.parse(text.substring(text.indexOf('/') + 1))
                    .filter(ProcessMark::isGone)
                    .isPresent();
        }

        @Override
        public String toString() {
            return id + "/" + process;
        }
    }
}
