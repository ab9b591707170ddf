package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.aws.RefusingS3;
import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.pipeline.HandClock;
import io.ersilia.precalc.run.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Predictions as one dataset; what others read in its Parquet files is in DatasetIT. */
class ExportTest {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    private static final String STORE = " --store {dir}/store";
    private static final String RUN = "run --runner embedded --max-reject-rate 1 --model eos3b5e --workers 3" + STORE;
    private static final String EXPORT = "export --model eos3b5e" + STORE;
    private static final String ETHANE = "OTMSDBZUPAUEDD-UHFFFAOYSA-N";
    private static final String PROPANE = "ATUOYWHBWRKTHZ-UHFFFAOYSA-N";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void aLibraryWithDuplicatesAndRejects() {
        scene = new Scene(folder).file("lib.csv", "smiles", "CCO", "C1", "CCC", "OCC", "*", "CC", "CCN");
    }

    private String exported(String options, String file) throws IOException {
        Precalc.Result result = scene.run(EXPORT + " " + options);
        assertThat(result.code()).as(result.err()).isZero();
        byte[] bytes = Files.readAllBytes(scene.path(file));
        return file.endsWith(".gz")
                ? new String(
                        new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8)
                : new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void theLaterRowOfAMoleculeIsKeptInOrderOfKeysAndRejectsAreASecondFile() throws IOException {
        scene.after(RUN + " --run r --library {dir}/lib.csv");

        Precalc.Result result = scene.run(EXPORT + " --output {dir}/x.csv");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(scene.steady(result.out())).isEqualTo("""
                eos3b5e, run r: 4 molecules, 1 duplicate, 2 rejects
                {dir}/x.csv: 4 rows in 175 bytes, with x.rejects.csv and dataset.json
                """);
        assertThat(scene.text("x.csv")).isEqualTo("""
                key,input,mol_weight
                %s,CCC,44.097
                %s,OCC,46.069
                %s,CC,30.07
                %s,CCN,45.085
                """.formatted(PROPANE, Scene.ETHANOL, ETHANE, Scene.ETHYLAMINE));
        assertThat(scene.text("x.rejects.csv"))
                .startsWith("model,row,key,input,stage,reason,detail\neos3b5e,2,,C1,screen,invalid_smiles,")
                .contains("\neos3b5e,5,,*,screen,no_inchikey,")
                .hasLineCount(3);
    }

    @Test
    void aLineOfJsonARowInTheFolderOfTheDataset() throws IOException {
        scene.after(RUN + " --run r --library {dir}/lib.csv");

        assertThat(exported(
                        "--format json --output {dir}/d --where=mol_weight>40\tand\tinput!='CCC'",
                        "d/predictions.jsonl.gz"))
                .isEqualTo("""
                        {"key":"%s","input":"OCC","mol_weight":46.069}
                        {"key":"%s","input":"CCN","mol_weight":45.085}
                        """.formatted(Scene.ETHANOL, Scene.ETHYLAMINE));
        JsonNode description = description("d/dataset.json");
        assertThat(description.at("/precalc/models/0/predictions").asLong()).isEqualTo(4);
        assertThat(description.at("/precalc/rows").asLong()).isEqualTo(2);
        assertThat(description.at("/precalc/where").asText()).isEqualTo("mol_weight > 40 and input != 'CCC'");
    }

    @Test
    void severalModelsStandSideBySide() throws IOException {
        scene.after(RUN + " --run r --library {dir}/lib.csv");
        scene.bytes(
                "store/out/eos4e40/i/part-0001.csv",
                "key,input,class\n%s,CCO,x\n%s,C#C,y\n".formatted(Scene.ETHANOL, "HSFWRNGVRCDJHI-UHFFFAOYSA-N"));

        Precalc.Result result = scene.run("export --models eos3b5e,eos4e40 --partial --output {dir}/two.csv" + STORE);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(scene.text("two.csv")).isEqualTo("""
                key,input,eos3b5e.mol_weight,eos4e40.class
                %s,CCC,44.097,
                HSFWRNGVRCDJHI-UHFFFAOYSA-N,C#C,,y
                %s,OCC,46.069,x
                %s,CC,30.07,
                %s,CCN,45.085,
                """.formatted(PROPANE, Scene.ETHANOL, ETHANE, Scene.ETHYLAMINE));
    }

    @Test
    void columnsWhoseNamesAreTakenGetOtherNames() throws IOException {
        scene.imported("key,input,key,Ab,aB,,log P,ab", Scene.ETHANOL + ",CCO,1,2,3,4,5.5,6");

        assertThat(exported("--partial --output {dir}/x.csv", "x.csv").lines().findFirst())
                .hasValue("key,input,key_2,Ab,aB_2,column_4,log P,ab_3");
    }

    @Test
    void chosenColumnsOfSeveralModelsKeepTheirOrderValuesAndTypes() throws IOException {
        scene.imported("key,input,a,b", Scene.ETHANOL + ",CCO,1,x", ETHANE + ",CC,-1,y");
        scene.bytes("store/out/eos4e40/i/part-0001.csv", "key,input,c,d\n%s,CCO,0.5,7\n".formatted(Scene.ETHANOL));

        Precalc.Result result = scene.run("export --models eos3b5e,eos4e40 --partial --output {dir}/two.csv"
                + " --columns eos4e40.d,key,eos3b5e.b,eos4e40.c --where=eos3b5e.a>0" + STORE);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(scene.text("two.csv"))
                .isEqualTo("key,input,eos4e40.d,eos3b5e.b,eos4e40.c\n" + Scene.ETHANOL + ",CCO,7,x,0.5\n");
        JsonNode description = description("dataset.json");
        assertThat(description.at("/precalc/columns").findValuesAsText("type"))
                .containsExactly("string", "string", "integer", "string", "float");
        assertThat(description.path("name").asText()).isEqualTo("eos3b5e-r-eos4e40-i");
        assertThat(description.path("description").asText())
                .isEqualTo("Predictions of eos3b5e, eos4e40 of the Ersilia Model Hub.");
    }

    private JsonNode description(String file) throws IOException {
        return Json.MAPPER.readTree(scene.path(file).toFile());
    }

    /** Of the second model as many columns are there as of the first. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--model eos3b5e | 65 | 0 | 3",
                "--model eos3b5e --format json | 65 | 0 | 3",
                "--model eos3b5e | 64 | 0 | 66",
                "--model eos3b5e | 65 | x | 67",
                "--model eos3b5e --explode | 65 | 0 | 67",
                "--model eos3b5e --format csv | 65 | 0 | 67",
                "--models eos3b5e,eos4e40 | 33 | 0 | 68",
            })
    void moreThan64ColumnsOfOneTypeBecomeOneList(String options, int columns, String last, int fields)
            throws IOException {
        String header = IntStream.range(0, columns).mapToObj(i -> ",c" + i).collect(Collectors.joining());
        String csv = "key,input%s\n%s,CCO%s,%s\n".formatted(header, Scene.ETHANOL, ",1".repeat(columns - 1), last);
        scene.bytes("store/out/eos3b5e/r/part-0001.csv", csv).bytes("store/out/eos4e40/i/part-0001.csv", csv);

        Precalc.Result result = scene.run("export --partial --output {dir}/d " + options + STORE);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(description("d/dataset.json").at("/recordSet/0/field")).hasSize(fields);
    }

    @Test
    void aDescriptionIsRemovedBeforeItsDatasetIsReplaced() throws IOException {
        scene.after(RUN + " --run r --library {dir}/lib.csv");
        scene.bytes("d/predictions.csv.gz/in-the-way", "").bytes("d/dataset.json", "of the earlier dataset");

        Precalc.Result result = scene.run(EXPORT + " --format csv --force --output {dir}/d");

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(scene.path("d/dataset.json")).doesNotExist();
        assertThat(scene.path("d/predictions.csv.gz/in-the-way")).exists();
    }

    @Test
    void numbersThatBecomeDecimalOrTextAreNamed() throws IOException {
        scene.imported(
                "key,input,exact,free,plain",
                Scene.ETHANOL + ",CCO,1234567890.1234567890123456789,1,0.5",
                ETHANE + ",CC,1,NA,2");

        Precalc.Result result = scene.run(EXPORT + " --quiet --partial --output {dir}/x.csv");

        assertThat(result.err().lines().skip(1))
                .containsExactly(
                        "precalc: column exact is decimal(38,19): it has numbers of more digits than a double keeps",
                        "precalc: column free is string: it has both numbers and texts");
        JsonNode columns = description("dataset.json").at("/precalc/columns");
        assertThat(columns.findValuesAsText("type"))
                .containsExactly("string", "string", "decimal(38,19)", "string", "float");
        assertThat(columns.findValuesAsText("type_reason"))
                .containsExactly("it has numbers of more digits than a double keeps", "it has both numbers and texts");
    }

    @Test
    void aDatasetInS3IsThatOfAFolder() throws IOException {
        scene.after(RUN + " --run r --library {dir}/lib.csv");
        String bucket = S3.freshBucket();
        scene.after(EXPORT + " --output {dir}/here");
        String command = EXPORT + " --output s3://%s/some/place".formatted(bucket);

        Precalc.Result result = scene.run(S3.environment(), command);
        Precalc.Result again = scene.run(S3.environment(), command);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("s3://%s/some/place/predictions.parquet: 4 rows in ".formatted(bucket));
        for (String file : List.of("predictions.parquet", "rejects.parquet")) {
            assertThat(S3.client()
                            .getObjectAsBytes(get -> get.bucket(bucket).key("some/place/" + file))
                            .asByteArray())
                    .isEqualTo(Files.readAllBytes(scene.path("here/" + file)));
        }
        assertThat(S3.client().listObjectsV2(list -> list.bucket(bucket)).contents())
                .extracting(S3Object::key)
                .containsExactly(
                        "some/place/dataset.json", "some/place/predictions.parquet", "some/place/rejects.parquet");
        assertThat(again.code()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err())
                .isEqualTo(
                        "precalc: s3://%s/some/place/predictions.parquet is there and is kept: name another place with --output, or replace it with --force\n",
                        bucket);
        assertThat(scene.run(S3.environment(), command + " --force").code()).isZero();
    }

    @Test
    void aDatasetThatAnotherExportWroteMeanwhileIsKept() {
        scene.after(RUN + " --run r --library {dir}/lib.csv");
        Clock slow = new HandClock() {
            @Override
            public synchronized Instant instant() {
                scene.bytes("x.csv", "another");
                return super.instant();
            }
        };

        Precalc.Result result = new Precalc()
                .at(slow)
                .run((EXPORT + " --output {dir}/x.csv")
                        .replace("{dir}", folder.toString())
                        .split(" "));

        assertThat(result.err()).contains("/x.csv is there and is kept: ");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(scene.text("x.csv")).isEqualTo("another");
        assertThat(scene.path("dataset.json")).doesNotExist();
    }

    @Test
    void theDefinitionOfATableIsPrintedAndFindsTheFileOfPredictionsAlone() {
        scene.imported(
                "key,input,Log P,log_p,o'clock,exact,n",
                Scene.ETHANOL + ",CCO,0.5,x,y,1234567890.1234567890123456789,7");
        String bucket = S3.freshBucket();

        Precalc.Result result = scene.run(
                S3.environment(),
                EXPORT + " --quiet --partial --ddl athena --output s3://%s/some/place".formatted(bucket));

        assertThat(result.out().replace(bucket, "bucket")).as(result.err()).isEqualTo("""
                CREATE EXTERNAL TABLE `eos3b5e` (
                  `key` string,
                  `input` string,
                  `log_p` double COMMENT 'Log P',
                  `log_p_2` string,
                  `o_clock` string COMMENT 'o\\'clock',
                  `exact` decimal(38,19),
                  `n` bigint
                )
                ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
                WITH SERDEPROPERTIES ('parquet.column.index.access' = 'true')
                STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
                OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
                LOCATION 's3://bucket/some/place/athena/';
                """);
        assertThat(S3.client()
                        .getObjectAsBytes(get -> get.bucket(bucket).key("some/place/athena/symlink.txt"))
                        .asUtf8String())
                .isEqualTo("s3://%s/some/place/predictions.parquet\n".formatted(bucket));
    }

    /** The server is not ours; it refuses before anything is read or sent. */
    @Test
    void aPlaceInS3WithoutRightsIsNamedAndNothingIsLeft() throws IOException {
        scene.after(RUN + " --run r --library {dir}/lib.csv");
        String bucket = S3.freshBucket();
        for (String method : List.of("GET", "PUT")) {
            try (RefusingS3 refusing = RefusingS3.denying(S3.endpoint(), method)) {
                Map<String, String> environment = new HashMap<>(S3.environment());
                environment.put("AWS_ENDPOINT_URL_S3", refusing.endpoint());

                Precalc.Result result = scene.run(environment, EXPORT + " --quiet --output s3://" + bucket);

                assertThat(result.err())
                        .isEqualTo(
                                "precalc: cannot %s s3://%s/predictions.parquet: access denied (AccessDenied): grant the right to these credentials or use others\n",
                                method.equals("GET") ? "read" : "write", bucket);
                assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
                assertThat(result.out()).isEmpty();
            }
        }
        assertThat(S3.client().listObjectsV2(list -> list.bucket(bucket)).contents())
                .isEmpty();
    }

    @Test
    void aLaterRejectTakesThePlaceOfAPredictionAsInTheTable() throws IOException {
        scene.imported("key,input,v", Scene.ETHANOL + ",CCO,1", Scene.ETHANOL + ",OCC,1e300", ETHANE + ",CC,3");

        assertThat(exported("--partial --output {dir}/x.csv", "x.csv")).isEqualTo("key,input,v\n" + ETHANE + ",CC,3\n");
        assertThat(scene.text("x.rejects.csv").lines().skip(1))
                .containsExactly("eos3b5e,2,%s,OCC,serve,number_out_of_range,v is 1e300".formatted(Scene.ETHANOL));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--output {dir}/x.csv --columns mol_weight,nope | 2 | no column 'nope'; columns there: mol_weight",
                "--output {dir}/x.csv --where=nope>1 | 2 | no column 'nope'; columns there: mol_weight",
                "--output {dir}/x.csv --where=mol_weight='a' | 2 | --where mol_weight = 'a': column mol_weight is a number, compare it with one, as in mol_weight = 0.5",
                "--output {dir}/x.csv --where=input>1 | 2 | --where input > 1: column input is text, compare it with a text in quotes, as in input > '1'",
                "--output {dir}/x.csv --where=input | 2 | not a comparison: 'input', expected e.g. activity >= 0.5 and class = 'active'",
                "--output {dir}/x.csv --format json | 2 | --format json contradicts --output {dir}/x.csv, which is csv by its name: leave --format out",
                "--format csv | 2 | no place for the dataset: name a file, a folder or s3://bucket/path with --output",
                "--output {dir}/lib.csv/x | 69 | cannot write to {dir}/lib.csv/x: {dir}/lib.csv is not a folder; name another place with --output",
                "--output {dir}/lib.csv | 2 | {dir}/lib.csv is there and is kept: name another place with --output, or replace it with --force",
                "--output {dir}/x.csv --columns '' | 2 | no column ''; columns there: mol_weight",
                "--output {dir}/x.csv --where=key>=1 | 2 | --where key >= 1: column key is text, compare it with a text in quotes, as in key >= '1'",
                "--output {dir}/x.csv --where=\"no\ttab\">1 | 2 | no column 'no tab'; columns there: mol_weight",
                "--output s3://Bad_Bucket/x.parquet | 2 | --output s3://Bad_Bucket: the name of a bucket has 3 to 63 characters of a-z 0-9 . -, the first and the last of a-z 0-9",
                "--output s4://bucket/x.parquet | 2 | --output s4://bucket: expected a file, a folder or s3://bucket[/prefix]",
                "--output {dir}/.parquet | 2 | --output {dir}/.parquet names no visible file: give the file a name, as in predictions.parquet",
                "--output {dir}/x.csv --ddl athena | 2 | --ddl athena is for Parquet in S3, not for {dir}/x.csv: name such a place, as in --output s3://my-bucket/datasets/eos3b5e",
                "--output {dir}/x --ddl athena | 2 | --ddl athena is for Parquet in S3, not for {dir}/x/predictions.parquet: name such a place, as in --output s3://my-bucket/datasets/eos3b5e",
                "--output s3://my-bucket/x.csv --ddl athena | 2 | --ddl athena is for Parquet in S3, not for s3://my-bucket/x.csv: name such a place, as in --output s3://my-bucket/datasets/eos3b5e",
                "--output {dir}/x.csv --run nope | 65 | no run nope of eos3b5e in {dir}/store; runs there: [r]",
            })
    void whatCannotBeExportedIsSaidWithItsRemedy(String options, int code, String message) {
        scene.after(RUN + " --run r --library {dir}/lib.csv");

        Precalc.Result result = scene.run(EXPORT + " " + options);

        assertThat(scene.steady(result.err())).isEqualTo("precalc: " + message + "\n");
        assertThat(result.code()).isEqualTo(code);
        assertThat(scene.listing()).noneMatch(file -> file.startsWith("x") || file.endsWith(".tmp"));
    }

    @Test
    void anIncompleteRunIsExportedOnlyOnDemand() throws IOException {
        String predict = "predict --runner embedded --model eos3b5e --run r --workers 3 --max-reject-rate 1" + STORE;
        scene.after(predict + " --worker 1 --library {dir}/lib.csv");

        Precalc.Result refused = scene.run(EXPORT + " --output {dir}/x.csv");

        assertThat(scene.steady(refused.err()))
                .isEqualTo("precalc: run r of eos3b5e is not complete: not predicted: 2-3; not served: 1;"
                        + " go on with the run, or take what there is with --partial\n");
        assertThat(refused.code()).isEqualTo(ExitCode.INPUT);
        assertThat(exported("--partial --output {dir}/x.csv", "x.csv").lines().skip(1))
                .containsExactly(Scene.ETHANOL + ",CCO,46.069");
    }

    @Test
    void theNewestCompleteRunIsTakenAndAnEarlierDatasetIsReplacedByForceOnly() throws IOException {
        scene.after(RUN + " --run r --library {dir}/lib.csv");
        scene.file("other.csv", "smiles", "CC", "CCC");
        scene.after("predict --runner embedded --model eos3b5e --run s --workers 2 --worker 1 --library {dir}/other.csv"
                + STORE);
        String first = exported("--output {dir}/x.csv", "x.csv");

        Precalc.Result second = scene.run(EXPORT + " --output {dir}/y.csv");

        assertThat(first.lines()).hasSize(5);
        assertThat(second.code()).isEqualTo(ExitCode.USAGE);
        assertThat(scene.steady(second.err()))
                .isEqualTo(
                        "precalc: {dir}/dataset.json is there and is kept: name another place with --output, or replace"
                                + " it with --force\n");
        assertThat(exported("--force --output {dir}/y.csv", "y.csv")).isEqualTo(first);
    }

    @Test
    void partitionsWithDifferentColumnsAreNoDataset() {
        scene.imported("key,input,a", Scene.ETHANOL + ",CCO,1");
        scene.bytes("store/out/eos3b5e/r/part-0002.csv", "key,input,b\n%s,CC,1\n".formatted(ETHANE));

        Precalc.Result result = scene.run(EXPORT + " --partial --output {dir}/x.csv");

        assertThat(result.code()).isEqualTo(ExitCode.INPUT);
        assertThat(result.err()).contains("has the columns [a], ").contains(" has [b]: predict one of them again");
    }

    @Test
    void aRunThatFinishCountedOtherwiseIsNotExported() throws IOException {
        scene.after(RUN + " --run r --library {dir}/lib.csv");
        scene.replace("store/out/eos3b5e/r/account.json", "\"served\" : 4", "\"served\" : 5");

        Precalc.Result result = scene.run(EXPORT + " --output {dir}/x.csv");

        assertThat(result.err())
                .isEqualTo(
                        "precalc: run r of eos3b5e: finish counted 5 molecules, its partitions have 4: finish it again\n");
        assertThat(result.code()).isEqualTo(ExitCode.INPUT);
        assertThat(scene.listing()).noneMatch(file -> file.startsWith("x"));
    }

    @ParameterizedTest(name = "{1} instead of {0}")
    @CsvSource(
            nullValues = "-",
            value = {"30.07, 30.08", "30.07, \"30.07", "30.07, 1e999", "mol_weight, weight"})
    void aPartitionThatIsNotThatOfItsManifestIsNotExported(String predicted, String found) throws IOException {
        scene.after(RUN + " --run r --library {dir}/lib.csv");
        scene.replace("store/out/eos3b5e/r/part-0003.csv", predicted, found);

        Precalc.Result result = scene.run(EXPORT + " --output {dir}/x.parquet");

        assertThat(result.err())
                .startsWith("precalc: part-0003 of eos3b5e run r has the SHA-256 ")
                .endsWith(": predict it again with --force\n");
        assertThat(result.code()).isEqualTo(ExitCode.INPUT);
        assertThat(scene.listing()).noneMatch(file -> file.startsWith("x"));
    }
}
