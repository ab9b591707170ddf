package io.ersilia.precalc.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the files of runs: a folder or an S3 bucket. Keys are relative paths such as {@code out/eos3b5e/r1/plan.json}.
 * What is written appears whole or not at all. Trouble with the folder or service is a {@code Failure}.
 */
public interface ObjectStore {

    /** Where the store is, as a person would write it: a path or {@code s3://bucket/prefix}. */
    String uri();

    /** The bytes under the key, whether there are any or not. */
    ByteSource source(String key);

    /** The whole content of a small file; empty when there is none. */
    Optional<byte[]> read(String key);

    /** Stores the file under the key, in place of what was there. */
    void save(String key, Path file);

    /** Stores the content under the key, in place of what was there. */
    void save(String key, byte[] content);

    /** Stores the content only where nothing is yet; of several at once exactly one is told true. */
    boolean create(String key, byte[] content);

    /** All keys that start with the prefix, sorted. */
    List<String> list(String prefix);

    /** Removes the file; nothing happens when there is none. */
    void delete(String key);
}
