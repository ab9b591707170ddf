package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.run.Spending;

/**
 * What a campaign may use.
 *
 * @param aMonth in each calendar month of UTC; what is not limited is infinite
 * @param jobs at the same time, so that some are left for other repositories of the owner
 */
public record Budget(Spending aMonth, int jobs) {}
