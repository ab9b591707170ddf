package io.ersilia.precalc.pipeline.campaign;

import org.jspecify.annotations.Nullable;

/**
 * What every model of a campaign is run over.
 *
 * @param library path or URI; null for the store's own
 * @param sample number of molecules; null for all
 * @param workers per run; null to choose by the work of each model
 * @param maxParallel the most jobs of one run at the same time
 */
public record CampaignWork(
        @Nullable String library,
        @Nullable Integer sample,
        @Nullable Integer workers,
        int maxParallel) {

    /** Molecules of the small run that shows how long a model takes. */
    public static final int PROBE = 100;
}
