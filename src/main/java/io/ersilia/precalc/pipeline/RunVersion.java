package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.store.RunStore;
import org.jspecify.annotations.Nullable;

/** The version of the model that a run uses: planned, or else that of the worker which starts the model first. */
public record RunVersion(RunStore store, Plan plan) {

    /** The version as far as it is known; null while nobody knows. */
    public @Nullable String known() {
        return plan.modelVersion() != null
                ? plan.modelVersion()
                : store.recordedVersion(plan.model(), plan.run()).orElse(null);
    }

    /**
     * Records the version that this worker found, unless there is one.
     *
     * @param found null when the model does not say
     * @throws Failure of kind UNAVAILABLE when the run uses another
     */
    void agreeOn(@Nullable String found) {
        if (found == null) {
            return;
        }
        String run = plan.modelVersion() != null
                ? plan.modelVersion()
                : store.recordVersion(plan.model(), plan.run(), found);
        if (!run.equals(found)) {
            throw Failure.unavailable("run %s uses version %s of %s, but here is %s; give this machine version %2$s"
                    .formatted(plan.run(), run, plan.model(), found));
        }
    }

    /** Whether the partition was predicted by this version, as far as anybody knows. */
    boolean isOf(PartitionManifest manifest) {
        String known = known();
        return known == null || manifest.modelVersion() == null || known.equals(manifest.modelVersion());
    }
}
