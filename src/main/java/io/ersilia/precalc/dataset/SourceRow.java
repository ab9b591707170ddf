package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import java.util.List;

/**
 * A row of a partition on its way into a dataset.
 *
 * @param source number of the model whose row it is, from 0
 * @param isPrediction false for a rejected row, which still takes the place of an earlier one with its key
 * @param values of the columns that are wanted; none of a rejected row
 */
public record SourceRow(String key, int source, boolean isPrediction, String input, List<Value> values) {}
