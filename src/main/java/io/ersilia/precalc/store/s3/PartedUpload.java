package io.ersilia.precalc.store.s3;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.ByteRange;
import io.ersilia.precalc.store.LimitedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Sends a large file in parts. Nothing is visible until the last part is there. The parts of a stopped upload stay, and the
 * next upload of the same content continues from them.
 */
final class PartedUpload {

    /** "Maximum number of parts per upload", Amazon S3 User Guide. */
    private static final int MAX_PARTS = 10_000;

    /** S3's error codes at completion if another upload to the same place used or removed the parts of this one. */
    private static final Set<String> TAKEN = Set.of("NoSuchUpload", "InvalidPart");

    private static final int FORBIDDEN = 403;

    private static final Logger log = LoggerFactory.getLogger(PartedUpload.class);

    private final S3Client s3;
    private final S3Uri place;
    private final Path file;
    private final long size;
    private final long part;

    /**
     * @param size of the file in bytes
     * @param part bytes per part; larger if there would be too many parts
     */
    PartedUpload(S3Client s3, S3Uri place, Path file, long size, long part) {
        this.s3 = s3;
        this.place = place;
        this.file = file;
        this.size = size;
        this.part = Math.max(part, (size + MAX_PARTS - 1) / MAX_PARTS);
    }

    /**
     * Sends the missing parts.
     *
     * @throws SdkException if S3 refuses (the parts are removed) or cannot be reached (the parts stay)
     */
    void send() throws IOException {
        List<MultipartUpload> begun = begun();
        begun.stream().skip(1).map(MultipartUpload::uploadId).forEach(this::abort);
        String id = begun.isEmpty() ? begin() : begun.get(0).uploadId();
        try {
            complete(id, parts(id, begun.isEmpty() ? Map.of() : there(id)));
        } catch (S3Exception e) {
            String code = AwsFailures.code(e);
            if (TAKEN.contains(code)) {
                throw Failure.unavailable(
                        "cannot write %s: another process sent a file there meanwhile (%s): let it end and run the same command again"
                                .formatted(place, code),
                        e);
            }
            if (e.statusCode() == FORBIDDEN) {
                abort(id);
            }
            throw e;
        }
    }

    /** Stopped uploads to this place, the newest first; none if the credentials do not allow listing them. */
    private List<MultipartUpload> begun() {
        try {
            return s3
                    .listMultipartUploadsPaginator(
                            list -> list.bucket(place.bucket()).prefix(place.path()))
                    .uploads()
                    .stream()
                    .filter(upload -> upload.key().equals(place.path()))
                    .sorted(Comparator.comparing(MultipartUpload::initiated).reversed())
                    .toList();
        } catch (S3Exception e) {
            if (e.statusCode() == FORBIDDEN) {
                return List.of();
            }
            throw e;
        }
    }

    private String begin() {
        return s3.createMultipartUpload(create ->
                        create.bucket(place.bucket()).key(place.path()).checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId();
    }

    private Map<Integer, Part> there(String id) {
        return s3
                .listPartsPaginator(
                        list -> list.bucket(place.bucket()).key(place.path()).uploadId(id))
                .parts()
                .stream()
                .collect(Collectors.toMap(Part::partNumber, one -> one));
    }

    private List<CompletedPart> parts(String id, Map<Integer, Part> there) throws IOException {
        List<CompletedPart> parts = new ArrayList<>();
        for (long from = 0; from < size; from += part) {
            Stop.check();
            ByteRange range = new ByteRange(from, Math.min(size, from + part));
            int number = parts.size() + 1;
            String hash = hash(range);
            Part known = there.get(number);
            String tag =
                    known != null && hash.equals(known.checksumSHA256()) ? known.eTag() : send(id, number, range, hash);
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(tag)
                    .checksumSHA256(hash)
                    .build());
        }
        return parts;
    }

    private String send(String id, int number, ByteRange range, String hash) {
        long bytes = range.to() - range.from();
        return s3.uploadPart(
                        send -> send.bucket(place.bucket())
                                .key(place.path())
                                .uploadId(id)
                                .partNumber(number)
                                .contentLength(bytes)
                                .checksumSHA256(hash),
                        RequestBody.fromContentProvider(() -> open(range), bytes, "application/octet-stream"))
                .eTag();
    }

    private void complete(String id, List<CompletedPart> parts) {
        s3.completeMultipartUpload(complete -> complete.bucket(place.bucket())
                .key(place.path())
                .uploadId(id)
                .multipartUpload(all -> all.parts(parts)));
    }

    /** Removes what was sent; if that fails, a lifecycle rule of the bucket must do it. */
    private void abort(String id) {
        try {
            s3.abortMultipartUpload(
                    abort -> abort.bucket(place.bucket()).key(place.path()).uploadId(id));
        } catch (SdkException e) {
            log.debug("cannot remove the parts of an upload to {}", place, e);
        }
    }

    /** The hash of a part, in S3's notation. */
    private String hash(ByteRange range) throws IOException {
        try (DigestInputStream in = new DigestInputStream(open(range), Sha256.digest())) {
            in.transferTo(OutputStream.nullOutputStream());
            return Base64.getEncoder().encodeToString(in.getMessageDigest().digest());
        }
    }

    /** Uses a plain stream, which an interruption does not close. */
    private InputStream open(ByteRange range) {
        try {
            InputStream all = new FileInputStream(file.toFile());
            try {
                all.skipNBytes(range.from());
                return new LimitedInputStream(all, range.to() - range.from());
            } catch (IOException e) {
                all.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
