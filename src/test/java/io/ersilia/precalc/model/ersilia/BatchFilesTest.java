package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.model.LogText;
import io.ersilia.precalc.model.ModelCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchFilesTest {

    private static final List<String> SENT = List.of("CCO", "C\\C=C/C");
    private static final String CCO = "47029b0a89b677c61d67c3a1b1071f07";

    private final BatchFiles files;

    BatchFilesTest(@TempDir Path folder) {
        files = new BatchFiles(folder.resolve("batch.csv"), folder.resolve("values/values.csv"));
    }

    @Test
    void aLinkIsNoOutputWhateverItLeadsTo(@TempDir Path elsewhere) throws IOException {
        files.write(SENT);
        Path secret = Files.writeString(elsewhere.resolve("secret"), "key,input,value\n");
        Files.createSymbolicLink(files.output(), secret);

        assertThat(files.hasOutput()).isFalse();
        assertThatThrownBy(() -> files.read(SENT, null)).isInstanceOf(ModelCallException.class);
        assertThat(LogText.tail(files.output(), 0, 100)).isEmpty();
    }

    private void answer(String csv) throws IOException {
        Files.createDirectories(files.output().getParent());
        Files.writeString(files.output(), csv.replace('|', '\n'));
    }

    private @Nullable String refusal(String csv) throws IOException {
        answer(csv);
        try {
            files.read(List.of("CCO"), List.of("mw"));
            return null;
        } catch (ModelCallException e) {
            return e.getMessage();
        }
    }

    @Test
    void writesAHeaderAndQuotesOnlyWhatNeedsThem() throws IOException {
        answer("of an earlier batch");

        files.write(List.of("CCO", "a,b", "a\"b"));

        assertThat(files.input()).hasContent("smiles\nCCO\n\"a,b\"\n\"a\"\"b\"\n");
        assertThat(files.hasOutput()).isFalse();
    }

    @Test
    void keepsBackslashesEmptyCellsAndInchiKeys() throws IOException, ModelCallException {
        answer("key,input,mw,name|LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,46.07,\"a,b\"|UNPROCESSABLE_INPUT,C\\C=C/C,,|");

        assertThat(files.read(SENT, null).rows()).containsExactly(List.of("46.07", "a,b"), List.of("", ""));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "'';the output begins with '', expected key, input and columns",
                "key,input|;the output begins with 'key,input', expected key, input and columns",
                "key,input,mass|;the output has the columns [mass], but the model's run_columns.csv says [mw]",
                "key,input,mw|;the output has 0 rows for 1 molecule",
                "key,input,mw|LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,1|LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,1|;the output has 2 rows for 1 molecule",
                "key,input,mw|LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCC,1|;row 1 of the output is for 'CCC', but 'CCO' was sent",
                "key,input,mw|LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO|;row 1 of the output has 2 cells, expected 3",
                "key,input,mw|nonsense,CCO,1|;row 1 of the output has the key 'nonsense', which is not that of 'CCO'",
                "key,input,mw|UNPROCESSABLE_INPUT,CCO,1|;row 1 of the output has the key 'UNPROCESSABLE_INPUT', which is not that of 'CCO'"
            })
    void refusesAnOutputThatDoesNotFitWhatWasSent(String csv, String message) throws IOException {
        assertThat(refusal(csv)).isEqualTo(message);
    }

    @Test
    void refusesAnOutputThatIsNoCsv() throws IOException {
        answer("key,input,mw|\"CCO");

        assertThatThrownBy(() -> files.read(SENT, null))
                .isInstanceOf(ModelCallException.class)
                .hasMessageStartingWith("the output is not CSV");
    }

    @Test
    void knowsTheMd5OfTheTextAsKey() throws IOException {
        assertThat(refusal("key,input,mw|" + CCO + ",CCO,46.07|")).isNull();
    }
}
