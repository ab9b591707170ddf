package io.ersilia.precalc.store.s3;

import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.FileFailures;
import io.ersilia.precalc.store.Keys;
import io.ersilia.precalc.store.ObjectStore;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A store in a bucket of S3, or below a path in it. */
final class S3Store implements ObjectStore {

    /** Larger files are sent in parts of this size. A single PUT may have 5 GiB, but must start again after a fault. */
    private static final long PART = 64 * Words.MIB;

    /** Lets a lifecycle rule find abandoned checkpoints among files that must stay, see docs/decisions. */
    private static final String CHECKPOINT_TAG = "precalc=checkpoint";

    private static final int PRECONDITION_FAILED = 412;
    private static final int CONDITIONAL_REQUEST_CONFLICT = 409;

    /** S3 answers 409 while another write of the same key is under way, and asks for a retry. */
    private static final int MAX_CONFLICTS = 10;

    private final S3Client s3;
    private final S3Uri root;
    private final long part;

    S3Store(S3Client s3, S3Uri root) {
        this(s3, root, PART);
    }

    /** @param part bytes of a part, at least 5 MiB */
    S3Store(S3Client s3, S3Uri root, long part) {
        this.s3 = s3;
        this.root = root;
        this.part = part;
    }

    @Override
    public String uri() {
        return root.toString();
    }

    @Override
    public ByteSource source(String key) {
        return new S3Source(s3, place(key));
    }

    @Override
    public Optional<byte[]> read(String key) {
        S3Uri place = place(key);
        try {
            return Optional.of(
                    s3.getObjectAsBytes(get -> get.bucket(place.bucket()).key(place.path()))
                            .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "read " + place);
        }
    }

    @Override
    public void save(String key, Path file) {
        S3Uri place = place(key);
        try {
            long size = Files.size(file);
            if (size <= part) {
                put(place, RequestBody.fromFile(file));
            } else {
                new PartedUpload(s3, place, file, size, part).send();
            }
        } catch (SdkException e) {
            throw AwsFailures.of(e, "write " + place);
        } catch (IOException e) {
            throw FileFailures.reading(file, e);
        }
    }

    @Override
    public void save(String key, byte[] content) {
        put(place(key), RequestBody.fromBytes(content));
    }

    private void put(S3Uri place, RequestBody content) {
        try {
            s3.putObject(request(place).build(), content);
        } catch (SdkException e) {
            throw AwsFailures.of(e, "write " + place);
        }
    }

    @Override
    public boolean create(String key, byte[] content) {
        S3Uri place = place(key);
        PutObjectRequest request = request(place).ifNoneMatch("*").build();
        for (int conflicts = 0; ; conflicts++) {
            try {
                s3.putObject(request, RequestBody.fromBytes(content));
                return true;
            } catch (SdkException e) {
                int status = e instanceof S3Exception s ? s.statusCode() : 0;
                if (status == PRECONDITION_FAILED) {
                    return false;
                }
                if (status != CONDITIONAL_REQUEST_CONFLICT || conflicts == MAX_CONFLICTS) {
                    throw AwsFailures.of(e, "write " + place);
                }
            }
        }
    }

    /** Leaves out objects that are not ours, such as those by which consoles represent folders. */
    @Override
    public List<String> list(String prefix) {
        String full = root.prefix() + Keys.checkedPrefix(prefix);
        try {
            return s3.listObjectsV2Paginator(list -> list.bucket(root.bucket()).prefix(full)).contents().stream()
                    .map(S3Object::key)
                    .map(key -> key.substring(root.prefix().length()))
                    .filter(Keys::isKey)
                    .sorted() // S3 sorts by bytes, the other stores by characters
                    .toList();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list " + root);
        }
    }

    @Override
    public List<String> folders(String folder) {
        String full = root.prefix() + Keys.checkedFolder(folder);
        try {
            return s3
                    .listObjectsV2Paginator(
                            list -> list.bucket(root.bucket()).prefix(full).delimiter("/"))
                    .commonPrefixes()
                    .stream()
                    .map(CommonPrefix::prefix)
                    .map(one -> one.substring(full.length(), one.length() - 1))
                    .filter(Keys::isKey)
                    .sorted()
                    .toList();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list " + root);
        }
    }

    /** Whether there is anything below the root: one call, which fails without the bucket or the right to list it. */
    boolean isInUse() {
        try {
            return s3.listObjectsV2(list ->
                            list.bucket(root.bucket()).prefix(root.prefix()).maxKeys(1))
                    .hasContents();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "list " + root);
        }
    }

    @Override
    public void delete(String key) {
        S3Uri place = place(key);
        try {
            s3.deleteObject(delete -> delete.bucket(place.bucket()).key(place.path()));
        } catch (SdkException e) {
            throw AwsFailures.of(e, "delete " + place);
        }
    }

    private S3Uri place(String key) {
        return root.resolve(Keys.checked(key));
    }

    private static PutObjectRequest.Builder request(S3Uri place) {
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(place.bucket()).key(place.path());
        return place.path().contains("/" + RunFiles.CHECKPOINTS) ? request.tagging(CHECKPOINT_TAG) : request;
    }
}
