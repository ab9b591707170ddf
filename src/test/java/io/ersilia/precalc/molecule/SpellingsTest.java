package io.ersilia.precalc.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The molecules of the reference in the spellings of another toolkit; see make_spellings.py. */
class SpellingsTest {

    private static final Screening SCREENING = new Screening();

    /** No SMILES here holds a comma or a quote. */
    static List<List<String>> spellings() {
        try (InputStream in =
                Objects.requireNonNull(SpellingsTest.class.getResourceAsStream("/reference/spellings.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> List.of(line.split(",", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void aMoleculeHasOneKeyHoweverItIsSpelled(List<String> spellings) {
        InchiKey key = SCREENING.screen(spellings.get(0), null).inchiKey().orElseThrow();

        assertThat(spellings)
                .allSatisfy(one ->
                        assertThat(SCREENING.screen(one, null).inchiKey()).contains(key));
    }
}
