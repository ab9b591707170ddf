package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.store.RunStore;
import org.jspecify.annotations.Nullable;

/** The version of the model that a run uses: the planned one, else that of the worker that starts the model first. */
public record RunVersion(RunStore store, Plan plan) {

    /** The version as far as it is known, with the digest of its image where one was recorded; null while unknown. */
    public @Nullable String known() {
        return store.recordedVersion(plan.model(), plan.run()).orElse(plan.modelVersion());
    }

    /**
     * Records the version that this worker found, unless there is one.
     *
     * @param found null if the model does not say
     * @throws Failure of kind UNAVAILABLE if the run uses another
     */
    public void agreeOn(@Nullable String found) {
        if (found == null) {
            return;
        }
        String planned = plan.modelVersion();
        requireSame(planned == null ? found : planned, found);
        if (!found.equals(planned)) {
            requireSame(store.recordVersion(plan.model(), plan.run(), found), found);
        }
    }

    private void requireSame(String run, String found) {
        if (!covers(run, found)) {
            throw Failure.unavailable("run %s uses version %s of %s, but this machine has %s; install version %2$s here"
                    .formatted(plan.run(), run, plan.model(), found));
        }
    }

    /** Whether the partition was predicted by this version, as far as is known. */
    public boolean isOf(PartitionManifest manifest) {
        String known = known();
        return known == null || manifest.modelVersion() == null || covers(known, manifest.modelVersion());
    }

    /** Whether a request for that version means the one that the run uses, as far as is known. */
    public boolean isMeantBy(@Nullable String asked) {
        String known = known();
        return known == null || asked == null || covers(asked, known);
    }

    /** A tag without a digest covers every image that has the tag: {@code v1.0.0} that of {@code v1.0.0@sha256:…}. */
    public static boolean covers(String version, String other) {
        return other.equals(version) || other.startsWith(version + "@");
    }
}
