/** Datasets in Apache Parquet. */
@NullMarked
package io.ersilia.precalc.dataset.parquet;

import org.jspecify.annotations.NullMarked;
