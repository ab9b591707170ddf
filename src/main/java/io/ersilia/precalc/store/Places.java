package io.ersilia.precalc.store;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.LocalPath;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.store.folder.FileSource;
import io.ersilia.precalc.store.folder.FolderStore;
import io.ersilia.precalc.store.s3.S3Stores;
import io.ersilia.precalc.store.s3.S3Uri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Opens stores and files from what the user writes: a path, or {@code s3://…}. S3 is called only for the latter. */
public final class Places {

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");

    private static final String NOT_AN_OUTPUT = "--output %s: expected a file, a folder or s3://bucket[/prefix]";
    private static final String NOT_A_STORE = "--store %s: expected a folder or s3://bucket[/prefix]";
    private static final String NOT_A_FILE = "--library %s: expected a path or s3://bucket/key";
    private static final String NOT_A_DATASET = "--from %s: expected a path or s3://bucket/key";

    private final S3Stores s3;

    /** @param environment names region, endpoint and credentials of S3 */
    public Places(Map<String, String> environment) {
        this(environment, null);
    }

    /** @param limit time for each call to S3, for commands that must answer soon; null for none */
    public Places(Map<String, String> environment, @Nullable Duration limit) {
        this.s3 = new S3Stores(environment, limit);
    }

    /** Whether the text refers to S3. */
    public static boolean isS3(String place) {
        return S3Uri.isS3(place);
    }

    public ObjectStore store(String place) {
        return isS3(place) ? s3.store(uri(place, NOT_A_STORE)) : new FolderStore(folder(place));
    }

    /** The folder or place in S3 to which a dataset's files are written. */
    public ObjectStore datasets(String place) {
        return isS3(place) ? s3.store(uri(place, NOT_AN_OUTPUT)) : new FolderStore(path(place, NOT_AN_OUTPUT));
    }

    /** Refuses what cannot be a store, without calling any service. */
    public static void requirePlace(String place) {
        if (isS3(place)) {
            uri(place, NOT_A_STORE);
        } else {
            folder(place);
        }
    }

    private static Path folder(String place) {
        return path(place, NOT_A_STORE);
    }

    public ByteSource file(String place) {
        return file(place, NOT_A_FILE);
    }

    public ByteSource dataset(String place) {
        return file(place, NOT_A_DATASET);
    }

    private ByteSource file(String place, String refusal) {
        return isS3(place) ? s3.object(object(place, refusal)) : new FileSource(path(place, refusal));
    }

    /** The files at the place: one file, or all in a folder, below a prefix that ends in {@code /}, or matching a pattern. */
    public FileSet files(String place) {
        if (isS3(place)) {
            if (!place.endsWith("/") && !FilePattern.hasWildcard(place)) {
                return FileSet.of(file(place));
            }
            FilePattern pattern = FilePattern.of(place);
            ObjectStore folder = s3.store(uri(pattern.folder(), NOT_A_FILE));
            return FileSet.of(place, () -> files(pattern, folder::source, folder.list(pattern.beginning())));
        }
        Path path = path(place, NOT_A_FILE);
        boolean isFolder = Files.isDirectory(path);
        if (!isFolder && (Files.exists(path) || !FilePattern.hasWildcard(place))) {
            return FileSet.of(file(place));
        }
        FilePattern pattern = FilePattern.of(isFolder ? path + "/" : path.toString());
        return FileSet.of(path.toString(), () -> {
            Path folder = Path.of(pattern.folder());
            return files(pattern, name -> new FileSource(folder.resolve(name)), FolderStore.names(folder));
        });
    }

    private static List<ByteSource> files(
            FilePattern pattern, Function<String, ByteSource> source, List<String> names) {
        if (pattern.names().isEmpty()) {
            names.stream()
                    .filter(name -> name.indexOf('/') > 0)
                    .findFirst()
                    .ifPresent(name -> LoggerFactory.getLogger(Places.class)
                            .warn(
                                    "{} has folders, whose files are not read, e.g. {}",
                                    pattern.folder(),
                                    name.substring(0, name.indexOf('/'))));
        }
        List<String> found = pattern.among(
                names.stream().filter(name -> name.indexOf('/') < 0).toList());
        if (found.isEmpty()) {
            throw pattern.nothing();
        }
        return found.stream().map(source).toList();
    }

    /** Refuses what cannot refer to files, without calling any service. */
    public static void requireFiles(String place) {
        if (isS3(place) && (place.endsWith("/") || FilePattern.hasWildcard(place))) {
            uri(FilePattern.of(place).folder(), NOT_A_FILE);
        } else if (isS3(place)) {
            object(place, NOT_A_FILE);
        } else {
            path(place, NOT_A_FILE);
        }
    }

    private static S3Uri object(String place, String refusal) {
        S3Uri uri = uri(place, refusal);
        if (uri.path().isEmpty()) {
            throw refused(place, refusal);
        }
        return uri;
    }

    /**
     * Checks without writing anything that a place's bucket exists in this region and can be listed.
     *
     * @return whether there is anything below the place
     */
    public boolean isInUse(String place) {
        return s3.isInUse(uri(place, NOT_A_STORE));
    }

    private static S3Uri uri(String place, String refusal) {
        try {
            return S3Uri.parse(place);
        } catch (IllegalArgumentException e) {
            throw S3Uri.isBucketRefused(place)
                    ? Failure.usage("%s %s: %s".formatted(option(refusal), Printable.value(place), S3Uri.BUCKET_NAMES))
                    : refused(place, refusal);
        }
    }

    /** The path; refuses a misspelt address, which would otherwise become a folder of that name. */
    private static Path path(String place, String refusal) {
        if (place.isBlank() || ADDRESS.matcher(place).lookingAt()) {
            throw refused(place, refusal);
        }
        try {
            return LocalPath.of(place).toAbsolutePath().normalize();
        } catch (IllegalArgumentException e) {
            throw Failure.usage("%s: %s".formatted(option(refusal), e.getMessage()));
        }
    }

    private static String option(String refusal) {
        return refusal.substring(0, refusal.indexOf(' '));
    }

    private static Failure refused(String place, String refusal) {
        return Failure.usage(refusal.formatted(Printable.value(place)));
    }
}
