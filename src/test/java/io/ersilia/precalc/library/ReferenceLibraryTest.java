package io.ersilia.precalc.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.folder.FileSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceLibraryTest {

    /** Only these letters are molecules here: what the chemistry kit thinks is tested in its own room. */
    private static boolean isSmiles(String text) {
        return text.matches("[CNO()=]+");
    }

    private static Plan.Library scan(ByteSource source) {
        return new ReferenceLibrary(source, ReferenceLibraryTest::isSmiles).scan(rows -> {});
    }

    private static Plan.Library scan(String text) {
        return scan(new TextSource(text));
    }

    private static void assertLayout(
            String text, @Nullable String column, int smiles, @Nullable Integer key, long rows) {
        Plan.Library library = scan(text);
        assertThat(library.column()).isEqualTo(column);
        assertThat(library.smilesIndex()).isEqualTo(smiles);
        assertThat(library.keyIndex()).isEqualTo(key);
        assertThat(library.rows()).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smiles|smiles|0|",
                "SMILES|SMILES|0|",
                "name, Smiles ,x|Smiles|1|",
                "input|input|0|",
                "can_smiles|can_smiles|0|",
                "id,CANONICAL_SMILES|CANONICAL_SMILES|1|",
                "canonical_smiles,can_smiles,input,smiles|smiles|3|",
                "canonical_smiles,can_smiles,input|input|2|",
                "canonical_smiles,can_smiles|can_smiles|1|",
                "key,input|input|1|0",
                "smiles,InChIKey|smiles|0|1",
                "inchikey,smiles,key|smiles|1|2",
                "smiles,standard_inchi_key|smiles|0|1",
                "smiles,InChI Key|smiles|0|1",
                "smiles,parent_inchikey|smiles|0|",
                "ID,Canonical SMILES|Canonical SMILES|1|",
                "Canonical-Smiles,x|Canonical-Smiles|0|",
                "Smiles String,x|Smiles String|0|",
                "id,\u00a0SMILES\u00a0|SMILES|1|",
                "id,isomeric_smiles,InChIKey|isomeric_smiles|1|2",
                "isomeric_smiles,input|input|1|",
            })
    void theSmilesColumnIsFoundByItsHeaderInAnyCaseAndPlace(
            String header, String column, int smiles, @Nullable Integer key) {
        assertLayout(header + "\nC,C,C,C\nN,N,N,N\n", column, smiles, key, 2);
    }

    @Test
    void theHeaderMayBeQuotedAndBehindAByteOrderMarkWithCrlf() {
        assertLayout("\uFEFF\"name, of it\",\"SMILES\"\r\n\"a\r\nb\",C\r\nc,N\r\n", "SMILES", 1, null, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C\nN\nO\n", "\uFEFFC\r\nN\r\nO", " C \nN\nO\n", "\n\nC,name\nN\n\nO,x,y\n", "\"C\"\nN\nO"})
    void aFileWithoutHeaderLosesNoMolecule(String text) {
        assertLayout(text, null, 0, null, 3);
    }

    @Test
    void blankRecordsAreNoRows() {
        assertLayout("\n \nsmiles\n\nC\n\t\n\r\nN\n\n", "smiles", 0, null, 2);
    }

    @Test
    void raggedRowsAreRowsAllTheSame() {
        assertLayout("name,smiles\na\nb,C,x,y\n,\n", "smiles", 1, null, 3);
    }

    @Test
    void theHashIsThatOfTheWholeFile() {
        String text = "\uFEFFsmiles\r\n\r\nC\r\nN";
        MessageDigest digest = Sha256.digest();
        digest.update(text.getBytes(StandardCharsets.UTF_8));

        assertThat(scan(text).sha256()).isEqualTo(Sha256.hex(digest));
        assertThat(scan(text).uri()).isEqualTo("lib.csv");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|no molecule in lib.csv: it is empty",
                "'\n\n'|no molecule in lib.csv: it is empty",
                "'smiles\n'|no molecule in lib.csv: it has a header and nothing below it",
                "'smiles,key\n \n'|no molecule in lib.csv: it has a header and nothing below it",
                "'name,weight\na,1\n'|no SMILES column in lib.csv: the first record is 'name,weight'; name the column"
                        + " smiles, input, can_smiles or canonical_smiles",
                "'\u0001\u0002,\nC\n'|no SMILES column in lib.csv: the first record is '  ,'; name the column"
                        + " smiles, input, can_smiles or canonical_smiles",
            })
    void whatIsNoLibraryIsRefusedAsInput(String text, String message) {
        assertThatThrownBy(() -> scan(text))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'smiles\nC\n\"N\nO\n'|record 3|opens a quote that is never closed",
                "'\0ELF'|record 1|contains a zero byte"
            })
    void aFileThatIsNoCsvIsRefusedAsInputWithTheRecord(String text, String where, String why) {
        assertThatThrownBy(() -> scan(text))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessageStartingWith("lib.csv is not CSV: ")
                .hasMessageContaining(where)
                .hasMessageContaining(why);
    }

    @Test
    void anAbsentFileIsNamedWithTheOptionThatHelps(@TempDir Path directory) {
        Path absent = directory.resolve("absent.csv");

        assertThatThrownBy(() -> scan(new FileSource(absent)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessage("no library at %s; name one with --library", absent);
    }

    @ParameterizedTest
    @CsvSource({
        "lib.csv, 10, lib_10.csv",
        "dir.v1/lib, 1, dir.v1/lib_1",
        "s3://bucket/a/reference_library.csv, 100, s3://bucket/a/reference_library_100.csv",
        "a/.csv, 5, a/.csv_5",
        "a.b.csv, 5, a.b_5.csv"
    })
    void aReadyMadeSampleLiesBesideTheLibrary(String library, int sample, String beside) {
        assertThat(Samples.beside(library, sample)).isEqualTo(beside);
    }
}
