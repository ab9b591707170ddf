package io.ersilia.precalc.store;

/**
 * A partition's CSV where it is stored.
 *
 * @param zipped whether the bytes are gzip, as those of wide models are
 */
public record CsvSource(ByteSource bytes, boolean zipped) {}
