package io.ersilia.precalc.store;

import io.ersilia.precalc.run.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** The bytes of a file or an S3 object, readable from any position. */
public interface ByteSource {

    /** Where the bytes are, as a user would write it: a path or {@code s3://bucket/key}. */
    String uri();

    /** The number of bytes; empty if the file does not exist. */
    OptionalLong size();

    /** Opens the bytes {@code [from, to)}; fewer if the file is shorter. The caller closes the stream. */
    InputStream open(long from, long to) throws IOException;

    /**
     * The current bytes: opening them fails with a {@link Failure} of kind INPUT once they have been replaced. For callers that
     * open several ranges that must belong together. Returns this source if its bytes cannot change.
     */
    default ByteSource unchanging() {
        return this;
    }
}
