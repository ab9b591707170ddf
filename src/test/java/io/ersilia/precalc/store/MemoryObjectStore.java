package io.ersilia.precalc.store;

import io.ersilia.precalc.run.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A store in memory. */
public final class MemoryObjectStore implements ObjectStore {

    private final ConcurrentSkipListMap<String, byte[]> files = new ConcurrentSkipListMap<>();

    @Override
    public String uri() {
        return "memory";
    }

    @Override
    public ByteSource source(String key) {
        return new Source(Keys.checked(key), null);
    }

    @Override
    public Optional<byte[]> read(String key) {
        return Optional.ofNullable(files.get(Keys.checked(key))).map(byte[]::clone);
    }

    @Override
    public void save(String key, Path file) {
        try {
            files.put(Keys.checked(key), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void save(String key, byte[] content) {
        files.put(Keys.checked(key), content.clone());
    }

    @Override
    public boolean create(String key, byte[] content) {
        return files.putIfAbsent(Keys.checked(key), content.clone()) == null;
    }

    @Override
    public List<String> list(String prefix) {
        return files.tailMap(Keys.checkedPrefix(prefix)).keySet().stream()
                .takeWhile(key -> key.startsWith(prefix))
                .toList();
    }

    @Override
    public List<String> folders(String folder) {
        return list(Keys.checkedFolder(folder)).stream()
                .map(key -> key.substring(folder.length()))
                .filter(key -> key.indexOf('/') > 0)
                .map(key -> key.substring(0, key.indexOf('/')))
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public void delete(String key) {
        files.remove(Keys.checked(key));
    }

    private final class Source implements ByteSource {
        private final String key;

        /** The only content that may be read; null for any. */
        private final byte @Nullable [] only;

        Source(String key, byte @Nullable [] only) {
            this.key = key;
            this.only = only;
        }

        @Override
        public ByteSource unchanging() {
            return new Source(key, files.get(key));
        }

        @Override
        public String uri() {
            return "memory/" + key;
        }

        @Override
        public OptionalLong size() {
            byte[] content = files.get(key);
            return content == null ? OptionalLong.empty() : OptionalLong.of(content.length);
        }

        @Override
        public InputStream open(long from, long to) {
            ByteRange range = new ByteRange(from, to);
            byte[] content = files.get(key);
            if (content == null) {
                throw Failure.input("no such file: %s: correct the path".formatted(uri()));
            }
            if (only != null && only != content) {
                throw FileFailures.changed(uri());
            }
            int start = (int) Math.min(range.from(), content.length);
            int end = (int) Math.min(range.to(), content.length);
            return new ByteArrayInputStream(content, start, end - start);
        }
    }
}
