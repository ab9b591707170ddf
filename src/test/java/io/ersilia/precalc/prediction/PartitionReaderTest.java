package io.ersilia.precalc.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.ParsedRow.Rejected;
import io.ersilia.precalc.prediction.ParsedRow.Valid;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Reason;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionReaderTest {

    private static final String KEY = "BSYNRYMUTXBXSQ-UHFFFAOYSA-N";
    private static final InchiKey ASPIRIN = new InchiKey(KEY);
    private static final String MD5 = "6d5a5d3c9a0d0f2b8f0c7e1a2b3c4d5e";

    private static PartitionReader reader(String csv, @Nullable List<String> columns) throws IOException {
        return new PartitionReader(
                "part-0001", new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), columns);
    }

    /** The rows below the header {@code key,input,a,b}. */
    private static List<ParsedRow> read(String rows) throws IOException {
        List<ParsedRow> all = new ArrayList<>();
        try (PartitionReader reader = reader("key,input,a,b\n" + rows, null)) {
            for (Optional<ParsedRow> row = reader.read(); row.isPresent(); row = reader.read()) {
                all.add(row.get());
            }
        }
        return all;
    }

    @Test
    void aRowIsAPredictionWithTypedValues() throws IOException {
        assertThat(read(KEY + ",F/C=C\\F,1.50,\"a,\"\"b\"\"\"\n" + KEY + ",C,NaN,-0\r\n"))
                .containsExactly(
                        new Valid(ASPIRIN, "F/C=C\\F", List.of(Value.number("1.5"), Value.text("a,\"b\""))),
                        new Valid(ASPIRIN, "C", List.of(Value.MISSING, Value.number("0"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                MD5 + ",C,1,2|INVALID_KEY|key|not a standard InChIKey",
                ",C,1,2|INVALID_KEY|key|not a standard InChIKey",
                MD5 + ",,inf|INVALID_KEY|key|not a standard InChIKey",
                KEY + ",,1,2|INVALID_INPUT||input empty",
                KEY + ",\" \",inf,2|INVALID_INPUT||input empty",
                KEY + ",C,1|INVALID_INPUT||3 cells, the header has 4",
                KEY + ",C,1,2,3|INVALID_INPUT||5 cells, the header has 4",
                KEY + ",C,inf,2,3|INVALID_INPUT||5 cells, the header has 4",
                KEY + "|INVALID_INPUT||input empty",
                "nope|INVALID_KEY|key|not a standard InChIKey",
                KEY + ",C,,|EMPTY_OUTPUT||every value is empty",
                KEY + ",C,NaN,nan|EMPTY_OUTPUT||every value is empty",
                KEY + ",C,1,1e400|NUMBER_OUT_OF_RANGE||b is 1e400",
                KEY + ",C,-inf,|NUMBER_OUT_OF_RANGE||a is -inf",
            })
    void aBadRowIsARejectWithTheFirstReasonTheKeysBeforeAllOthers(
            String row, Reason reason, @Nullable String noKey, String detail) throws IOException {
        List<ParsedRow> rows = read(row + "\n" + KEY + ",C,1,2\n");

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0)).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.detail()).isEqualTo(detail);
            assertThat(rejected.key()).isEqualTo(noKey == null ? ASPIRIN : null);
        });
        assertThat(rows.get(1)).isInstanceOf(Valid.class);
    }

    @Test
    void closingTheReaderClosesTheStream() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream csv =
                new FilterInputStream(new ByteArrayInputStream("key,input,a\n".getBytes(StandardCharsets.UTF_8))) {
                    @Override
                    public void close() {
                        closed.set(true);
                    }
                };

        new PartitionReader("part-0001.csv", csv, null).close();

        assertThat(closed).isTrue();
    }

    @Test
    void theLongestInputHas4096Characters() throws IOException {
        assertThat(read(KEY + "," + "C".repeat(4096) + ",1,2\n" + KEY + "," + "C".repeat(4097) + ",1,2\n"))
                .satisfiesExactly(
                        row -> assertThat(row).isInstanceOf(Valid.class),
                        row -> assertThat(row)
                                .isEqualTo(new Rejected(
                                        ASPIRIN,
                                        "C".repeat(4097),
                                        Reason.INVALID_INPUT,
                                        "input longer than 4096 characters")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5\" disk", "\"5\"\" disk\"x", "a\"\"b", "a\"b\"c", "\"a\"b\"", "x\""})
    void aStrayQuoteHarmsItsOwnRowAtMost(String cell) throws IOException {
        List<ParsedRow> rows = read(KEY + ",C,1," + cell + "\n" + KEY + ",N,3,4\n");

        assertThat(rows).hasSize(2);
        assertThat(rows.get(1)).isEqualTo(new Valid(ASPIRIN, "N", List.of(Value.number("3"), Value.number("4"))));
    }

    @Test
    void aQuoteThatIsNeverClosedMakesTheFileUnusable() throws IOException {
        PartitionReader reader = reader("key,input,a\n" + KEY + ",C,1\n" + KEY + ",\"C,1\n" + KEY + ",C,1\n", null);
        reader.read();

        assertThatThrownBy(reader::read)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessage("part-0001 is not CSV: record 3 opens a quote that is never closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "key\n",
                "input,key,a\n",
                "Key,input\n",
                "smiles,a\n",
                "key,input\n",
                "key,\"input\n\",a\n"
            })
    void anotherHeaderMakesTheFileUnusable(String csv) {
        assertThatThrownBy(() -> reader(csv, null))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessageStartingWith("part-0001 has the header '")
                .hasMessageEndingWith("', expected key,input and the output columns");
    }

    @Test
    void columnsComeFromTheHeaderAndMustBeThoseOfTheManifest() throws IOException {
        assertThat(reader("\uFEFFkey,input,\"a,1\",b\r\n", null).columns()).containsExactly("a,1", "b");
        assertThat(reader("key,input,a\n", List.of("a")).columns()).containsExactly("a");
        assertThat(reader("key,input\n", List.of()).columns()).isEmpty();
        assertThatThrownBy(() -> reader("key,input,a\n", List.of("b")))
                .isInstanceOf(Failure.class)
                .hasMessage("part-0001 has the columns [a], its manifest says [b]");
    }
}
