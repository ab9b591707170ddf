package io.ersilia.precalc.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the files of runs: a folder or an S3 bucket. Keys are relative paths such as {@code out/eos3b5e/r1/plan.json}.
 * A file appears completely or not at all. Errors of the folder or service are thrown as {@code Failure}s.
 */
public interface ObjectStore {

    /** Where the store is, as a user would write it: a path or {@code s3://bucket/prefix}. */
    String uri();

    /** The bytes under the key, which may not exist. */
    ByteSource source(String key);

    /** The whole content of a small file; empty if it does not exist. */
    Optional<byte[]> read(String key);

    /** Stores the file under the key, replacing an existing one. */
    void save(String key, Path file);

    /** Stores the content under the key, replacing an existing file. */
    void save(String key, byte[] content);

    /** Stores the content only if the key is free; of several concurrent calls exactly one returns true. */
    boolean create(String key, byte[] content);

    /** All keys that start with the prefix, sorted. */
    List<String> list(String prefix);

    /**
     * The sorted names of the folders directly in this one that contain a file at any depth. In a folder of many files, this
     * takes far fewer requests than listing them.
     *
     * @param folder the beginning of keys, with a final slash
     */
    List<String> folders(String folder);

    /** Removes the file if it exists. */
    void delete(String key);
}
