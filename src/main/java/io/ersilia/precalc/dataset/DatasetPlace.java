package io.ersilia.precalc.dataset;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.LocalPath;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a dataset is written: a folder or a place in S3, and the names of its files there.
 *
 * @param folder a path or {@code s3://bucket[/path]}
 * @param data name of the file of predictions
 * @param rejects name of the file of rejected rows
 */
public record DatasetPlace(String folder, DatasetFormat format, String data, String rejects) {

    /** The file that describes the others; written last, so its presence means that they are complete. */
    public static final String DESCRIPTION = "dataset.json";

    private static final String S3 = "s3://";

    private static final String PREDICTIONS = "predictions";
    private static final String REJECTS = "rejects";

    /**
     * Parses what the user writes: a file if the ending of its name is known, otherwise a folder.
     *
     * @param format the requested one; null for that of the file's name, or Parquet
     * @throws Failure of kind USAGE if the two contradict each other
     */
    public static DatasetPlace of(String output, @Nullable DatasetFormat format) {
        int slash = output.lastIndexOf('/');
        String name = output.substring(slash + 1);
        DatasetFormat named = DatasetFormat.ofName(name).orElse(null);
        if (named == null || (output.startsWith(S3) && slash < S3.length())) {
            DatasetFormat chosen = format == null ? DatasetFormat.PARQUET : format;
            return new DatasetPlace(output, chosen, PREDICTIONS + chosen.extension(), REJECTS + chosen.extension());
        }
        if (format != null && format != named) {
            throw Failure.usage("--format %s contradicts --output %s, which is %s by its name: leave --format out"
                    .formatted(format, Printable.of(output), named));
        }
        String ending = named.extension(name).orElseThrow();
        String stem = name.substring(0, name.length() - ending.length());
        if (stem.isEmpty() || stem.startsWith(".")) {
            throw Failure.usage("--output %s names no visible file: give the file a name, as in predictions%s"
                    .formatted(Printable.of(output), ending));
        }
        return new DatasetPlace(
                slash < 0 ? "." : output.substring(0, Math.max(1, slash)),
                named,
                name,
                rejectsOf(stem) + name.substring(stem.length()));
    }

    /** The place of the rejects of a Parquet dataset: beside the file of predictions. */
    public static String rejectsBeside(String data) {
        int slash = data.lastIndexOf('/') + 1;
        String name = data.substring(slash);
        int end = name.length()
                - DatasetFormat.PARQUET.extension(name).map(String::length).orElse(0);
        return data.substring(0, slash) + rejectsOf(name.substring(0, end)) + name.substring(end);
    }

    private static String rejectsOf(String stem) {
        return stem.equals(PREDICTIONS) ? REJECTS : stem + "." + REJECTS;
    }

    /** The place of one of its files. */
    public String uri(String name) {
        return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }

    public boolean isS3() {
        return folder.startsWith("s3:");
    }

    /**
     * Creates the folder, which must not be in S3.
     *
     * @throws Failure of kind UNAVAILABLE if no file can be written there
     */
    public void requireWritable() {
        try {
            Path path = LocalPath.of(folder).toAbsolutePath();
            Path there = path;
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            if (Files.exists(there) && !Files.isDirectory(there)) {
                throw Failure.unavailable("cannot write to %s: %s is not a folder; name another place with --output"
                        .formatted(Printable.of(folder), there));
            }
            LocalPath.deadLink(path).ifPresent(link -> {
                throw Failure.unavailable(
                        "%s: create the folder that it leads to, or name another place with --output".formatted(link));
            });
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, ".precalc-", ".tmp"));
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--output: " + e.getMessage());
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot write to %s: %s; name another place with --output"
                            .formatted(Printable.of(folder), Printable.reason(e)),
                    e);
        }
    }

    /** The names of its files, the description last. */
    public Stream<String> names() {
        return Stream.of(data, rejects, DESCRIPTION);
    }
}
