package io.ersilia.precalc.store;

import io.ersilia.precalc.run.Failure;
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

    /**
     * The bytes that are there now: opening them fails with a {@link Failure} of kind INPUT once others are in their place.
     * For whoever opens several ranges that must belong together. These bytes themselves, where they cannot change.
     */
    default ByteSource unchanging() {
        return this;
    }
}
