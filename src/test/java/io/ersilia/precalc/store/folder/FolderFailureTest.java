package io.ersilia.precalc.store.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.store.FileFailures;
import io.ersilia.precalc.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderFailureTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatCannotBeMadeIsNamed() {
        ObjectStore store = new FolderStore(Path.of("/proc/x"));
        String message =
                "cannot write /proc/x/a/b: its folder cannot be created: make the folder writable or choose another with --store";

        assertThat(store.read("a/b")).isEmpty();
        assertThat(store.list("")).isEmpty();
        assertUnavailable(() -> store.save("a/b", new byte[1]), message);
        assertUnavailable(() -> store.create("a/b", new byte[1]), message);
    }

    @Test
    void aFileIsNoStore() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        ObjectStore store = new FolderStore(file);
        String message = file + " is a file, not a folder: choose another with --store";

        assertUnavailable(() -> store.read("a"), message);
        assertUnavailable(() -> store.list(""), message);
        assertUnavailable(() -> store.source("a"), message);
        assertUnavailable(() -> store.save("a", new byte[1]), message);
        assertUnavailable(() -> store.create("a", new byte[1]), message);
        assertUnavailable(() -> store.delete("a"), message);
    }

    @Test
    void aFileInTheWayOfAFolderIsNamed() {
        ObjectStore store = new FolderStore(folder);
        store.save("out", new byte[1]);

        assertUnavailable(
                () -> store.save("out/a", new byte[1]),
                "cannot write %s/out/a: not a folder: make the folder writable or choose another with --store"
                        .formatted(folder));
        assertThat(store.list("out/")).isEmpty();
    }

    @Test
    void aDirectoryIsNoSource() {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> new FileSource(folder).size())
                .withMessage("%s is a directory, expected a file: name the file in it", folder)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.Kind.INPUT));
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> new FileSource(folder).open(0, 1).close())
                .withMessageContaining("is a directory");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDeviceIsNoSource() {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> new FileSource(Path.of("/dev/null")).size())
                .withMessage("/dev/null is not a regular file: copy its content into one");
    }

    /** The limit of the shell is in blocks of 1,024 bytes; the JVM must not keep a performance file above it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatDoesNotFitLeavesNothingBehind() throws Exception {
        Path store = folder.resolve("store");
        new FolderStore(store).save("out/part.csv", "before".getBytes(UTF_8));
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 8; exec \"$@\"",
                        "bash",
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SaveTooMuch.class.getName(),
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said;
        try (InputStream out = process.getInputStream()) {
            said = new String(out.readAllBytes(), UTF_8).trim();
        }

        assertThat(said)
                .isEqualTo(
                        "UNAVAILABLE cannot write %s/out/part.csv: File too large: raise the limit (ulimit -f)"
                                + " and run the same command again",
                        store);
        assertThat(process.waitFor()).isZero();
        assertThat(filesIn(store)).containsExactly("out/part.csv");
        assertThat(new FolderStore(store).read("out/part.csv")).contains("before".getBytes(UTF_8));
    }

    /** Tries to save 64 KiB. */
    static final class SaveTooMuch {
        public static void main(String[] args) {
            try {
                new FolderStore(Path.of(args[0])).save("out/part.csv", new byte[64 * 1024]);
            } catch (Failure e) {
                System.out.println(e.kind() + " " + e.getMessage());
            }
        }
    }

    @Test
    void aFullDiskIsSaidSo() {
        assertThat(FileFailures.writing(Path.of("store/a"), new IOException("No space left on device")))
                .hasMessage(
                        "cannot write store/a: No space left on device: free some space and run the same command again");
    }

    @Test
    void whoIsInterruptedStillKeepsItsWork() {
        ObjectStore store = new FolderStore(folder.resolve("store"));
        Thread.currentThread().interrupt();
        try {
            store.save("a", "kept".getBytes(UTF_8));
            assertThat(store.create("b", new byte[1])).isTrue();
            assertThat(store.read("a")).contains("kept".getBytes(UTF_8));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void hiddenFilesAreNotListed() throws IOException {
        ObjectStore store = new FolderStore(folder);
        store.save("out/a", new byte[1]);
        Files.createFile(folder.resolve("out/.123.tmp"));
        Files.createDirectories(folder.resolve(".git/objects"));
        Files.createFile(folder.resolve(".git/objects/x"));

        assertThat(store.list("")).containsExactly("out/a");
    }

    @Test
    void emptyFoldersGoWithTheirLastFile() {
        ObjectStore store = new FolderStore(folder);
        store.save("out/r/checkpoints/0001/a", new byte[1]);
        store.save("out/r/plan.json", new byte[1]);

        store.delete("out/r/checkpoints/0001/a");

        assertThat(folder.resolve("out/r/checkpoints")).doesNotExist();
        assertThat(folder.resolve("out/r/plan.json")).exists();
    }

    @Test
    void aLinkToAFolderIsAStore() throws IOException {
        new FolderStore(folder.resolve("real")).save("out/a", new byte[1]);
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));

        assertThat(new FolderStore(link).list("out/")).containsExactly("out/a");
    }

    @Test
    void withoutHardLinksTooExactlyOneOfManyCreates() throws Exception {
        Path target = folder.resolve("plan.json");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> told = threads.invokeAll(Stream.<Callable<Boolean>>generate(() -> () -> {
                        try (TemporaryFile temporary = TemporaryFile.beside(target)) {
                            return temporary.renameUnlessThere(target);
                        }
                    })
                    .limit(8)
                    .toList());
            assertThat(told).extracting(Future::get).containsOnlyOnce(true);
        } finally {
            threads.shutdownNow();
        }
        assertThat(target).exists();
    }

    private static List<String> filesIn(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }

    private static void assertUnavailable(ThrowingCallable call, String message) {
        Failure failure = catchThrowableOfType(Failure.class, call);
        assertThat(failure).hasMessage(message);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    }
}
