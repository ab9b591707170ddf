package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that a campaign started or went on with.
 *
 * @param modelVersion that it asks for; null for the newest
 * @param number of the run's starts, from 1
 * @param sample molecules of the run; null for the whole library
 * @param jobs that it has at the same time, at most
 * @param rowsDone rows that the run had predicted or served before
 * @param spending that was expected of the rest
 */
public record CampaignStart(
        ModelId model,
        RunId run,
        @Nullable String modelVersion,
        int number,
        Instant at,
        @Nullable Integer sample,
        int jobs,
        long rowsDone,
        @JsonUnwrapped Spending spending) {}
