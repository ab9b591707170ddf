package io.ersilia.precalc.store.s3;

import io.ersilia.precalc.run.Printable;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in S3, {@code s3://bucket[/path]}: the root of a store, or an object.
 *
 * @param bucket by the naming rules of the Amazon S3 User Guide ("General purpose bucket naming rules")
 * @param path without slashes at its ends; empty for the bucket itself
 */
public record S3Uri(String bucket, String path) {

    private static final Pattern FORM = Pattern.compile("s3://([^/]+)(?:/(.*))?");

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9](?:[a-z0-9-]|\\.(?!\\.)){1,61}[a-z0-9]");

    /** The rules of names in a few words, for a name that breaks them. */
    public static final String BUCKET_NAMES =
            "the name of a bucket has 3 to 63 characters of a-z 0-9 . -, the first and the last of a-z 0-9";

    private static final Set<String> NOWHERE = Set.of("", ".", "..");

    public S3Uri {
        boolean named = path.isEmpty()
                || Pattern.compile("/").splitAsStream(path + "/x").noneMatch(NOWHERE::contains);
        if (!BUCKET.matcher(bucket).matches() || !named || path.chars().anyMatch(Character::isISOControl)) {
            throw refusal("s3://%s/%s".formatted(bucket, path));
        }
    }

    /** Parses what the user writes; a final slash makes no difference. */
    public static S3Uri parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw refusal(text);
        }
        String path = form.group(2) == null ? "" : form.group(2);
        return new S3Uri(form.group(1), path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    /** Whether the text refers to S3 at all, well-formed or not. */
    public static boolean isS3(String text) {
        return text.startsWith("s3:");
    }

    /** Whether the text would be a place in S3 if its bucket could have this name. */
    public static boolean isBucketRefused(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() && !BUCKET.matcher(form.group(1)).matches();
    }

    /** The place of the key below this one. */
    S3Uri resolve(String key) {
        return new S3Uri(bucket, prefix() + key);
    }

    /** The beginning of the keys of objects below this place. */
    String prefix() {
        return path.isEmpty() ? "" : path + "/";
    }

    private static IllegalArgumentException refusal(String text) {
        return new IllegalArgumentException(
                "not a place in S3: '%s', expected s3://bucket or s3://bucket/path".formatted(Printable.of(text)));
    }

    @Override
    public String toString() {
        return path.isEmpty() ? "s3://" + bucket : "s3://" + bucket + "/" + path;
    }
}
