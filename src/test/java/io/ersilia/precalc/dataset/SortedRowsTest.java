package io.ersilia.precalc.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.table.Items;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedRowsTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest(name = "{0} bytes in memory")
    @ValueSource(longs = {1_000_000, 2_000})
    void rowsThatOthersGatheredComeAfterItsOwn(long memory) throws IOException {
        List<String> found = new ArrayList<>();

        try (SortedRows one = new SortedRows(Files.createDirectory(folder.resolve("one")), memory);
                SortedRows other = new SortedRows(Files.createDirectory(folder.resolve("other")), memory)) {
            for (int i = 0; i < 100; i++) {
                other.add(new SourceRow(Items.key(i).value(), 1, true, "later", List.of()));
                one.add(new SourceRow(Items.key(i).value(), 0, true, "earlier", List.of()));
            }
            one.addAll(other);
            one.forEachKey(
                    (key, rows) -> found.add(rows.stream().map(SourceRow::input).collect(Collectors.joining(" "))));
        }

        assertThat(found).hasSize(100).containsOnly("earlier later");
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} bytes in memory")
    @ValueSource(longs = {1_000_000, 2_000}) // by this thread, by another
    void whatAVisitorThrowsAtTheLastRowIsThrownAndNothingIsLeft(long memory) throws IOException {
        try (SortedRows sorted = new SortedRows(folder, memory)) {
            for (int i = 0; i < 100; i++) {
                sorted.add(new SourceRow(Items.key(i).value(), 0, true, "C", List.of()));
            }
            AtomicInteger visited = new AtomicInteger();

            assertThatThrownBy(() -> sorted.forEachKey((key, rows) -> {
                        if (visited.incrementAndGet() == 100) {
                            throw new IOException("No space left on device");
                        }
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} bytes in memory")
    @ValueSource(longs = {1_000_000, 20_000, 100}) // no file, a few, more than are merged at once
    void keysComeInOrderAndTheRowsOfOneAsTheyWereAdded(long memory) throws IOException {
        Random random = new Random(7);
        Map<String, List<SourceRow>> expected = new TreeMap<>();
        Map<String, List<SourceRow>> found = new TreeMap<>();
        List<String> order = new ArrayList<>();

        try (SortedRows sorted = new SortedRows(folder, memory)) {
            for (int i = 0; i < 900; i++) {
                SourceRow row = new SourceRow(
                        Items.key(random.nextInt(500)).value(),
                        i % 3,
                        i % 7 != 0,
                        "C".repeat(i % 200) + "é",
                        List.of(number(random), Value.text("x,\"\n" + i), Value.MISSING, number(random)));
                expected.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row);
                sorted.add(row);
            }
            sorted.forEachKey((key, rows) -> {
                order.add(key);
                found.put(key, rows);
            });
        }

        assertThat(found).isEqualTo(expected);
        assertThat(order).isSorted().doesNotHaveDuplicates();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    /** A number of any size, with or without a fraction. */
    private static Value number(Random random) {
        BigDecimal number = BigDecimal.valueOf(random.nextLong() >> random.nextInt(Long.SIZE), random.nextInt(25) % 20);
        return Value.number(number.stripTrailingZeros().toPlainString());
    }
}
