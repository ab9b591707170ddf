package io.ersilia.precalc;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Work in a folder that takes long enough to be stopped in each of its phases, and how far it has come. */
final class LongWork {

    private static final long FAR_INTO_THE_FILE = 4L << 20;

    private final Path folder;

    LongWork(Path folder) {
        this.folder = folder;
    }

    private interface Content {
        void write(BufferedWriter out) throws IOException;
    }

    private static void write(Path csv, String header, Content content) throws IOException {
        Files.createDirectories(csv.getParent());
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write(header + "\n");
            content.write(out);
        }
    }

    private Path library(Content content) throws IOException {
        Path library = folder.resolve("library.csv");
        write(library, "smiles", content);
        return library;
    }

    /** Amines, all different. */
    Path molecules(int count) throws IOException {
        return library(out -> {
            for (int i = 1; i <= count; i++) {
                out.write("C".repeat(i % 60 + 1) + "N" + "C".repeat(i / 60) + "\n");
            }
        });
    }

    /** A library that takes long to plan. */
    Path planning() throws IOException {
        String chunk = "CCO\nCCN\nc1ccccc1\nCC(=O)Oc1ccccc1C(=O)O\n".repeat(5_000);
        return library(out -> {
            for (int i = 0; i < 1_000; i++) {
                out.write(chunk);
            }
        });
    }

    /** Whether the process has read much of the file and is not through. */
    boolean isPlanning(long pid, Path library) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).equals(library)) {
                    String info = Files.readString(proc.resolve("fdinfo").resolve(descriptor.getFileName()));
                    String position = info.lines().findFirst().orElse("").replaceAll("\\D", "");
                    return Long.parseLong(position) > FAR_INTO_THE_FILE;
                }
            }
        } catch (NoSuchFileException e) { // not started yet, or closed meanwhile
        }
        return false;
    }

    /** A library of texts that take long to screen. */
    Path screening(int rows) throws IOException {
        String endless = "C1" + "CC(C)".repeat(800) + "\n";
        return library(out -> {
            for (int i = 0; i < rows; i++) {
                out.write(endless);
            }
        });
    }

    boolean isScreening(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return tasks.anyMatch(task -> name(task).equals("screening"));
        } catch (NoSuchFileException e) { // not started yet
            return false;
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return ""; // ended meanwhile
        }
    }

    /** Texts too long to be SMILES make a large file of rejects with little work; it is written before the manifest. */
    Path rejecting(int rows) throws IOException {
        String longText = "C".repeat(90_000) + "\n";
        return library(out -> {
            out.write("CCO\n");
            for (int i = 0; i < rows; i++) {
                out.write(longText);
            }
        });
    }

    boolean isWritingThePartition() throws IOException {
        List<String> files = files("store");
        return files.stream().anyMatch(file -> file.endsWith("part-0001.csv"))
                && files.stream().anyMatch(file -> file.endsWith(".tmp"));
    }

    /** An imported partition of run {@code r}. */
    void partition(int rows) throws IOException {
        write(folder.resolve("store/out/eos3b5e/r/part-0001.csv"), "key,input,mw", out -> {
            for (int i = 0; i < rows; i++) {
                out.write("%s-UHFFFAOYSA-N,CCO,%d\n".formatted(letters(i), i));
            }
        });
    }

    private static String letters(int number) {
        StringBuilder letters = new StringBuilder("AAAAAAAAAAAAAA");
        for (int at = 13, rest = number; rest > 0; at--, rest /= 26) {
            letters.setCharAt(at, (char) ('A' + rest % 26));
        }
        return letters.toString();
    }

    boolean isServing() throws IOException {
        Path log = folder.resolve("store/predictions.db-wal");
        return Files.exists(log) && Files.size(log) > 1 << 20;
    }

    String store() {
        return folder.resolve("store").toString();
    }

    /** The files below, by their paths within it. */
    List<String> files(String name) throws IOException {
        Path root = folder.resolve(name);
        TreeSet<String> files = new TreeSet<>();
        if (Files.exists(root)) {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(root.relativize(file).toString());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // gone meanwhile
                }
            });
        }
        return List.copyOf(files);
    }
}
