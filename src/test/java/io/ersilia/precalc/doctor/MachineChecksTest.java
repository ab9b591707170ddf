package io.ersilia.precalc.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.doctor.Finding.Status;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineChecksTest {

    private static final long GIB = Words.GIB;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"64, 1024, OK", "64, 255, WARNING", "32, 1024, ERROR"})
    void aJvmOf32BitsIsAnErrorAndALittleHeapAWarning(String bits, long mebibytes, Status status) {
        Finding found = new JavaCheck("21.0.1", bits, "amd64, Linux", mebibytes * Words.MIB).look();

        assertThat(found.status()).isEqualTo(status);
        assertThat(found.found()).startsWith("Java 21.0.1, %s bit (amd64, Linux), at most ".formatted(bits));
    }

    @Test
    void thisMachinesJavaAndMemoryAreFound() {
        assertThat(JavaCheck.ofThisMachine().look().found()).contains(System.getProperty("java.version"));
        assertThat(MemoryCheck.ofThisMachine(false).look().status()).isEqualTo(Status.OK);
    }

    @ParameterizedTest
    @CsvSource({"8, true, OK", "5, true, WARNING", "5, false, OK"})
    void littleMemoryIsAWarningWhereModelsRun(long gibibytes, boolean modelsRunHere, Status status) {
        Finding found = new MemoryCheck(gibibytes * GIB, GIB, modelsRunHere).look();

        assertThat(found.status()).isEqualTo(status);
        assertThat(found.found()).startsWith("%d.0 GiB of memory, 1.0 GiB unused".formatted(gibibytes));
    }

    @ParameterizedTest
    @CsvSource({"3000, OK", "2047, WARNING", "256, WARNING", "255, ERROR"})
    void aFullDiskIsAnErrorAndALittleSpaceAWarning(long mebibytes, Status status) throws IOException {
        List<DiskCheck.Place> places = List.of(
                new DiskCheck.Place("temporary files", folder, DiskCheck.USUAL),
                new DiskCheck.Place("the store", folder.resolve("store"), DiskCheck.USUAL));

        Finding found = new DiskCheck(places, place -> place.equals(folder) ? 100 * GIB : mebibytes * Words.MIB).look();

        assertThat(found.status()).isEqualTo(status);
        assertThat(found.found()).startsWith("100.0 GiB free for temporary files (%s), ".formatted(folder));
    }

    @Test
    void spaceOfAFolderThatIsNotThereIsThatOfTheOneAboveIt() throws IOException {
        assertThat(DiskCheck.Space.REAL.free(folder.resolve("a/b/c"))).isPositive();
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void chemistryNeedsAFolderForTemporaryFilesAndItsLibrary() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(new ChemistryCheck(folder, () -> {}).look().status()).isEqualTo(Status.OK);
        assertThat(new ChemistryCheck(file, () -> {}).look().status()).isEqualTo(Status.ERROR);
        Check broken = new ChemistryCheck(folder, () -> {
            throw Failure.unavailable("the native InChI library does not load; make /t writable");
        });
        assertThat(CheckRunner.run(List.of(broken)))
                .containsExactly(error("chemistry", "the native InChI library does not load", "make /t writable"));
    }

    /** Waits until it is interrupted. */
    private record Silent(AtomicReference<Thread> waiting) implements Check {
        @Override
        public String name() {
            return "silent";
        }

        @Override
        public String remedy() {
            return "start it";
        }

        @Override
        public java.time.Duration limit() {
            return java.time.Duration.ofMillis(20);
        }

        @Override
        public Finding look() throws InterruptedException {
            waiting.set(Thread.currentThread());
            new java.util.concurrent.CountDownLatch(1).await();
            return ok("never");
        }
    }

    @Test
    void aCheckThatGetsNoAnswerIsAnErrorAndTheOthersAreMadeAllTheSame() throws InterruptedException {
        AtomicReference<Thread> waiting = new AtomicReference<>();

        List<Finding> findings = CheckRunner.run(List.of(new Silent(waiting), new ChemistryCheck(folder, () -> {})));

        assertThat(findings.get(0)).isEqualTo(error("silent", "no answer within 0 s", "start it"));
        assertThat(findings.get(1).status()).isEqualTo(Status.OK);
        Thread thread = waiting.get();
        if (thread != null) { // a busy machine may not have begun to look
            thread.join();
        }
    }

    @Test
    void theRemedyOfAFailureIsWhatItsMessageEndsWith() {
        assertThat(Finding.failed("x", Failure.input("no library at a; name one with --library"), "?"))
                .isEqualTo(new Finding(
                        "x", Status.ERROR, "no library at a", "name one with --library", Failure.Kind.INPUT));
        assertThat(Finding.failed("x", Failure.unavailable("cannot list s3://b: no such bucket: create it"), "?"))
                .isEqualTo(error("x", "cannot list s3://b: no such bucket", "create it"));
        assertThat(Finding.failed("x", Failure.input("no molecule in a: it is empty"), "name another"))
                .isEqualTo(new Finding(
                        "x", Status.ERROR, "no molecule in a: it is empty", "name another", Failure.Kind.INPUT));
        assertThat(Finding.failed("x", Failure.usage("not an AWS endpoint: 'x', expected y"), "correct it"))
                .isEqualTo(error("x", "not an AWS endpoint: 'x', expected y", "correct it"));
    }

    private static Finding error(String check, String found, String remedy) {
        return new Finding(check, Status.ERROR, found, remedy, Failure.Kind.UNAVAILABLE);
    }
}
