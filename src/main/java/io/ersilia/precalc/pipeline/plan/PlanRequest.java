package io.ersilia.precalc.pipeline.plan;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.RunId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The plan that a user wants. Values that were not given are null; an existing plan decides them.
 *
 * @param version of the model
 * @param knownVersion the version that the runner is known to have, used when none was given
 * @param library path or URI
 * @param sample number of molecules
 * @param workers number of slices
 * @param run to continue or to create
 * @param takeover what a new run takes over from an earlier one
 */
public record PlanRequest(
        ModelId model,
        @Nullable String version,
        @Nullable String knownVersion,
        @Nullable String library,
        @Nullable Integer sample,
        @Nullable Integer workers,
        @Nullable RunId run,
        Unfinished unfinished,
        Asker asker,
        Takeover takeover) {

    /** More than what tags of images and releases may be, and nothing that two logs or commands could read differently. */
    private static final Pattern VERSION = Pattern.compile("[!-~]{1,200}");

    /** What happens to an unfinished run of the same work. */
    public enum Unfinished {
        CONTINUE,
        /** It is left as it is, and a new run begins. */
        LEAVE
    }

    /** Who asks for the plan. */
    public enum Asker {
        /** Plans the whole run; the library of an existing plan is read and its hash compared. */
        PLANNER,
        /** Plans for itself if it must, and reads only its own slice. */
        ONLY_WORKER,
        /** All workers must have the same plan, so none of them makes one unless a run was named. */
        ONE_OF_MANY
    }

    /** A request that takes nothing over: every molecule is predicted. */
    public PlanRequest(
            ModelId model,
            @Nullable String version,
            @Nullable String knownVersion,
            @Nullable String library,
            @Nullable Integer sample,
            @Nullable Integer workers,
            @Nullable RunId run,
            Unfinished unfinished,
            Asker asker) {
        this(model, version, knownVersion, library, sample, workers, run, unfinished, asker, Takeover.NOTHING);
    }

    public PlanRequest {
        if (version != null && !VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("--model-version %s: expected a tag, e.g. v1.0.0, or none for the newest"
                    .formatted(Printable.value(version)));
        }
        if (sample != null && sample < 1) {
            throw new IllegalArgumentException("--sample %d: expected 1 or more molecules".formatted(sample));
        }
    }

    /** The same request, taking over what an earlier run has. */
    public PlanRequest takingOver(Takeover earlier) {
        return new PlanRequest(model, version, knownVersion, library, sample, workers, run, unfinished, asker, earlier);
    }

    /** Whether the request begins a run of its own. */
    boolean isNewRun() {
        return unfinished == Unfinished.LEAVE;
    }

    @Nullable
    String wantedVersion() {
        return version != null ? version : knownVersion;
    }
}
