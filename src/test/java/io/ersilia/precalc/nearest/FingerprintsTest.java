package io.ersilia.precalc.nearest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.molecule.Ecfp4;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Failure;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintsTest {

    private static final InchiKey KEY = new InchiKey("LFQSCWFLJHTTHZ-UHFFFAOYSA-N");

    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("x.fp");
    }

    private static List<FingerprintWriter.Row> random(Random random, int rows) {
        List<FingerprintWriter.Row> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            BitSet bits = new BitSet();
            random.ints(random.nextInt(60), 0, 200).forEach(bits::set); // few places, so that there are ties
            all.add(new FingerprintWriter.Row(KEY, "row" + i, longs(bits)));
        }
        return all;
    }

    private static long[] longs(BitSet bits) {
        return Arrays.copyOf(bits.toLongArray(), Ecfp4.LONGS);
    }

    private Fingerprints written(List<FingerprintWriter.Row> rows) throws IOException {
        try (FingerprintWriter writer = new FingerprintWriter(file())) {
            for (int from = 0; from < rows.size(); from += 100) {
                writer.write(rows.subList(from, Math.min(from + 100, rows.size())));
            }
        }
        return Fingerprints.open(file(), "x.fp");
    }

    @Test
    void theFirstOfTheMostSimilarIsFound() throws IOException {
        Random random = new Random(7);
        List<FingerprintWriter.Row> rows = random(random, 950);
        Fingerprints library = written(rows);

        for (FingerprintWriter.Row asked : random(random, 200)) {
            BitSet bits = BitSet.valueOf(asked.fingerprint());
            double best = 0;
            String first = "";
            for (FingerprintWriter.Row row : rows) {
                BitSet common = BitSet.valueOf(row.fingerprint());
                BitSet either = BitSet.valueOf(row.fingerprint());
                common.and(bits);
                either.or(bits);
                double similarity = either.isEmpty() ? 0 : (double) common.cardinality() / either.cardinality();
                if (similarity > best) {
                    best = similarity;
                    first = row.smiles();
                }
            }
            assertThat(library.nearest(asked.fingerprint())
                            .map(Neighbour::smiles)
                            .orElse(""))
                    .isEqualTo(first);
            assertThat(library.nearest(asked.fingerprint())
                            .map(Neighbour::similarity)
                            .orElse(BigDecimal.ZERO))
                    .isEqualByComparingTo(BigDecimal.valueOf(best).setScale(3, RoundingMode.HALF_EVEN));
        }
    }

    @Test
    void theLargestBlockThatIsWrittenCanBeRead() throws IOException {
        FingerprintWriter.Row row = new FingerprintWriter.Row(KEY, "C", longs(BitSet.valueOf(new long[] {1})));
        try (FingerprintWriter writer = new FingerprintWriter(file())) {
            writer.write(Collections.nCopies(FingerprintWriter.MOST_ROWS, row));
        }

        assertThat(Fingerprints.open(file(), "x.fp").nearest(row.fingerprint())).isPresent();
    }

    @Test
    void howAMoleculeIsWrittenDoesNotMatter() throws IOException {
        Fingerprints library = written(List.of(
                new FingerprintWriter.Row(KEY, "CCO", Ecfp4.of("CCO").orElseThrow()),
                new FingerprintWriter.Row(
                        KEY, "c1ccccc1O", Ecfp4.of("c1ccccc1O").orElseThrow())));

        assertThat(library.nearest("OC1=CC=CC=C1")).contains(new Neighbour(KEY.value(), "c1ccccc1O", BigDecimal.ONE));
        assertThat(library.nearest("[He]")).isEmpty();
        assertThat(library.nearest(KEY.value())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 12, 19, 20, 2000, -13, -12, -1})
    void aFileThatWasCutIsRefused(int length) throws IOException {
        written(random(new Random(1), 250));
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, length < 0 ? whole.length + length : length));

        assertDamaged();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 12, 16, 20, 5000})
    void aChangedByteIsNoticed(int at) throws IOException {
        written(random(new Random(1), 250));
        byte[] bytes = Files.readAllBytes(file());
        bytes[at] ^= 0x40;
        Files.write(file(), bytes);

        assertDamaged();
    }

    private void assertDamaged() {
        assertThatThrownBy(() -> Fingerprints.open(file(), "x.fp"))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("x.fp is damaged: ")
                .hasMessageEndingWith("; make it again with 'precalc finish --nearest'");
    }
}
