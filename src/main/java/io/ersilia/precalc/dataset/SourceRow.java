package io.ersilia.precalc.dataset;

import io.ersilia.precalc.prediction.Value;
import java.util.List;

/**
 * A row of a partition on its way into a dataset.
 *
 * @param source number of its model, from 0
 * @param isPrediction false for a rejected row, which still replaces an earlier row with its key
 * @param values of the wanted columns; none for a rejected row
 */
public record SourceRow(String key, int source, boolean isPrediction, String input, List<Value> values) {}
