package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that a campaign started or resumed.
 *
 * @param modelVersion the requested version; null for the newest
 * @param number which start of the run this is, from 1
 * @param sample molecules of the run; null for the whole library
 * @param jobs the most jobs of the run at the same time
 * @param rowsDone rows that the run had already predicted or served
 * @param spending the expected spending for the remaining rows
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
        @JsonUnwrapped Spending spending) {

    public CampaignStart {
        if (number < 1 || jobs < 1 || rowsDone < 0) {
            throw new IllegalArgumentException(
                    "start %d with %d jobs and %d rows done".formatted(number, jobs, rowsDone));
        }
    }
}
