package io.ersilia.precalc.infra;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bucket and a key prefix. */
record S3Place(String bucket, String prefix) {

    private static final Pattern URI = Pattern.compile("s3://([^/]+)/?(.*)");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /** Names joined by slashes; in a policy {@code *} and {@code ?} would be wildcards and {@code $} a variable. */
    private static final Pattern PREFIX =
            Pattern.compile("([A-Za-z0-9_=][A-Za-z0-9._=+@-]*(/[A-Za-z0-9_=][A-Za-z0-9._=+@-]*)*)?");

    S3Place {
        checkBucket(bucket);
        checkPrefix(prefix);
    }

    static S3Place of(String uri) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new WrongContextException("not an S3 URI: '%s', give e.g. s3://my-bucket/libraries".formatted(uri));
        }
        return new S3Place(parts.group(1), parts.group(2).replaceFirst("/$", ""));
    }

    static String checkBucket(String name) {
        if (!BUCKET.matcher(name).matches()) {
            throw new WrongContextException("not a bucket name: '%s', give e.g. my-bucket".formatted(name));
        }
        return name;
    }

    static String checkPrefix(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new WrongContextException(
                    "not a key prefix: '%s', give names joined by /, e.g. precalc".formatted(prefix));
        }
        return prefix;
    }

    /** Everything below the prefix, as it follows {@code <bucket>/} in the resource of a policy. */
    static String below(String prefix) {
        return prefix.isEmpty() ? "*" : prefix + "/*";
    }
}
