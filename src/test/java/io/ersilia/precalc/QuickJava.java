package io.ersilia.precalc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A program {@code java} for the packaged jar that starts as the launcher starts it: with the launcher's archive of
 * classes and one compiler, for less than half of the processor time. It compiles later than usual, which saves another tenth
 * of a process that ends within a second; mapping the archive where it was made for, instead of moving all of it to a random
 * place, saves a twentieth more. Tests start the jar some five hundred times.
 */
public final class QuickJava {

    private QuickJava() {}

    /** The folder with the program, to be put on a PATH. */
    public static Path folder() {
        return Objects.requireNonNull(program().getParent());
    }

    /** The program; made once for each jar, by whichever process asks first. */
    @SuppressWarnings("try") // the lock is held, not used
    public static synchronized Path program() {
        Path jar = PackagedPrecalc.jar();
        Path folder = jar.resolveSibling("quick");
        Path java = folder.resolve("java");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock ignored = channel.lock()) {
                if (!Files.exists(java)
                        || Files.getLastModifiedTime(java).compareTo(Files.getLastModifiedTime(jar)) < 0) {
                    make(java, archive(jar));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return java;
    }

    private static void make(Path java, String archive) throws IOException {
        Path part = Files.writeString(
                java.resolveSibling("java.part"), """
                #!/bin/sh
                exec '%s/bin/java' -Xlog:disable -Xlog:all=error:stderr '-Xlog:cds*=off:stderr' %s \\
                    -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=4 -XX:+UseSerialGC -XX:-UsePerfData \\
                    -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 "$@"
                """.formatted(System.getProperty("java.home"), archive));
        if (!part.toFile().setExecutable(true)) {
            throw new IOException(part + " cannot be made a program");
        }
        Files.move(part, java, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The launcher makes the archive when it is first started. */
    private static String archive(Path jar) throws IOException {
        Path launcher = Path.of(System.getProperty("basedir", ""), "precalc").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "--version")
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        process.onExit().join();
        return archivesOf(jar).stream()
                .filter(file -> file.toFile().length() > 0)
                .findAny()
                .map(file -> "-Xshare:auto '-XX:SharedArchiveFile=" + file + "'")
                .orElse("");
    }

    /** The launcher's archives of classes, one for each JDK that it was started on. */
    public static List<Path> archives() throws IOException {
        program();
        return archivesOf(PackagedPrecalc.jar());
    }

    private static List<Path> archivesOf(Path jar) throws IOException {
        try (Stream<Path> files = Files.list(Objects.requireNonNull(jar.getParent()))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jsa"))
                    .toList();
        }
    }
}
