package io.ersilia.precalc.store.s3;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.store.ByteRange;
import io.ersilia.precalc.store.ByteSource;
import java.io.InputStream;
import java.util.OptionalLong;
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

    S3Source(S3Client s3, S3Uri place) {
        this.s3 = s3;
        this.place = place;
    }

    @Override
    public String uri() {
        return place.toString();
    }

    /** By a GET of the first byte: the answer to a HEAD does not distinguish a missing bucket from a missing object. */
    @Override
    public OptionalLong size() {
        try {
            GetObjectRequest first = request(new ByteRange(0, 1)).build();
            return OptionalLong.of(
                    total(s3.getObject(first, ResponseTransformer.toBytes()).response()));
        } catch (NoSuchKeyException e) {
            return OptionalLong.empty();
        } catch (SdkException e) {
            if (hasStatus(e, RANGE_NOT_SATISFIABLE)) {
                return OptionalLong.of(0);
            }
            throw AwsFailures.of(e, "read " + place);
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
            String etag = answer.response().eTag();
            long end = Math.min(to, total(answer.response()));
            return new ResumingInputStream(uri(), answer, new ByteRange(from, end), rest -> reopen(rest, etag));
        } catch (NoSuchKeyException e) {
            throw Failure.input("no such object: %s: correct the path".formatted(place));
        } catch (SdkException e) {
            if (hasStatus(e, RANGE_NOT_SATISFIABLE)) {
                return InputStream.nullInputStream();
            }
            throw AwsFailures.of(e, "read " + place);
        }
    }

    private InputStream reopen(ByteRange rest, String etag) {
        try {
            return s3.getObject(request(rest).ifMatch(etag).build());
        } catch (SdkException e) {
            if (e instanceof NoSuchKeyException || hasStatus(e, PRECONDITION_FAILED)) {
                throw Failure.input("%s changed while it was read: run the same command again".formatted(place));
            }
            throw AwsFailures.of(e, "read " + place);
        }
    }

    private GetObjectRequest.Builder request(ByteRange range) {
        return GetObjectRequest.builder()
                .bucket(place.bucket())
                .key(place.path())
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
