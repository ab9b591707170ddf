package io.ersilia.precalc.pipeline.serve;

import static io.ersilia.precalc.pipeline.Workbench.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.serve.Segments.Segment;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.ItemMaker.Made;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterleavedRowsTest {

    private final Workbench bench = new Workbench();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 1023, 1024, 1025, 5000, 100_000})
    void segmentsHoldEveryRowOnceAndAreFew(int rows) {
        Segments segments = new Segments();
        for (int row = 0; row < rows; row++) {
            segments.add(10L * row, row);
        }

        long covered = 0;
        for (Segment segment : segments.all()) {
            assertThat(segment.position()).isEqualTo(covered);
            assertThat(segment.offset()).isEqualTo(10 * covered);
            covered += segment.rows();
        }
        assertThat(covered).isBetween((long) rows, (long) rows + Math.max(31, rows / Segments.FEWEST));
        assertThat(segments.all().size()).isLessThanOrEqualTo(2 * Segments.FEWEST);
        if (rows > 32 * Segments.FEWEST) {
            assertThat(segments.all()).hasSizeGreaterThanOrEqualTo(Segments.FEWEST);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, Long.MAX_VALUE})
    void readsEveryRowOnceFromAllOverTheFile(long memory) throws IOException {
        int rows = 3000;
        StringBuilder csv = new StringBuilder("key,input,label\n");
        IntStream.range(0, rows)
                .forEach(i -> csv.append("%s,C,\"text %d,\n%s\"\n".formatted(key(i), i, "x".repeat(i % 300))));
        bench.save("out/eos4e40/r1/part-0001.csv", csv.toString());

        List<Placed> read = read(new Partition(Workbench.MODEL, new RunId("r1"), 1), null, memory);

        assertThat(read.stream().map(Placed::position))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, rows).mapToObj(i -> (long) i).toList());
        assertThat(read).allSatisfy(row -> {
            ParsedRow.Valid valid = (ParsedRow.Valid) row.parsed();
            assertThat(valid.key()).isEqualTo(key((int) row.position()));
            assertThat(valid.values().get(0).text()).startsWith("text %d,".formatted(row.position()));
        });
        for (int from = 0; from + 25 <= rows * 9 / 10; from += 25) {
            long parts = read.subList(from, from + 25).stream()
                    .map(row -> row.position() * 10 / rows)
                    .distinct()
                    .count();
            assertThat(parts).as("tenths of the file in batch at %d", from).isGreaterThanOrEqualTo(8);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE})
    void knowsThePlacesOfRowsBetweenThoseThatPredictRejected(long memory) throws IOException {
        List<String> library = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            library.add((i % 7 == 0 || (i > 100 && i < 140) ? "no smiles" : "C".repeat(1 + i % 50)) + "@" + i);
        }
        Plan plan = bench.plan(Workbench.keyed(library.toArray(String[]::new)), 1);
        bench.predict(plan, 1);

        List<Placed> read = read(plan.partition(1), plan, memory);

        assertThat(read).hasSize(400).allSatisfy(row -> {
            int i = (int) row.position();
            assertThat(row.parsed().key()).isEqualTo(key(i));
            assertThat(row.isFromPredict()).isEqualTo(i % 7 == 0 || (i > 100 && i < 140));
        });
        assertThat(read.stream().map(Placed::position)).doesNotHaveDuplicates();
    }

    /** A row as it comes, with what is known of its place. */
    private record Placed(long position, ParsedRow parsed, boolean isFromPredict) {}

    /** @param memory bytes that rows may take to be kept */
    private List<Placed> read(Partition partition, @Nullable Plan plan, long memory) throws IOException {
        try (TemporaryFolder work = TemporaryFolder.create()) {
            StoredPartition source = StoredPartition.fetch(bench.store, partition, plan, work);
            ItemMaker items = new ItemMaker(partition, null, bench.clock.instant());
            Examination examined =
                    Examination.of(source, items, work.file("rejects.csv"), work.file("keys.csv"), memory, work);
            assertThat(examined.layout().rows() == null).isEqualTo(memory < Long.MAX_VALUE);
            List<Placed> read = new ArrayList<>();
            try (InterleavedRows rows = new InterleavedRows(source, examined, items)) {
                for (Optional<Made> row = rows.next(); row.isPresent(); row = rows.next()) {
                    read.add(new Placed(
                            rows.position(),
                            row.get().row(),
                            examined.layout().rejectedBefore().get(rows.position())));
                }
            }
            return read;
        }
    }
}
