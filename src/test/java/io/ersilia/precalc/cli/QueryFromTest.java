package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.dataset.DataColumn;
import io.ersilia.precalc.dataset.DatasetFormat;
import io.ersilia.precalc.dataset.FileLayout;
import io.ersilia.precalc.dataset.RowFile;
import io.ersilia.precalc.dataset.Schema;
import io.ersilia.precalc.prediction.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code query --from}: what the table answers, out of an exported dataset. */
class QueryFromTest {

    private static final String STORE = " --store {dir}/store";
    private static final String ABSENT = "RYYVLZVUVIJVGH-UHFFFAOYSA-N";
    private static final String ETHANE = "OTMSDBZUPAUEDD-UHFFFAOYSA-N";
    private static final String PROPANE = "ATUOYWHBWRKTHZ-UHFFFAOYSA-N";
    private static final String METHANE = "VNWKTOKETHGBQD-UHFFFAOYSA-N";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void aRunThatIsServedAndExported() {
        scene = new Scene(folder)
                .imported(
                        "key,input,whole,float,exact,text,mixed",
                        PROPANE + ",CCC,7,0.25,12345678901234567890.125,x y,12",
                        ETHANE + ",CC,-3,1e-7,-0.1,\"a, \"\"b\"\"\",",
                        Scene.ETHANOL + ",CCO,1,1,1,1,1",
                        Scene.ETHYLAMINE + ",CCN,0,100.50,3,,free",
                        Scene.ETHANOL + ",OCC,2,1e300,1,1,1",
                        METHANE + ",C,,,,,")
                .after("serve --model eos3b5e --run r --max-reject-rate 1" + STORE)
                .after("export --model eos3b5e --partial --output {dir}/all.parquet" + STORE)
                .file("asked.csv", "smiles,id", "CCO,1", "CCC,2", "C1,3", "CCCCCCC,4", "CC,5", "CCO.Cl,6", "C,7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--model eos3b5e " + PROPANE + " " + ABSENT + " nope " + Scene.ETHANOL + " " + ETHANE,
                "--model eos3b5e --format json " + PROPANE + " " + ABSENT + " nope " + Scene.ETHANOL + " " + METHANE,
                "--model eos3b5e --smiles CCN C1 CCCC OCC CCN",
                "--model eos3b5e --input {dir}/asked.csv",
                "--model eos3b5e --allow-missing " + ABSENT,
                "--model eos9zzz " + PROPANE,
                PROPANE + " " + ABSENT + " nope " + Scene.ETHANOL,
                "--format json " + PROPANE + " " + Scene.ETHANOL,
                "--input {dir}/asked.csv",
            })
    void theAnswerIsThatOfTheTable(String query) {
        Precalc.Result table = scene.run("query " + query + STORE);
        Precalc.Result dataset = scene.run("query " + query + " --from {dir}/all.parquet");

        assertThat(dataset.out()).as(dataset.err()).isEqualTo(table.out()).isNotEmpty();
        assertThat(dataset.code()).isEqualTo(table.code());
        assertThat(dataset.err().replace("--from {dir}/all.parquet", ""))
                .hasLineCount((int) table.err().lines().count());
    }

    @Test
    void withoutTheFileOfRejectsWhatWasRejectedIsMissing() {
        scene.delete("all.rejects.parquet");

        Precalc.Result result = scene.run("query -m eos3b5e --from {dir}/all.parquet " + Scene.ETHANOL);

        assertThat(result.code()).isEqualTo(ExitCode.REJECTED);
        assertThat(result.out()).contains(Scene.ETHANOL + "," + Scene.ETHANOL + ",,,,,,missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --explode"})
    void manyColumnsAreOneListOrStandAlone(String form) {
        String names = IntStream.range(0, 70).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        scene.bytes(
                        "store/out/eos4e40/i/part-0001.csv",
                        "key,input,%s\n%s,CCC,%s\n%s,CC,1%s\n"
                                .formatted(names, PROPANE, names.replace("c", ""), ETHANE, ",".repeat(69)))
                .after("serve --model eos4e40 --run i" + STORE)
                .after("export --model eos4e40 --partial --output {dir}/many/x.parquet" + form + STORE);
        String query = "query -m eos4e40 " + ETHANE + " " + PROPANE;

        assertThat(scene.run(query + " --from {dir}/many/x.parquet").out())
                .isEqualTo(scene.run(query + STORE).out())
                .contains(",69,stored");
    }

    @Test
    void severalModelsAreAnsweredAsTheTableDoes() {
        scene.bytes(
                        "store/out/eos4e40/i/part-0001.csv",
                        "key,input,class\n%s,CCC,x\n%s,C,y\n".formatted(PROPANE, METHANE))
                .after("serve --model eos4e40 --run i" + STORE)
                .after("export --models eos4e40,eos3b5e --partial --output {dir}/two" + STORE);

        for (String query : List.of(
                "query %s %s %s %s".formatted(METHANE, PROPANE, Scene.ETHANOL, ABSENT),
                "query --model eos4e40 %s %s %s".formatted(METHANE, PROPANE, Scene.ETHANOL))) {
            assertThat(scene.run(query + " --from {dir}/two/predictions.parquet")
                            .out())
                    .isEqualTo(scene.run(query + STORE).out())
                    .contains(",y,");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--from {dir}/none.parquet | 65 | no file at {dir}/none.parquet: name a dataset of export, as in --from predictions.parquet",
                "--from {dir}/asked.csv | 65 | {dir}/asked.csv is csv by its name, and only Parquet can be looked up: export it with --format parquet",
                "--from {dir}/x.jsonl.gz | 65 | {dir}/x.jsonl.gz is json by its name, and only Parquet can be looked up: export it with --format parquet",
                "--from {dir}/plain.parquet | 65 | {dir}/plain.parquet is not Parquet: name a file that export --format parquet wrote",
                "--from {dir}/empty.parquet | 65 | {dir}/empty.parquet is not Parquet: name a file that export --format parquet wrote",
                "--from {dir}/cut.parquet | 65 | {dir}/cut.parquet is cut off, its end is missing: copy or export it again",
                "--from {dir}/damaged.parquet | 65 | {dir}/damaged.parquet is damaged, or was replaced while it was read: run the same command again, or export it again",
                "--from {dir}/other.parquet | 65 | {dir}/other.parquet has no metadata 'precalc', which export writes: name a file of precalc export",
                "--from {dir}/half.parquet | 65 | {dir}/half.parquet has metadata 'precalc' without 'columns', which export writes: name a file of precalc export",
                "--from {dir}/odd.parquet | 65 | {dir}/odd.parquet has metadata 'precalc' that cannot be read, which export writes: name a file of precalc export",
                "--from {dir}/fewer.parquet | 65 | {dir}/fewer.parquet lacks columns that its metadata 'precalc' names, which export writes: name a file of precalc export",
                "--from ftp://x | 2 | --from ftp://x: expected a path or s3://bucket/key",
                "--from {dir} | 65 | {dir} is a directory, expected a file: name the file in it",
                "--from {dir}/all.parquet --table sqlite:x | 2 | --from {dir}/all.parquet and --table sqlite:x exclude each other: leave one out (see precalc query --help)",
                "--from {dir}/all.parquet --api http://localhost:1 | 2 | --api http://localhost:# and --from {dir}/all.parquet exclude each other: leave one out (see precalc query --help)",
                "--from {dir}/all.parquet --fill | 2 | --fill with --from: what is missing in a dataset is listed by --missing; name a --table or leave --fill out",
                "--from {dir}/all.parquet --fill --write | 2 | --fill with --from: what is missing in a dataset is listed by --missing; name a --table or leave --fill out",
                "--from {dir}/all.parquet --percentile | 2 | --percentile with --from: a dataset does not say where its values stand; name a --table or leave --percentile out",
                "--from {dir}/all.parquet --write | 2 | --write without --fill: no model is asked; add --fill or leave --write out",
            })
    void whatCannotBeLookedUpIsSaidWithItsRemedy(String options, int code, String message) throws IOException {
        byte[] whole = Files.readAllBytes(scene.path("all.parquet"));
        scene.bytes("plain.parquet", "key,input\n").bytes("empty.parquet", "").bytes("x.jsonl.gz", "");
        Files.write(scene.path("cut.parquet"), java.util.Arrays.copyOf(whole, whole.length - 1));
        byte[] damaged = whole.clone();
        for (int i = 40; i < 80; i++) { // within the first page of keys
            damaged[i] ^= 1;
        }
        Files.write(scene.path("damaged.parquet"), damaged);
        parquet("other.parquet", "pandas", "{}");
        parquet("half.parquet", "precalc", "{\"models\": []}");
        parquet("odd.parquet", "precalc", "{");
        parquet("fewer.parquet", "precalc", """
                {"models": [{"model": "eos3b5e", "run": "r"}],
                 "columns": [{"name": "key"}, {"name": "input"}, {"name": "v"}]}
                """);

        Precalc.Result result = scene.run("query -m eos3b5e --smiles CCC " + options);

        assertThat(scene.steady(result.err()).lines().findFirst().orElse("")).isEqualTo("precalc: " + message);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.out()).isEmpty();
    }

    private void parquet(String name, String about, String text) throws IOException {
        try (RowFile file = DatasetFormat.PARQUET
                .form()
                .create(
                        scene.path(name),
                        new Schema(List.of(DataColumn.always("key")), 0, 1),
                        FileLayout.sortedBy("key"))) {
            file.write(List.of(Value.text(PROPANE)));
            file.describe(about, text);
        }
    }
}
