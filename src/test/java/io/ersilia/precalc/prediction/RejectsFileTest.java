package io.ersilia.precalc.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.RejectedRow.Stage;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectsFileTest {

    private static final InchiKey KEY = new InchiKey("BSYNRYMUTXBXSQ-UHFFFAOYSA-N");

    private static byte[] written(List<RejectedRow> rejects) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RejectsFile.Writer writer = new RejectsFile.Writer(out)) {
            for (RejectedRow reject : rejects) {
                writer.write(reject);
            }
        }
        return out.toByteArray();
    }

    private static List<RejectedRow> read(byte[] file) throws IOException {
        List<RejectedRow> all = new ArrayList<>();
        try (RejectsFile.Reader reader =
                new RejectsFile.Reader("part-0001.rejects.csv", new ByteArrayInputStream(file))) {
            for (Optional<RejectedRow> reject = reader.read(); reject.isPresent(); reject = reader.read()) {
                all.add(reject.get());
            }
        }
        return all;
    }

    @Test
    void hasALinePerReject() throws IOException {
        List<RejectedRow> rejects = List.of(
                new RejectedRow(3, null, "C C", Stage.SCREEN, Reason.INVALID_SMILES, "white space within"),
                new RejectedRow(7, KEY, "CCO", Stage.MODEL, Reason.EMPTY_OUTPUT, "no value, twice"));

        assertThat(new String(written(rejects), StandardCharsets.UTF_8)).isEqualTo("""
                        row,key,input,stage,reason,detail
                        3,,C C,screen,invalid_smiles,white space within
                        7,BSYNRYMUTXBXSQ-UHFFFAOYSA-N,CCO,model,empty_output,"no value, twice"
                        """);
        assertThat(read(written(rejects))).isEqualTo(rejects);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "a\nb\r\n", "F/C=C\\F", ",,", "\ud83d\ude00", "\"\"\n\"", "\uFEFF", "\r"})
    void whateverTheInputItIsReadAgain(String input) throws IOException {
        List<RejectedRow> rejects = List.of(
                new RejectedRow(1, null, input, Stage.SERVE, Reason.INVALID_INPUT, "'x' is \"y\""),
                new RejectedRow(2, null, "", Stage.SERVE, Reason.INVALID_KEY, ""));

        assertThat(read(written(rejects))).isEqualTo(rejects);
    }

    @Test
    void anInputOfAMegabyteIsCutSoThatItsRecordCanBeReadAgain() throws IOException {
        List<RejectedRow> rejects = List.of(
                new RejectedRow(1, null, "\"".repeat(1 << 20), Stage.SCREEN, Reason.INVALID_SMILES, "x".repeat(5000)),
                new RejectedRow(2, null, "\u4e2d".repeat(1 << 19), Stage.SCREEN, Reason.INVALID_SMILES, "a\nb"));

        assertThat(read(written(rejects)))
                .extracting(reject -> reject.input().length(), RejectedRow::detail)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(100_000, "x".repeat(120) + "…"),
                        org.assertj.core.groups.Tuple.tuple(100_000, "a b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x,,C,screen,invalid_smiles,d",
                "1,MD5,C,screen,invalid_smiles,d",
                "1,,C,nowhere,invalid_smiles,d",
                "1,,C,screen,tired,d",
                "1,,C",
                "1,,\"C",
                "1,,C,scr\0een"
            })
    void aLineThatIsNoRejectMakesTheFileUnusable(String line) {
        byte[] file = ("row,key,input,stage,reason,detail\n" + line).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> read(file))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessageStartingWith("part-0001.rejects.csv: record ")
                .hasMessageEndingWith("; predict the partition again with --force");
    }

    @Test
    void anEmptyFileHasNoRejects() throws IOException {
        assertThat(read(new byte[0])).isEmpty();
        assertThat(read(written(List.of()))).isEmpty();
    }
}
