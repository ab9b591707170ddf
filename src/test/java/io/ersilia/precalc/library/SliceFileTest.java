package io.ersilia.precalc.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceFileTest {

    @TempDir
    private Path directory;

    private static Plan plan(String text, @Nullable Integer sample, int workers) {
        return Plans.of(new ReferenceLibrary(new TextSource(text), cell -> cell.startsWith("C")), sample, workers);
    }

    private List<LibraryRow> read(TextSource source, Plan plan, int worker) throws IOException {
        PlannedSlice slice = plan.slices().get(worker - 1);
        List<LibraryRow> all = new ArrayList<>();
        try (SliceFile file =
                SliceFile.copy(uri -> source, text -> true, plan, slice, directory.resolve("slice.csv"))) {
            for (List<LibraryRow> rows = file.read(3); !rows.isEmpty(); rows = file.read(3)) {
                all.addAll(rows);
            }
        }
        return all;
    }

    private List<LibraryRow> readAll(String text, Plan plan) throws IOException {
        List<LibraryRow> all = new ArrayList<>();
        for (int worker = 1; worker <= plan.workers(); worker++) {
            all.addAll(read(new TextSource(text), plan, worker));
        }
        return all;
    }

    /** A library with all that CSV allows: what is meant, and how it is written. */
    private record RandomLibrary(String text, List<LibraryRow> rows) {
        static RandomLibrary of(Random random, int most) {
            boolean header = random.nextInt(4) > 0;
            StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "\uFEFF" : "");
            text.append(header ? "name,key,smiles" + end(random) : "");
            List<LibraryRow> rows = new ArrayList<>();
            int count = 1 + random.nextInt(most);
            for (int i = 1; i <= count; i++) {
                String smiles = "C".repeat(1 + random.nextInt(5)) + (random.nextBoolean() ? "\\F" : "") + i;
                if (header) {
                    String name = List.of("\"a\nb\"", "\"say \"\"x\"\", y\"", "5\" disk", "", "\u00e9")
                            .get(random.nextInt(5));
                    boolean ragged = random.nextInt(10) == 0;
                    rows.add(new LibraryRow(i, ragged ? "" : smiles, "k" + i));
                    text.append(name).append(",k").append(i).append(ragged ? "" : "," + smiles);
                } else {
                    rows.add(new LibraryRow(i, smiles, null));
                    text.append(smiles).append(random.nextBoolean() ? ",\"x\ny\"" : "");
                }
                text.append(i == count && random.nextBoolean() ? "" : end(random));
            }
            return new RandomLibrary(text.toString(), rows);
        }

        private static String end(Random random) {
            return List.of("\n", "\r\n", "\n\n", "\r\n \t\r\n").get(random.nextInt(4));
        }
    }

    @Test
    void theSlicesOfAnyLibraryAreAllItsRowsInOrderWithTheirNumbers() throws IOException {
        Random random = new Random(8);
        for (int i = 0; i < 50; i++) {
            RandomLibrary library = RandomLibrary.of(random, 40);
            Plan plan = plan(library.text(), null, 1 + random.nextInt(45));

            assertThat(readAll(library.text(), plan)).isEqualTo(library.rows());
        }
    }

    @Test
    void theSlicesOfAnySampleAreRowsSpreadEvenlyOverTheFileWithTheFilesOwnNumbers() throws IOException {
        Random random = new Random(9);
        for (int i = 0; i < 50; i++) {
            RandomLibrary library = RandomLibrary.of(random, 60);
            int rows = library.rows().size();
            int sample = 1 + random.nextInt(rows);
            Plan plan = plan(library.text(), sample, 1 + random.nextInt(20));

            List<LibraryRow> meant = new ArrayList<>();
            for (int j = 0; j < sample; j++) {
                meant.add(library.rows().get(rows * j / sample));
            }
            assertThat(readAll(library.text(), plan)).isEqualTo(meant);
        }
    }

    @Test
    void aWorkerAsksForItsOwnBytesOnly() throws IOException {
        String text = "smiles\nC1\nC2\n\nC3\nC4\n";
        Plan plan = plan(text, null, 2);
        TextSource source = new TextSource(text);

        assertThat(read(source, plan, 2)).containsExactly(new LibraryRow(3, "C3", null), new LibraryRow(4, "C4", null));

        assertThat(source.asked).containsExactly(List.of(14L, 20L));
        assertThat(plan.slices().get(0).byteFrom()).isEqualTo(7);
        assertThat(plan.slices().get(0).byteTo()).isEqualTo(13);
    }

    @Test
    void aWorkerWithoutRowsReadsNothing() throws IOException {
        String text = "smiles\nC1\n";
        Plan plan = plan(text, null, 3);

        assertThat(read(new TextSource(text), plan, 1)).isEmpty();
        assertThat(read(new TextSource(text), plan, 2)).isEmpty();
        assertThat(read(new TextSource(text), plan, 3)).hasSize(1);
    }

    @Test
    void anyChangedByteOfASlicesRowsIsNoticed() {
        String text = "smiles,name\nC1,\"a\nb\"\nC2,x\nC3,y\r\nC4,z";
        Plan plan = plan(text, null, 2);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (PlannedSlice slice : plan.slices()) {
            for (int at = (int) slice.byteFrom(); at < slice.byteTo(); at++) {
                for (byte other : new byte[] {'C', '\n', '"', ' ', ',', 0, (byte) 0xC3}) {
                    if (bytes[at] != other) {
                        assertChanged(plan, slice.worker(), bytes, at, other);
                    }
                }
            }
        }
    }

    private void assertChanged(Plan plan, int worker, byte[] bytes, int at, byte other) {
        byte[] changed = bytes.clone();
        changed[at] = other;
        assertThatThrownBy(() -> read(new TextSource("lib.csv", changed), plan, worker))
                .as("byte %d is %d", at, other)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessageStartingWith("lib.csv has changed since run r1 was planned: slice %d: ".formatted(worker))
                .hasMessageEndingWith("; plan a new run with --new-run");
    }

    @Test
    void bytesBeyondASliceMayChange() throws IOException {
        String text = "smiles\nC1\nC2\nC3\nC4\n";
        Plan plan = plan(text, null, 2);

        assertThat(read(new TextSource(text.replace("C4", "N4")), plan, 1)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 12, 13, 15, 17, 18})
    void aTruncatedLibraryIsNoticedByTheWorkerWhoseRowsAreMissing(int length) {
        String text = "smiles\nC1\nC2\nC3\nC4\n";
        Plan plan = plan(text, null, 2);

        assertThatThrownBy(() -> read(new TextSource(text.substring(0, length)), plan, 2))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("has changed since run r1 was planned: slice 2: ");
    }
}
