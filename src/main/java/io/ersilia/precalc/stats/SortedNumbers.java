package io.ersilia.precalc.stats;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/** Sorts any number of numbers in little memory: whenever it is full, its numbers go to a sorted file; the files are merged. */
public final class SortedNumbers implements Numbers {

    /** The most files merged at once: each needs a buffer. */
    private static final int MOST_FILES = 128;

    /** How many numbers are always kept in memory. */
    private static final int FIRST = 64;

    private static final int BUFFER = 1 << 16;

    private final Path place;
    private final int memory;
    private double[] gathered = new double[FIRST];
    private final Deque<Path> files = new ArrayDeque<>();
    private int size;
    private int written;
    private long count;

    /**
     * @param place the beginning of the paths of temporary files for numbers that do not fit; they are removed again
     * @param memory how many numbers are kept in memory before they are written to a file
     */
    public SortedNumbers(Path place, int memory) {
        this.place = place;
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
        if (files.isEmpty()) {
            Arrays.sort(gathered, 0, size);
            return new Kept(gathered, size);
        }
        if (size > 0) {
            spill();
        }
        while (files.size() > MOST_FILES) {
            merge();
        }
        return new Merged(files);
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    private void spill() throws IOException {
        Arrays.sort(gathered, 0, size);
        write(new Kept(gathered, size));
        size = 0;
    }

    /** Merges the oldest files into one. */
    private void merge() throws IOException {
        List<Path> first = new ArrayList<>();
        while (first.size() < MOST_FILES) {
            first.add(files.remove());
        }
        try (Merged merged = new Merged(first)) {
            write(merged);
        }
        for (Path file : first) {
            Files.delete(file);
        }
    }

    private void write(Ascending numbers) throws IOException {
        Path file = place.resolveSibling("%s-%d".formatted(place.getFileName(), written++));
        files.add(file);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
            while (numbers.next()) {
                out.writeDouble(numbers.number());
            }
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
        public void close() {}
    }

    private static final class Merged implements Ascending {
        private final List<SpilledNumbers> all = new ArrayList<>();
        private final PriorityQueue<SpilledNumbers> open =
                new PriorityQueue<>(Comparator.comparingDouble(one -> one.number));
        private double number;

        Merged(Collection<Path> files) throws IOException {
            for (Path file : files) {
                SpilledNumbers part = new SpilledNumbers(file);
                all.add(part);
                if (part.next()) {
                    open.add(part);
                }
            }
        }

        @Override
        public boolean next() throws IOException {
            SpilledNumbers smallest = open.poll();
            if (smallest == null) {
                return false;
            }
            number = smallest.number;
            if (smallest.next()) {
                open.add(smallest);
            }
            return true;
        }

        @Override
        public double number() {
            return number;
        }

        @Override
        public void close() throws IOException {
            for (SpilledNumbers part : all) {
                part.close();
            }
        }
    }

    /** A file, positioned at one of its numbers. */
    private static final class SpilledNumbers implements Closeable {
        private final DataInputStream in;
        private long left;
        private double number;

        SpilledNumbers(Path file) throws IOException {
            left = Files.size(file) / Double.BYTES;
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        }

        boolean next() throws IOException {
            if (left-- == 0) {
                return false;
            }
            number = in.readDouble();
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
