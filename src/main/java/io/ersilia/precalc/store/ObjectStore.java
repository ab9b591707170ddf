package io.ersilia.precalc.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the files of runs: a folder or an S3 bucket. Keys are relative paths such as {@code out/eos3b5e/r1/plan.json}.
 * A file appears whole or not at all. Errors of the folder or service are {@code Failure}s.
 */
public interface ObjectStore {

    /** Where the store is, as a user would write it: a path or {@code s3://bucket/prefix}. */
    String uri();

    /** The bytes under the key, which may not exist. */
    ByteSource source(String key);

    /** The whole content of a small file; empty when it does not exist. */
    Optional<byte[]> read(String key);

    /** Stores the file under the key, in place of what was there. */
    void save(String key, Path file);

    /** Stores the content under the key, in place of what was there. */
    void save(String key, byte[] content);

    /** Stores the content only if the key is free; of several concurrent calls exactly one returns true. */
    boolean create(String key, byte[] content);

    /** All keys that start with the prefix, sorted. */
    List<String> list(String prefix);

    /**
     * The names of the folders directly in this one which have a file somewhere in them, sorted; of a folder of many files
     * that takes far fewer requests than a list of them.
     *
     * @param folder the beginning of keys, with a slash at its end
     */
    List<String> folders(String folder);

    /** Removes the file if it exists. */
    void delete(String key);
}
