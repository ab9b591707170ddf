package io.ersilia.precalc.dataset;

import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.words.Words;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts any number of rows by their keys in little memory: whenever the memory is full, its rows are sorted and spilled to a
 * file; then the files are merged. Rows with equal keys stay in the order in which they were added.
 */
public final class SortedRows implements Closeable {

    /** Bytes sorted at once: 64 MiB, or an eighth of the heap if that is less. */
    public static final long USUAL_MEMORY =
            Math.min(64 * Words.MIB, Runtime.getRuntime().maxMemory() / 8);

    /** Bytes of heap that a row takes in addition to its own bytes. */
    private static final int OVERHEAD = 24;

    /** Files merged at once: each has a buffer, and a process may open about a thousand. */
    private static final int MOST_FILES = 128;

    private static final int BUFFER = 1 << 16;

    /** Bytes of rows handed to the visitor's thread at once. */
    private static final int BATCH = 1 << 18;

    /**
     * Receives the keys in order, each with all its rows in the order in which they were added. Called in a separate thread, so
     * that two cores have work.
     */
    @FunctionalInterface
    public interface Visitor {
        void visit(String key, List<SourceRow> rows) throws IOException;
    }

    private final Path folder;
    private final long memory;
    private final Aside aside = new Aside();
    private List<byte[]> gathered = new ArrayList<>();
    private final List<Path> spilled = new ArrayList<>();
    private long bytes;
    private int files;

    /**
     * @param folder for the spilled files, which are removed again
     * @param memory bytes of rows kept in memory: one half is filled while the other is sorted and spilled
     */
    public SortedRows(Path folder, long memory) {
        this.folder = folder;
        this.memory = memory;
    }

    public void add(SourceRow row) throws IOException {
        byte[] one = RowBytes.of(row);
        gathered.add(one);
        bytes += one.length + OVERHEAD;
        if (bytes > memory / 2) {
            spill();
        }
    }

    /** Adds all rows of the other, so that several threads can gather rows. */
    public void addAll(SortedRows other) throws IOException {
        if (!gathered.isEmpty()) {
            spill();
        }
        if (!other.gathered.isEmpty()) {
            other.spill();
        }
        other.aside.await(); // its files are complete
        spilled.addAll(other.spilled);
        other.spilled.clear();
    }

    /** Visits every key once; nothing can be added afterwards. */
    public void forEachKey(Visitor visitor) throws IOException {
        if (!spilled.isEmpty()) {
            spill();
        }
        aside.await();
        while (spilled.size() > MOST_FILES) {
            List<Path> first = List.copyOf(spilled.subList(0, MOST_FILES));
            Path merged = write(first);
            spilled.subList(0, MOST_FILES).clear();
            spilled.add(0, merged); // the rows stay in order
            for (Path done : first) {
                Files.delete(done);
            }
        }
        Groups groups = new Groups(visitor);
        if (spilled.isEmpty()) {
            groups.addAll(InOrder.of(gathered));
        } else {
            Batches batches = new Batches(groups);
            merge(spilled, batches::add);
            batches.end();
        }
        groups.end();
    }

    @Override
    public void close() throws IOException {
        aside.close();
        gathered.clear();
        for (Path file : spilled) {
            Files.deleteIfExists(file);
        }
    }

    private void spill() throws IOException {
        List<byte[]> full = gathered;
        Path file = file();
        gathered = new ArrayList<>(full.size());
        bytes = 0;
        spilled.add(file);
        aside.begin(() -> {
            try (DataOutputStream out = output(file)) {
                for (byte[] row : InOrder.of(full)) {
                    write(row, out);
                }
            }
        });
    }

    private Path file() {
        return folder.resolve("rows-%05d".formatted(files++));
    }

    private Path write(List<Path> parts) throws IOException {
        Path file = file();
        try (DataOutputStream out = output(file)) {
            merge(parts, row -> write(row, out));
        }
        return file;
    }

    private static DataOutputStream output(Path file) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
    }

    private static void write(byte[] row, DataOutputStream out) throws IOException {
        out.writeInt(row.length);
        out.write(row);
    }

    private interface RowConsumer {
        void accept(byte[] row) throws IOException;
    }

    /** Merges the files; among equal keys, the row of the earlier file comes first. */
    private static void merge(List<Path> parts, RowConsumer consumer) throws IOException {
        PriorityQueue<Part> queue = new PriorityQueue<>(
                Comparator.comparing((Part part) -> part.row, InOrder.BY_KEY).thenComparingInt(part -> part.number));
        List<Part> opened = new ArrayList<>();
        try {
            for (Path file : parts) {
                Part part = new Part(opened.size(), file);
                opened.add(part);
                if (part.next()) {
                    queue.add(part);
                }
            }
            for (Part part = queue.poll(); part != null; part = queue.poll()) {
                consumer.accept(part.row);
                if (part.next()) {
                    queue.add(part);
                }
            }
        } finally {
            for (Part part : opened) {
                part.close();
            }
        }
    }

    /** A spilled file, positioned at one of its rows. */
    private static final class Part implements Closeable {
        private final int number;
        private final DataInputStream in;
        private byte[] row = {};

        Part(int number, Path file) throws IOException {
            this.number = number;
            this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        }

        boolean next() throws IOException {
            int first = in.read();
            if (first < 0) {
                return false;
            }
            row = new byte[(first << 24) | (in.readUnsignedByte() << 16) | in.readUnsignedShort()];
            in.readFully(row);
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Hands merged rows to the visitor's thread, which decodes them: objects made by another core are slow to reach. */
    private final class Batches {
        private final Groups groups;
        private List<byte[]> batch = new ArrayList<>();
        private int size;

        Batches(Groups groups) {
            this.groups = groups;
        }

        void add(byte[] row) throws IOException {
            batch.add(row);
            size += row.length;
            if (size > BATCH) {
                hand();
            }
        }

        private void hand() throws IOException {
            List<byte[]> full = batch;
            batch = new ArrayList<>();
            size = 0;
            aside.begin(() -> groups.addAll(full));
        }

        void end() throws IOException {
            hand();
            aside.await();
        }
    }

    /** Gathers the rows of one key. */
    private static final class Groups {
        private final Visitor visitor;
        private final List<SourceRow> rows = new ArrayList<>();

        Groups(Visitor visitor) {
            this.visitor = visitor;
        }

        void addAll(List<byte[]> sorted) throws IOException {
            for (byte[] bytes : sorted) {
                SourceRow row = RowBytes.row(bytes);
                if (!rows.isEmpty() && !rows.get(0).key().equals(row.key())) {
                    end();
                }
                rows.add(row);
            }
        }

        void end() throws IOException {
            Stop.check();
            if (!rows.isEmpty()) {
                visitor.visit(rows.get(0).key(), List.copyOf(rows));
                rows.clear();
            }
        }
    }
}
