package io.ersilia.precalc.store;

/**
 * A partition's CSV in the store.
 *
 * @param zipped whether the bytes are gzipped, as they are for wide models
 */
public record CsvSource(ByteSource bytes, boolean zipped) {}
