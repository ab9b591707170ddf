package io.ersilia.precalc.store.s3;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.store.ByteRange;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.FileFailures;
import java.io.InputStream;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The bytes of an S3 object. */
final class S3Source implements ByteSource {

    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final S3Uri place;

    /** Identifies the only content that may be read; null for any. */
    private final @Nullable String etag;

    S3Source(S3Client s3, S3Uri place) {
        this(s3, place, null);
    }

    private S3Source(S3Client s3, S3Uri place, @Nullable String etag) {
        this.s3 = s3;
        this.place = place;
        this.etag = etag;
    }

    @Override
    public String uri() {
        return place.toString();
    }

    /** Uses a GET of the first byte: the answer to a HEAD does not distinguish a missing bucket from a missing object. */
    @Override
    public OptionalLong size() {
        try {
            return OptionalLong.of(total(first()));
        } catch (NoSuchKeyException e) {
            return OptionalLong.empty();
        } catch (SdkException e) {
            if (hasStatus(e, RANGE_NOT_SATISFIABLE)) {
                return OptionalLong.of(0);
            }
            throw trouble(e);
        }
    }

    private GetObjectResponse first() {
        return s3.getObject(request(new ByteRange(0, 1)).build(), ResponseTransformer.toBytes())
                .response();
    }

    @Override
    public ByteSource unchanging() {
        try {
            return new S3Source(s3, place, first().eTag());
        } catch (SdkException e) {
            if (e instanceof NoSuchKeyException || hasStatus(e, RANGE_NOT_SATISFIABLE)) {
                return this; // there is nothing to read
            }
            throw trouble(e);
        }
    }

    /** After a lost connection the stream reconnects and continues where it was, as long as the object is unchanged. */
    @Override
    public InputStream open(long from, long to) {
        ByteRange range = new ByteRange(from, to);
        if (range.isEmpty()) {
            return InputStream.nullInputStream();
        }
        try {
            ResponseInputStream<GetObjectResponse> answer =
                    s3.getObject(request(range).build());
            String seen = answer.response().eTag();
            long end = Math.min(to, total(answer.response()));
            return new ResumingInputStream(uri(), answer, new ByteRange(from, end), rest -> reopen(rest, seen));
        } catch (NoSuchKeyException e) {
            throw Failure.input("no such object: %s: correct the path".formatted(place));
        } catch (SdkException e) {
            if (hasStatus(e, RANGE_NOT_SATISFIABLE)) {
                return InputStream.nullInputStream();
            }
            throw trouble(e);
        }
    }

    private InputStream reopen(ByteRange rest, String seen) {
        try {
            return s3.getObject(request(rest).ifMatch(seen).build());
        } catch (NoSuchKeyException e) {
            throw FileFailures.changed(uri());
        } catch (SdkException e) {
            throw trouble(e);
        }
    }

    private Failure trouble(SdkException e) {
        return hasStatus(e, PRECONDITION_FAILED) ? FileFailures.changed(uri()) : AwsFailures.of(e, "read " + place);
    }

    private GetObjectRequest.Builder request(ByteRange range) {
        return GetObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.path())
                .ifMatch(etag)
                .range(range.header());
    }

    /** The object's size, after the slash of {@code Content-Range: bytes 0-0/1234}. */
    private static long total(GetObjectResponse answer) {
        String range = answer.contentRange();
        return range == null ? answer.contentLength() : Long.parseLong(range.substring(range.indexOf('/') + 1));
    }

    private static boolean hasStatus(SdkException e, int status) {
        return e instanceof S3Exception s && s.statusCode() == status;
    }
}
