package io.ersilia.precalc.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** Bytes that lie in a file or an S3 object and can be read from any position. */
public interface ByteSource {

    /** Where the bytes lie, as a person would write it: a path or {@code s3://bucket/key}. */
    String uri();

    /** How many bytes there are; empty when there is no such file. */
    OptionalLong size();

    /** Opens the bytes {@code [from, to)}; fewer are read where the file is shorter. The caller closes it. */
    InputStream open(long from, long to) throws IOException;
}
