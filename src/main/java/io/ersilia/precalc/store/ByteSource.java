package io.ersilia.precalc.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** The bytes of a file or an S3 object, readable from any position. */
public interface ByteSource {

    /** Where the bytes are, as a user would write it: a path or {@code s3://bucket/key}. */
    String uri();

    /** The number of bytes; empty when the file does not exist. */
    OptionalLong size();

    /** Opens the bytes {@code [from, to)}; fewer where the file is shorter. The caller closes the stream. */
    InputStream open(long from, long to) throws IOException;
}
