package io.ersilia.precalc.pipeline.predict;

import static io.ersilia.precalc.pipeline.Workbench.SCREENING;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.library.Plans;
import io.ersilia.precalc.library.ReferenceLibrary;
import io.ersilia.precalc.library.SliceFile;
import io.ersilia.precalc.library.TextSource;
import io.ersilia.precalc.run.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstLookTest {

    private static final String ETHANOL = "LFQSCWFLJHTTHZ-UHFFFAOYSA-N";

    @TempDir
    private Path directory = Path.of("");

    private FirstLook look(String text, boolean trustKeys) throws IOException {
        TextSource source = new TextSource(text);
        Plan plan = Plans.of(new ReferenceLibrary(source, SCREENING::isSmiles), null, 1);
        FirstLook look = new FirstLook(SCREENING, plan.rows(), trustKeys);
        try (SliceFile slice = SliceFile.copy(
                uri -> source, cell -> true, plan, plan.slices().get(0), directory.resolve("slice.csv"))) {
            look.through(slice.again());
            assertThat(slice.read(10)).hasSize((int) Math.min(10, plan.rows())); // they are still the next ones
        }
        return look;
    }

    private static String allWith(String smiles, int rows) {
        return IntStream.range(0, rows)
                .mapToObj(i -> smiles + "," + ETHANOL)
                .collect(Collectors.joining("\n", "smiles,key\n", "\n"));
    }

    @ParameterizedTest(name = "{1} of {0} rows")
    @CsvSource({"1, 1", "7, 7", "200, 200", "201, 200", "12345, 200"})
    void someRowsAreComparedAndThreeAreShown(int rows, int compared) throws IOException {
        String words = look(allWith("CCC", rows), false).otherKeys().orElseThrow();

        assertThat(words).startsWith("keys that do not match their SMILES: %d of %1$d (".formatted(compared));
        assertThat(words.split("'CCC' has ATUOYWHBWRKTHZ-UHFFFAOYSA-N, not ", -1))
                .hasSize(Math.min(rows, 3) + 1);
    }

    @Test
    void rowsAreSpreadOverTheWholeSlice() throws IOException {
        String wrongAtTheEnd =
                allWith("CCO", 900) + "CCC,%s\n".formatted(ETHANOL).repeat(100);

        assertThat(look(wrongAtTheEnd, false).otherKeys())
                .hasValueSatisfying(words ->
                        assertThat(words).startsWith("keys that do not match their SMILES: 20 of 200 (row 901 "));
    }

    @Test
    void rightKeysNoKeysAndNoMoleculesAreNoCauseToSpeak() throws IOException {
        assertThat(look(allWith("CCO", 10), false).otherKeys()).isEmpty();
        assertThat(look("smiles,key\nCCC,\nCCC,nonsense\nC(,%s\n".formatted(ETHANOL), false)
                        .otherKeys())
                .isEmpty();
        assertThat(look("smiles\nCCC\n", false).otherKeys()).isEmpty();
    }

    @Test
    void keysThatAreTrustedAreNotCompared() throws IOException {
        assertThat(look(allWith("CCC", 10), true).otherKeys()).isEmpty();
    }

    @Test
    void everyCellThatIsReadOtherwiseIsCounted() throws IOException {
        assertThat(look("smiles\n" + "C |a|\n".repeat(1234), true).rewritten())
                .contains("in 1,234 SMILES, the extension |…| is ignored");
    }
}
