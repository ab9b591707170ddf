package io.ersilia.precalc.stats;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/** Sorts any number of numbers in little memory: what fills it is sorted and written behind each other to a file, and merged. */
public final class SortedNumbers implements Numbers {

    /** Sorted sections that are merged at once: each has a buffer. */
    private static final int MOST_SECTIONS = 128;

    /** Numbers for which there is always room. */
    private static final int FIRST = 64;

    private static final int BUFFER = 1 << 13;

    private record Section(long from, long to) {}

    private final Path file;
    private final int memory;
    private double[] gathered = new double[FIRST];
    private final Deque<Section> sections = new ArrayDeque<>();
    private int size;
    private long count;
    private long end;

    /**
     * @param file where numbers are kept that do not fit; this makes and removes it
     * @param memory how many numbers are kept before they are written
     */
    public SortedNumbers(Path file, int memory) {
        this.file = file;
        this.memory = Math.max(FIRST, memory);
    }

    @Override
    public void add(double number) throws IOException {
        if (size == memory) {
            spill();
        } else if (size == gathered.length) {
            gathered = Arrays.copyOf(gathered, (int) Math.min(memory, 2L * size));
        }
        gathered[size++] = number;
        count++;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public double error() {
        return 0;
    }

    @Override
    public Ascending ascending() throws IOException {
        if (sections.isEmpty()) {
            Arrays.sort(gathered, 0, size);
            return new Kept(gathered, size);
        }
        if (size > 0) {
            spill();
        }
        while (sections.size() > MOST_SECTIONS) {
            merge();
        }
        return new Merged(file, sections);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }

    private void spill() throws IOException {
        Arrays.sort(gathered, 0, size);
        try (Writer out = new Writer()) {
            for (int i = 0; i < size; i++) {
                out.write(gathered[i]);
            }
        }
        size = 0;
    }

    /** Makes one section of those that were written first, behind all others. */
    private void merge() throws IOException {
        List<Section> first = new ArrayList<>();
        while (first.size() < MOST_SECTIONS) {
            first.add(sections.remove());
        }
        try (Merged merged = new Merged(file, first);
                Writer out = new Writer()) {
            while (merged.next()) {
                out.write(merged.number());
            }
        }
    }

    /** Writes a section at the end of the file. */
    private final class Writer implements AutoCloseable {
        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER * Double.BYTES);
        private final long from = end;

        Writer() throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        void write(double number) throws IOException {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.putDouble(number);
        }

        private void flush() throws IOException {
            buffer.flip();
            end += buffer.remaining();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                flush();
            }
            sections.add(new Section(from, end));
        }
    }

    private static final class Kept implements Ascending {
        private final double[] numbers;
        private final int size;
        private int at = -1;

        Kept(double[] numbers, int size) {
            this.numbers = numbers;
            this.size = size;
        }

        @Override
        public boolean next() {
            return ++at < size;
        }

        @Override
        public double number() {
            return numbers[at];
        }

        @Override
        public long times() {
            return 1;
        }

        @Override
        public void close() {}
    }

    private static final class Merged implements Ascending {
        private final FileChannel channel;
        private final PriorityQueue<Reader> readers =
                new PriorityQueue<>(Comparator.comparingDouble(one -> one.number));
        private double number;

        Merged(Path file, Iterable<Section> sections) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            for (Section section : sections) {
                Reader reader = new Reader(channel, section);
                if (reader.next()) {
                    readers.add(reader);
                }
            }
        }

        @Override
        public boolean next() throws IOException {
            Reader smallest = readers.poll();
            if (smallest == null) {
                return false;
            }
            number = smallest.number;
            if (smallest.next()) {
                readers.add(smallest);
            }
            return true;
        }

        @Override
        public double number() {
            return number;
        }

        @Override
        public long times() {
            return 1;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class Reader {
        private final FileChannel channel;
        private final ByteBuffer buffer =
                ByteBuffer.allocate(BUFFER * Double.BYTES).limit(0);
        private final long to;
        private long at;
        private double number;

        Reader(FileChannel channel, Section section) {
            this.channel = channel;
            this.at = section.from();
            this.to = section.to();
        }

        boolean next() throws IOException {
            if (!buffer.hasRemaining() && !fill()) {
                return false;
            }
            number = buffer.getDouble();
            return true;
        }

        private boolean fill() throws IOException {
            buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
            while (buffer.hasRemaining()) {
                int read = channel.read(buffer, at);
                if (read < 0) {
                    throw new EOFException("numbers that were written are not there any more");
                }
                at += read;
            }
            buffer.flip();
            return buffer.hasRemaining();
        }
    }
}
