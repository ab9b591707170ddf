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

    private static final Use OUTPUT = new Use("--output", "a file, a folder or s3://bucket[/prefix]");
    private static final Use STORE = new Use("--store", "a folder or s3://bucket[/prefix]");
    private static final Use LIBRARY = new Use("--library", "a path or s3://bucket/key");
    private static final Use DATASET = new Use("--from", "a path or s3://bucket/key");

    private final S3Stores s3;

    /** The option that names a place, and what it takes. */
    private record Use(String option, String expected) {

        Failure refused(String place) {
            return Failure.usage("%s %s: expected %s".formatted(option, Printable.value(place), expected));
        }
    }

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
        return isS3(place) ? s3.store(uri(place, STORE)) : new FolderStore(folder(place));
    }

    /** The folder or place in S3 to which a dataset's files are written. */
    public ObjectStore datasets(String place) {
        return isS3(place) ? s3.store(uri(place, OUTPUT)) : new FolderStore(path(place, OUTPUT));
    }

    /** Refuses what cannot be a store, without calling any service. */
    public static void requirePlace(String place) {
        if (isS3(place)) {
            uri(place, STORE);
        } else {
            folder(place);
        }
    }

    private static Path folder(String place) {
        return path(place, STORE);
    }

    public ByteSource file(String place) {
        return file(place, LIBRARY);
    }

    public ByteSource dataset(String place) {
        return file(place, DATASET);
    }

    private ByteSource file(String place, Use use) {
        return isS3(place) ? s3.object(object(place, use)) : new FileSource(path(place, use));
    }

    /** The files at the place: one file, or all in a folder, below a prefix that ends in {@code /}, or matching a pattern. */
    public FileSet files(String place) {
        if (isS3(place)) {
            if (!place.endsWith("/") && !FilePattern.hasWildcard(place)) {
                return FileSet.of(file(place));
            }
            FilePattern pattern = FilePattern.of(place);
            ObjectStore folder = s3.store(uri(pattern.folder(), LIBRARY));
            return FileSet.of(place, () -> files(pattern, folder::source, folder.list(pattern.beginning())));
        }
        Path path = path(place, LIBRARY);
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
            uri(FilePattern.of(place).folder(), LIBRARY);
        } else if (isS3(place)) {
            object(place, LIBRARY);
        } else {
            path(place, LIBRARY);
        }
    }

    private static S3Uri object(String place, Use use) {
        S3Uri uri = uri(place, use);
        if (uri.path().isEmpty()) {
            throw use.refused(place);
        }
        return uri;
    }

    /**
     * Checks without writing anything that a place's bucket exists in this region and can be listed.
     *
     * @return whether there is anything below the place
     */
    public boolean isInUse(String place) {
        return s3.isInUse(uri(place, STORE));
    }

    private static S3Uri uri(String place, Use use) {
        try {
            return S3Uri.parse(place);
        } catch (IllegalArgumentException e) {
            throw S3Uri.isBucketRefused(place)
                    ? Failure.usage("%s %s: %s".formatted(use.option(), Printable.value(place), S3Uri.BUCKET_NAMES))
                    : use.refused(place);
        }
    }

    /** The path; refuses a misspelt address, which would otherwise become a folder of that name. */
    private static Path path(String place, Use use) {
        if (place.isBlank() || ADDRESS.matcher(place).lookingAt()) {
            throw use.refused(place);
        }
        try {
            return LocalPath.of(place).toAbsolutePath().normalize();
        } catch (IllegalArgumentException e) {
            throw Failure.usage("%s: %s".formatted(use.option(), e.getMessage()));
        }
    }
}
