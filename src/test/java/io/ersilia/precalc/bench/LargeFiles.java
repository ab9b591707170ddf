package io.ersilia.precalc.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Writes libraries and partitions of any size: {@code library ROWS FILE}, {@code keyed-library ROWS FILE}, {@code
 * partition ROWS COLUMNS FILE}, {@code counts ROWS COLUMNS FILE}.
 */
public final class LargeFiles {

    /** Molecules are chains of these: all valid, small and different. */
    private static final String[] LINKS = {"C", "N", "O", "C(C)", "C(=O)", "C(F)", "CC1CC1C", "c1ccccc1"};

    private static final int LETTERS = 26;

    private LargeFiles() {}

    public static void main(String[] args) throws IOException {
        long rows = Long.parseLong(args[1]);
        switch (args[0]) {
            case "library" -> library(Path.of(args[2]), rows);
            case "keyed-library" -> keyedLibrary(Path.of(args[2]), rows);
            case "partition" -> partition(Path.of(args[3]), rows, Integer.parseInt(args[2]));
            case "counts" -> counts(Path.of(args[3]), rows, Integer.parseInt(args[2]));
            default ->
                throw new IllegalArgumentException("expected library, keyed-library, partition or counts: " + args[0]);
        }
    }

    /** A library without keys, which screening then computes. */
    public static void library(Path file, long rows) throws IOException {
        write(file, "smiles", rows, LargeFiles::smiles);
    }

    /** A library that carries keys, none of them twice. */
    public static void keyedLibrary(Path file, long rows) throws IOException {
        write(file, "key,smiles", rows, row -> key(row) + "," + smiles(row));
    }

    /** A partition as predict writes it, with numbers of up to 16 digits, and keys none of which is there twice. */
    public static void partition(Path file, long rows, int columns) throws IOException {
        partition(file, rows, columns, 0);
    }

    /** The same, of other molecules: those from the number on. */
    static void partition(Path file, long rows, int columns, long from) throws IOException {
        partition(file, rows, columns, from, random -> random.nextDouble() * 100);
    }

    /** The same, of whole numbers from 0 to 9 as in a fingerprint: nine of ten are 0. */
    private static void counts(Path file, long rows, int columns) throws IOException {
        partition(file, rows, columns, 0, random -> Math.max(0, random.nextInt(100) - 90));
    }

    private static void partition(Path file, long rows, int columns, long from, Function<Random, Number> value)
            throws IOException {
        Random random = new Random(42);
        StringBuilder header = new StringBuilder("key,input");
        IntStream.range(0, columns).forEach(i -> header.append(",column_").append(i));
        write(file, header.toString(), rows, row -> {
            StringBuilder line = new StringBuilder(key(from + row)).append(',').append(smiles(from + row));
            for (int i = 0; i < columns; i++) {
                line.append(',').append(value.apply(random));
            }
            return line.toString();
        });
    }

    /** The row's molecule: its number, written in links. */
    public static String smiles(long row) {
        StringBuilder smiles = new StringBuilder("CC");
        for (long rest = row; rest > 0; rest /= LINKS.length) {
            smiles.append(LINKS[(int) (rest % LINKS.length)]);
        }
        return smiles.append("CO").toString();
    }

    /** A key of the right form, spread like a hash, so that an index over keys meets them in no order. */
    public static String key(long row) {
        char[] key = "AAAAAAAAAAAAAA-UHFFFAOYSA-N".toCharArray();
        long rest = Long.remainderUnsigned(row * 0x9E3779B97F4A7C15L, 1L << 62);
        for (int i = 0; i < 14; i++, rest /= LETTERS) {
            key[i] = (char) ('A' + rest % LETTERS);
        }
        return new String(key);
    }

    private static void write(Path file, String header, long rows, LongFunction<String> line) throws IOException {
        try (Writer out = new BufferedWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), 1 << 16)) {
            out.append(header).append('\n');
            for (long row = 0; row < rows; row++) {
                out.append(line.apply(row)).append('\n');
            }
        }
    }

    /** For the programs beside this one, whose answer is their output. */
    static void say(String text) {
        PrintStream out = System.out;
        out.println(text);
        if (out.checkError()) {
            throw new UncheckedIOException(new IOException("nobody reads"));
        }
    }
}
