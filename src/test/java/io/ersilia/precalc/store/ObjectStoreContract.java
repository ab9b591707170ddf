package io.ersilia.precalc.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises, the one in memory, the folder and S3 alike. */
public interface ObjectStoreContract {

    /** More than S3 lists in one answer. */
    int MANY = 1001;

    /** An empty store, the same one throughout a test. */
    ObjectStore store();

    @Test
    default void isEmptyBeforeAnythingIsWritten() {
        assertThat(store().list("")).isEmpty();
        assertThat(store().read("out/plan.json")).isEmpty();
        assertThat(store().source("out/plan.json").size()).isEmpty();
    }

    @Test
    default void readsWhatWasSaved() {
        store().save("out/eos3b5e/r1/plan.json", bytes("{}"));

        assertThat(store().read("out/eos3b5e/r1/plan.json")).contains(bytes("{}"));
        assertThat(store().source("out/eos3b5e/r1/plan.json").size()).hasValue(2);
    }

    @Test
    default void savingAgainReplaces() {
        store().save("part-0001.csv", bytes("the first and longer one"));
        store().save("part-0001.csv", bytes("the second"));

        assertThat(store().read("part-0001.csv")).contains(bytes("the second"));
        assertThat(store().list("")).containsExactly("part-0001.csv");
    }

    @Test
    default void anEmptyFileIsThere() throws IOException {
        store().save("empty", new byte[0]);

        assertThat(store().read("empty")).contains(new byte[0]);
        assertThat(store().source("empty").size()).hasValue(0);
        assertThat(content("empty", 0, 10)).isEmpty();
    }

    @Test
    default void aBigFileComesBackAsItWas(@TempDir Path folder) throws IOException {
        byte[] content = new byte[6 * 1024 * 1024];
        new Random(1).nextBytes(content);
        Path file = Files.write(folder.resolve("file"), content);

        store().save("out/big.csv", file);

        assertThat(store().source("out/big.csv").size()).hasValue(content.length);
        assertThat(content("out/big.csv", 0, content.length)).isEqualTo(content);
        assertThat(file).exists();
    }

    @ParameterizedTest(name = "[{0}, {1})")
    @CsvSource({
        "0, 10, 0123456789",
        "0, 1, 0",
        "3, 7, 3456",
        "9, 10, 9",
        "4, 4, ''",
        "8, 99, 89",
        "10, 20, ''",
        "77, 78, ''",
        "6, 9223372036854775807, 6789"
    })
    default void readsAnyRange(long from, long to, String expected) throws IOException {
        store().save("digits", bytes("0123456789"));

        assertThat(content("digits", from, to)).isEqualTo(bytes(expected));
    }

    @Test
    default void readsByteForByte() throws IOException {
        store().save("bytes", new byte[] {0, (byte) 0xff, 127, (byte) 128});

        try (InputStream in = store().source("bytes").open(1, 4)) {
            assertThat(IntStream.generate(() -> next(in)).limit(4)).containsExactly(255, 127, 128, -1);
        }
    }

    @Test
    default void aStreamMayBeClosedBeforeItsEnd() throws IOException {
        store().save("digits", bytes("0123456789".repeat(100_000)));

        for (int i = 0; i < 100; i++) { // more than there are connections
            try (InputStream in = store().source("digits").open(i, 1_000_000)) {
                assertThat(in.read()).isEqualTo('0' + i % 10);
            }
        }
    }

    @Test
    default void openingAnAbsentFileIsBadInput() {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> store().source("absent.csv").open(0, 1).close())
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.Kind.INPUT))
                .withMessageContaining("absent.csv");
    }

    @Test
    default void bytesThatBelongTogetherAreNotReadFromAnotherFile() throws IOException {
        store().save("a.txt", bytes("first"));
        ByteSource source = store().source("a.txt");
        ByteSource first = source.unchanging();
        assertThat(first.uri()).isEqualTo(source.uri());
        assertThat(first.size()).hasValue(5);
        assertThat(first.unchanging().open(0, 2)).hasContent("fi");

        store().save("a.txt", bytes("other"));

        assertThatThrownBy(() -> first.open(2, 5).readAllBytes())
                .isInstanceOf(Failure.class)
                .hasMessage("%s changed while it was read: run the same command again", source.uri())
                .extracting(e -> ((Failure) e).kind())
                .isEqualTo(Failure.Kind.INPUT);
        assertThat(source.open(2, 5)).hasContent("her");
        assertThat(source.unchanging().open(0, 5)).hasContent("other");
    }

    @Test
    default void anAbsentFileIsAbsentHoweverItIsRead() {
        ByteSource absent = store().source("absent.txt").unchanging();

        assertThat(absent.size()).isEmpty();
        assertThatThrownBy(() -> absent.open(0, 1)).isInstanceOf(Failure.class).hasMessageContaining(absent.uri());
    }

    @Test
    default void aSourceSaysWhereItIs() {
        assertThat(store().source("out/a.csv").uri()).isEqualTo(store().uri() + "/out/a.csv");
    }

    @Test
    default void createsOnlyWhatIsNotThere() {
        assertThat(store().create("plan.json", bytes("first"))).isTrue();
        assertThat(store().create("plan.json", bytes("second"))).isFalse();

        assertThat(store().read("plan.json")).contains(bytes("first"));
    }

    @Test
    default void createsAgainWhatWasDeleted() {
        store().create("out/plan.json", bytes("first"));
        store().delete("out/plan.json");

        assertThat(store().create("out/plan.json", bytes("second"))).isTrue();
        assertThat(store().read("out/plan.json")).contains(bytes("second"));
    }

    @Test
    default void ofManyWhoCreateAtOnceExactlyOneIsTold() throws Exception {
        for (int round = 0; round < 10; round++) {
            String key = "out/r%d/plan.json".formatted(round);
            CyclicBarrier start = new CyclicBarrier(8);
            List<Boolean> told = atOnce(8, number -> {
                start.await();
                return store().create(key, content(number));
            });

            assertThat(told).containsOnlyOnce(true);
            assertThat(store().read(key)).contains(content(told.indexOf(true)));
        }
        assertThat(store().list("")).hasSize(10);
    }

    @Test
    default void aReaderNeverSeesHalfAFile() throws Exception {
        store().save("out/part.csv", content(0));

        List<Boolean> whole = atOnce(4, number -> {
            for (int i = 0; i < 25; i++) {
                if (number == 0) {
                    store().save("out/part.csv", content(i % 8));
                } else {
                    byte[] read = store().read("out/part.csv").orElseThrow();
                    if (!Arrays.equals(read, content(read[0]))) {
                        return false;
                    }
                }
            }
            return true;
        });

        assertThat(whole).containsOnly(true);
    }

    @Test
    default void listsMoreThanOneAnswerHolds() throws Exception {
        List<String> keys = IntStream.range(0, MANY)
                .mapToObj("checkpoints/0001/%04d.csv"::formatted)
                .toList();
        store().save("checkpoints/0002/0000.csv", bytes("x"));
        atOnce(4, number -> {
            for (int i = number; i < MANY; i += 4) {
                store().save(keys.get(i), new byte[0]);
            }
            return true;
        });

        assertThat(store().list("checkpoints/0001/")).isEqualTo(keys);
    }

    @Test
    default void listsBySortedPrefixWhichMayEndWithinAName() {
        for (String key : List.of("out/b/2", "out/b/10", "out/bc", "out/a", "meta/b", "out/b.csv", "z", "out/B")) {
            store().save(key, bytes("x"));
        }

        assertThat(store().list("out/b")).containsExactly("out/b.csv", "out/b/10", "out/b/2", "out/bc");
        assertThat(store().list("out/b/")).containsExactly("out/b/10", "out/b/2");
        assertThat(store().list("out/b/1")).containsExactly("out/b/10");
        assertThat(store().list("nothing/like/that")).isEmpty();
        assertThat(store().list("z/")).isEmpty();
        assertThat(store().list("")).hasSize(8).isSorted();
    }

    @Test
    default void namesTheFoldersInOneThatHaveFiles() {
        for (String key : List.of(
                "out/m/r2/plan.json",
                "out/m/r10/part-0001.csv",
                "out/m/r10/rounds/0001.json",
                "out/m/r1/checkpoints/0001/batch.json",
                "out/m/note.txt",
                "out/m2/r9/plan.json")) {
            store().save(key, bytes("x"));
        }

        assertThat(store().folders("out/m/")).containsExactly("r1", "r10", "r2");
        assertThat(store().folders("out/m/r2/")).isEmpty();
        assertThat(store().folders("nothing/")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> store().folders("out/m"));

        store().delete("out/m/r2/plan.json");
        assertThat(store().folders("out/m/")).containsExactly("r1", "r10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reference library.csv",
                "a+b=c&d%20e.csv",
                "100%.csv",
                "what?#.csv",
                "molécule-分子-𝒳.csv",
                "it's \"quoted\" <so>.csv",
                "deep/er/and/deep/er.json",
                "(1)~!@$^*,;[]{}|`.csv"
            })
    default void takesOddKeys(String key) throws IOException {
        store().save(key, bytes("content of " + key));

        assertThat(store().list("")).containsExactly(key);
        assertThat(store().read(key)).contains(bytes("content of " + key));
        assertThat(content(key, 0, 7)).isEqualTo(bytes("content"));
        assertThat(store().create(key, bytes("other"))).isFalse();
        store().delete(key);
        assertThat(store().list("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "../x",
                "a/../../x",
                "a/..",
                "a//b",
                "a/",
                "./a",
                ".hidden",
                "a\\b",
                "a\nb"
            })
    default void refusesWhatIsNoKey(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> store().save(key, bytes("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> store().create(key, bytes("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> store().read(key));
        assertThatIllegalArgumentException().isThrownBy(() -> store().source(key));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().delete(key))
                .withMessageStartingWith("not a key: '");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "../", "out/../../", "/etc"})
    default void refusesToListOutsideOfItself(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> store().list(prefix));
    }

    @Test
    default void deletesOnlyWhatItIsToldTo() {
        store().save("out/r1/a", bytes("a"));
        store().save("out/r1/b", bytes("b"));

        store().delete("out/r1/a");
        store().delete("out/r1/a");
        store().delete("never/was");

        assertThat(store().list("")).containsExactly("out/r1/b");
    }

    private byte[] content(String key, long from, long to) throws IOException {
        try (InputStream in = store().source(key).open(from, to)) {
            return in.readAllBytes();
        }
    }

    /** Long enough that half of it would show. */
    private static byte[] content(int number) {
        byte[] content = new byte[100_000];
        Arrays.fill(content, (byte) number);
        return content;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static int next(InputStream in) {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does the same in several threads, each with its number, and tells what came of it in that order. */
    private static List<Boolean> atOnce(int threads, Task task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Boolean>> futures = executor.invokeAll(Stream.iterate(0, n -> n < threads, n -> n + 1)
                    .<Callable<Boolean>>map(number -> () -> task.run(number))
                    .toList());
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    /** Part of what happens at once. */
    interface Task {
        boolean run(int number) throws Exception;
    }
}
