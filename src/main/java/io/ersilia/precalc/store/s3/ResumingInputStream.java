package io.ersilia.precalc.store.s3;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.store.ByteRange;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.Abortable;

/** A network stream that reconnects after a lost connection and continues where it was. */
final class ResumingInputStream extends InputStream {

    /** The most reconnections per stream: a slice of a library is read in minutes, so more mean a real problem. */
    static final int MAX_RESUMES = 10;

    private final String uri;
    private final ByteRange range;
    private final Function<ByteRange, InputStream> reopen;
    private InputStream current;
    private long position;
    private int resumes;

    /** @param reopen opens the rest of the range */
    ResumingInputStream(String uri, InputStream first, ByteRange range, Function<ByteRange, InputStream> reopen) {
        this.uri = uri;
        this.range = range;
        this.reopen = reopen;
        this.current = first;
        this.position = range.from();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        while (position < range.to()) {
            try {
                int n = current.read(buffer, offset, (int) Math.min(length, range.to() - position));
                if (n < 0) {
                    throw new EOFException("connection closed");
                }
                position += n;
                return n;
            } catch (IOException e) {
                resume(e);
            } catch (SdkException e) {
                throw AwsFailures.of(e, "read " + uri);
            }
        }
        return -1;
    }

    private void resume(IOException e) {
        abort();
        if (Thread.currentThread().isInterrupted()) {
            throw Failure.stopped("stopped while reading %s: run the same command again".formatted(uri), e);
        }
        if (++resumes > MAX_RESUMES) {
            String said = Printable.of(String.valueOf(e.getMessage()));
            throw Failure.unavailable(
                    "cannot read %s: connection lost %d times, last at byte %d (%s): check the network and run the same command again"
                            .formatted(uri, resumes, position, said),
                    e);
        }
        current = reopen.apply(new ByteRange(position, range.to()));
    }

    /** Aborts the response, because closing an unfinished one would first read the rest of it. */
    private void abort() {
        if (current instanceof Abortable abortable) {
            abortable.abort();
        }
    }

    @Override
    public void close() throws IOException {
        if (position < range.to()) {
            abort();
        } else {
            current.close();
        }
    }
}
