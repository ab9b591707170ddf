package io.ersilia.precalc.library;

import io.ersilia.precalc.store.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** A library in memory that remembers which bytes it was asked for. */
public final class TextSource implements ByteSource {

    private final String uri;
    private final byte[] bytes;

    /** The ranges asked for, as {@code [from, to)}. */
    public final List<List<Long>> asked = new ArrayList<>();

    public TextSource(String uri, byte[] bytes) {
        this.uri = uri;
        this.bytes = bytes.clone();
    }

    public TextSource(String text) {
        this("lib.csv", text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(bytes.length);
    }

    @Override
    public InputStream open(long from, long to) {
        asked.add(List.of(from, to));
        int start = (int) Math.min(from, bytes.length);
        return new ByteArrayInputStream(Arrays.copyOfRange(bytes, start, (int) Math.min(to, bytes.length)));
    }
}
