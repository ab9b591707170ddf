package io.ersilia.precalc.store;

import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens stores and files by what a person writes, a path or {@code s3://…}; S3 is called only for the latter. */
public final class Places {

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");

    private static final String NOT_A_FILE = "not a file: '%s', expected a path or s3://bucket/key";

    private final Map<String, String> environment;
    private final @Nullable Duration limit;
    private @Nullable S3Client s3;

    /** @param environment that names region, endpoint and credentials of S3 */
    public Places(Map<String, String> environment) {
        this(environment, null);
    }

    /** @param limit of every call of S3, for somebody who waits; null to be as patient as long work is */
    public Places(Map<String, String> environment, @Nullable Duration limit) {
        this.environment = Map.copyOf(environment);
        this.limit = limit;
    }

    /** Whether the text means S3. */
    public static boolean isS3(String place) {
        return S3Uri.isS3(place);
    }

    /** The store at the place. */
    public ObjectStore store(String place) {
        return isS3(place) ? new S3Store(s3(), uri(place)) : new FolderStore(folder(place));
    }

    /** Refuses what can be no store, without calling anybody. */
    public static void requirePlace(String place) {
        if (isS3(place)) {
            uri(place);
        } else {
            folder(place);
        }
    }

    private static Path folder(String place) {
        return path(place, "not a store: '%s', expected a folder or s3://bucket[/prefix] with --store");
    }

    /** The file at the place. */
    public ByteSource file(String place) {
        return isS3(place) ? new S3Source(s3(), object(place)) : new FileSource(path(place, NOT_A_FILE));
    }

    /** Refuses what can be no file, without calling anybody. */
    public static void requireFile(String place) {
        if (isS3(place)) {
            object(place);
        } else {
            path(place, NOT_A_FILE);
        }
    }

    private static S3Uri object(String place) {
        S3Uri uri = uri(place);
        if (uri.path().isEmpty()) {
            throw Failure.usage(NOT_A_FILE.formatted(Printable.of(place)));
        }
        return uri;
    }

    /**
     * Looks at a place in S3 without writing anything: whether its bucket is there, in this region, and can be listed.
     *
     * @return whether there is anything below the place
     */
    public boolean isInUse(String place) {
        return new S3Store(s3(), uri(place)).isInUse();
    }

    private static S3Uri uri(String place) {
        try {
            return S3Uri.parse(place);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    /** A misspelt address must not become a folder of that name. */
    private static Path path(String place, String refusal) {
        if (place.isBlank() || ADDRESS.matcher(place).lookingAt()) {
            throw Failure.usage(refusal.formatted(Printable.of(place)));
        }
        try {
            return Path.of(place).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw Failure.usage(refusal.formatted(Printable.of(place)));
        }
    }

    private S3Client s3() {
        if (s3 == null) {
            AwsSettings settings = new AwsSettings(environment);
            s3 = limit == null ? S3Clients.of(settings) : S3Clients.impatient(settings, limit);
        }
        return s3;
    }
}
