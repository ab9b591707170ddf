package io.ersilia.precalc.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Piece;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.FileSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManyFilesTest {

    @TempDir
    private Path directory = Path.of("");

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private void file(String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void gzip(String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        files.put(name, bytes.toByteArray());
    }

    private TextSource source(String name) {
        return new TextSource(name, Objects.requireNonNull(files.get(name)));
    }

    private FileSet set() {
        return FileSet.of(
                "lib",
                () -> files.keySet().stream().<ByteSource>map(this::source).toList());
    }

    private Library library() {
        return Library.of(set(), cell -> cell.startsWith("C"));
    }

    private Plan plan(@Nullable Integer sample, int workers) {
        return Plans.of(library(), sample, workers);
    }

    private List<LibraryRow> read(Plan plan, PlannedSlice slice) throws IOException {
        List<LibraryRow> all = new ArrayList<>();
        try (SliceFile file = SliceFile.copy(
                this::source, cell -> cell.startsWith("C"), plan, slice, directory.resolve("slice.csv"))) {
            for (List<LibraryRow> rows = file.read(3); !rows.isEmpty(); rows = file.read(3)) {
                all.addAll(rows);
            }
        }
        return all;
    }

    private List<LibraryRow> readAll(Plan plan) throws IOException {
        List<LibraryRow> all = new ArrayList<>();
        for (PlannedSlice slice : plan.slices()) {
            List<LibraryRow> rows = read(plan, slice);
            assertThat(rows).hasSize((int) slice.slice().size());
            all.addAll(rows);
        }
        return all;
    }

    /** Several files, of which some are gzipped, empty, without a line end, or with blank lines; each row once. */
    private List<LibraryRow> randomFiles(Random random) throws IOException {
        files.clear();
        List<LibraryRow> rows = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder("name,smiles" + (random.nextBoolean() ? "\r\n" : "\n"));
            for (int left = i == 0 ? 1 + random.nextInt(20) : random.nextInt(20); left > 0; left--) {
                String smiles = "C".repeat(1 + rows.size());
                rows.add(new LibraryRow(rows.size() + 1, smiles, null));
                text.append(random.nextInt(5) == 0 ? "\n" : "").append(random.nextInt(5) == 0 ? "\"a\nb\"," : "x,");
                text.append(smiles).append(left == 1 && random.nextBoolean() ? "" : "\n");
            }
            if (random.nextInt(3) == 0) {
                gzip("part-%d.csv.gz".formatted(i), text.toString());
            } else {
                file("part-%d.csv".formatted(i), text.toString());
            }
        }
        return rows;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void everyRowOfEveryFileIsInExactlyOneSlice(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 25; round++) {
            List<LibraryRow> rows = randomFiles(random);
            int workers = 1 + random.nextInt(2 * rows.size());

            Plan plan = plan(null, workers);

            assertThat(plan.library().files()).isEqualTo(files.size());
            assertThat(readAll(plan)).isEqualTo(rows);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6})
    void aSampleIsSpreadOverAllFiles(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 25; round++) {
            List<LibraryRow> rows = randomFiles(random);
            int sample = 1 + random.nextInt(rows.size());
            int workers = 1 + random.nextInt(5);
            List<LibraryRow> expected = new ArrayList<>();
            for (int i = 0; i < sample; i++) {
                expected.add(rows.get(rows.size() * i / sample));
            }

            Plan plan = plan(sample, workers);

            assertThat(readAll(plan)).isEqualTo(expected);
            assertThat(library(plan).evenly(plan.library(), sample)).isEqualTo(expected);
        }
    }

    private Library library(Plan plan) {
        Library library = library();
        assertThat(library.scan(seen -> {})).isEqualTo(plan.library());
        return library;
    }

    @Test
    void aSliceNamesTheFilesThatItsRowsAreIn() throws IOException {
        file("a.csv", "smiles\nC\nCC\nCCC\n");
        gzip("b.csv.gz", "smiles\nCCCC\nCCCCC\n");
        file("c.csv", "smiles\nCCCCCC\n");

        List<PlannedSlice> slices = plan(null, 2).slices();

        assertThat(slices.get(0).pieces()).hasSize(1).first().satisfies(piece -> {
            assertThat(piece.file()).isEqualTo("a.csv");
            assertThat(List.of(piece.byteFrom(), piece.byteTo())).containsExactly(7L, 16L);
        });
        assertThat(slices.get(1).pieces())
                .extracting(Piece::file, Piece::plain, Piece::from, Piece::to)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("b.csv.gz", false, 3L, 5L),
                        org.assertj.core.groups.Tuple.tuple("c.csv", true, 5L, 6L));
        assertThat(slices.get(1).byteFrom()).isEqualTo(16 + 7);
    }

    @Test
    void ofAPlainFileOnlyTheBytesOfTheSliceAreRead() throws IOException {
        file("a.csv", "smiles\nC\nCC\nCCC\n");
        file("b.csv", "smiles\nCCCC\n");
        Plan plan = plan(null, 4);
        TextSource a = source("a.csv");

        SliceFile.copy(uri -> a, cell -> true, plan, plan.slices().get(1), directory.resolve("slice.csv"))
                .close();

        assertThat(a.asked).containsExactly(List.of(9L, 12L));
    }

    @Test
    void aFileThatChangedIsNamed() throws IOException {
        file("a.csv", "smiles\nC\nCC\n");
        file("b.csv", "smiles\nCCC\nCCCC\n");
        gzip("c.csv.gz", "smiles\nCCCCC\n");
        Plan plan = plan(null, 1);
        file("b.csv", "smiles\nCCC\nCCCN\n");

        assertThatThrownBy(() -> read(plan, plan.slices().get(0)))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("b.csv has changed since run r1 was planned: slice 1: SHA-256 ");

        file("b.csv", "smiles\nCCC\nCCCC\n");
        gzip("c.csv.gz", "smiles\n");

        assertThatThrownBy(() -> read(plan, plan.slices().get(0)))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("c.csv.gz has changed since run r1 was planned: slice 1: ");
    }

    @Test
    void theListNamesEveryFileAndItsHashIsTheLibrarys() throws IOException {
        file("a.csv", "smiles\nC\n");
        file("b.csv", "smiles\n");
        ManyFiles before = new ManyFiles(set(), cell -> true);
        Plan.Library library = before.scan(seen -> {});
        assertThat(new String(before.list(), StandardCharsets.UTF_8))
                .startsWith("file,rows,sha256\na.csv,1,")
                .contains("\nb.csv,0,");
        assertThat(io.ersilia.precalc.run.Sha256.hex(new java.io.ByteArrayInputStream(before.list())))
                .isEqualTo(library.sha256());

        assertThat(changed(before.list())).isNull();
        file("c.csv", "smiles\nCC\n");
        assertThat(changed(before.list())).isEqualTo("c.csv was added");
        file("b.csv", "smiles\nCC\n");
        assertThat(changed(before.list())).startsWith("b.csv has 1 rows and the SHA-256 ");
        files.remove("a.csv");
        assertThat(changed(before.list())).isEqualTo("a.csv is gone");
    }

    private @Nullable String changed(byte[] planned) {
        ManyFiles now = new ManyFiles(set(), cell -> true);
        now.scan(seen -> {});
        return now.changed(planned);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> library().scan(seen -> {}))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessage(message);
    }

    @Test
    void otherColumnsInOneFileAreRefused() {
        file("a.csv", "smiles,name\nC,x\n");
        file("b.csv", "Name,Smiles\nx,C\n");

        assertRefused(
                "b.csv has the header 'Name,Smiles', but a.csv has 'smiles,name': give all files of the library the same columns, or run them as libraries of their own");

        file("b.csv", "Smiles, Name\nCC,x\n");
        assertThat(library().scan(seen -> {}).rows()).isEqualTo(2);
    }

    @Test
    void aFileWithoutAHeaderIsRefused() {
        file("a.csv", "smiles\nC\n");
        file("b.csv", "CC\nCCC\n");

        assertRefused(
                "b.csv has no header: each file of a library of several must name its SMILES column; add a first line, e.g. smiles");
    }

    @Test
    void filesWithoutRowsAreFineAsLongAsOneHasSome() {
        file("a.csv", "smiles\n");
        file("b.csv", "smiles\n");
        assertRefused("no molecule in lib: below the headers of 2 files is nothing");

        file("c.csv", "smiles\nC\n");
        assertThat(plan(null, 1).rows()).isEqualTo(1);
    }

    @Test
    void aFileThatIsNoCsvIsNamed() {
        file("a.csv", "smiles\nC\n");
        file("b.pdf", "%PDF-1.4\n1 0 obj\n");

        assertThatThrownBy(() -> library().scan(seen -> {}))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("b.pdf is ");
    }
}
