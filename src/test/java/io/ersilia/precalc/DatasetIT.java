package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.PackagedPrecalc.Result;
import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.dataset.DataColumn;
import io.ersilia.precalc.dataset.DataType;
import io.ersilia.precalc.dataset.DatasetFormat;
import io.ersilia.precalc.dataset.FileLayout;
import io.ersilia.precalc.dataset.RowFile;
import io.ersilia.precalc.dataset.Schema;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.table.Items;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Datasets that the packaged jar writes, as programs of other people read them. */
class DatasetIT {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    private static final String TYPES = """
            {"whole": "int64", "number": "double", "exact": "decimal128(38, 19)", "long text": "string", "none": "double",
             "big": "string"}
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyValueTypeAndNullIsReadAsThePartitionHasItAndLookupsSkipRowGroups() throws Exception {
        Path types = partition("eos1aaa", ofEveryType());
        Path list = partition("eos2aaa", ofWholeNumbers());
        export("eos1aaa", "types");
        export("eos2aaa", "list/x.parquet");
        List<String> keys = IntStream.range(0, 20_000)
                .mapToObj(i -> Items.key(i).value())
                .sorted()
                .collect(Collectors.toCollection(ArrayList::new));
        String absent = keys.remove(10_500);
        groups(keys);

        assertThat(PythonTools.datasets("types", path("types/predictions.parquet"), types.toString(), TYPES))
                .isEqualTo("300");
        assertThat(PythonTools.datasets("list", path("list/x.parquet"), list.toString()))
                .isEqualTo("300");
        assertThat(PythonTools.datasets("groups", path("groups.parquet"), keys.get(3_000), absent))
                .isEqualTo("20");
        assertThat(PythonTools.datasets("described", path("types"))).isEqualTo("300");
    }

    @Test
    void theTableOfAthenaHasTheColumnsOfTheFile() throws Exception {
        partition("eos1aaa", ofEveryType());
        partition("eos2aaa", ofWholeNumbers());
        for (String model : List.of("eos1aaa", "eos2aaa")) {
            export(model, "local-" + model);
            Result result = new PackagedPrecalc(folder)
                    .with(S3.environment())
                    .run(
                            "export",
                            "--model",
                            model,
                            "--partial",
                            "--store",
                            "store",
                            "--ddl",
                            "athena",
                            "--output",
                            "s3://%s/x".formatted(S3.freshBucket()));
            assertThat(result.code()).as(result.err()).isZero();
            Path statement = Files.writeString(folder.resolve(model + ".sql"), result.out());

            assertThat(PythonTools.datasets(
                            "athena", path("local-" + model + "/predictions.parquet"), statement.toString()))
                    .isEqualTo(model.equals("eos1aaa") ? "8" : "3");
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void export(String model, String output) throws IOException, InterruptedException {
        Result result = new PackagedPrecalc(folder)
                .run("export", "--model", model, "--partial", "--store", "store", "--output", output);
        assertThat(result.code()).as(result.err()).isZero();
    }

    private Path partition(String model, Stream<String> lines) throws IOException {
        Path run = Files.createDirectories(folder.resolve("store/out/%s/r".formatted(model)));
        return Files.writeString(run.resolve("part-0001.csv"), lines.collect(Collectors.joining("\n", "", "\n")));
    }

    /** Every tenth key comes twice. */
    private static Stream<String> ofEveryType() {
        return Stream.concat(
                Stream.of("key,input,whole,number,exact,long text,none,big"),
                IntStream.range(0, 330)
                        .mapToObj(i -> "%s,C,%s,%s,%s,%s,,%s"
                                .formatted(
                                        Items.key(i < 300 ? i : 10 * (i - 300)),
                                        i % 5 == 0 ? "" : i % 7 == 0 ? Long.MIN_VALUE + i : i - 100,
                                        i % 3 == 0 ? "" : i * 1e-7 + Math.sqrt(i),
                                        i % 4 == 0 ? "" : "-" + i + ".1234567890123456789",
                                        i % 6 == 0 ? "" : "\"é, \"\"%d\"\"\n☃\"".formatted(i),
                                        i == 1
                                                ? "1.2345678901234567890123456789012345678"
                                                : "12345678901234567890123." + i + "1")));
    }

    private static Stream<String> ofWholeNumbers() {
        return Stream.concat(
                Stream.of("key,input," + join(i -> "bit_" + i)),
                IntStream.range(0, 300)
                        .mapToObj(row ->
                                Items.key(row) + ",C," + join(i -> (row + i) % 11 == 0 ? "" : "" + row * i % 7)));
    }

    private static String join(java.util.function.IntFunction<String> cell) {
        return IntStream.range(0, 70).mapToObj(cell).collect(Collectors.joining(","));
    }

    private void groups(List<String> keys) throws IOException {
        Schema schema =
                new Schema(List.of(DataColumn.always("key"), DataColumn.of("v", DataType.INTEGER)), 0, keys.size());
        try (RowFile file = DatasetFormat.PARQUET
                .form()
                .create(folder.resolve("groups.parquet"), schema, new FileLayout("key", 1_000, 20_000))) {
            for (String key : Collections.unmodifiableList(keys)) {
                file.write(List.of(Value.text(key), Value.number("1")));
            }
        }
    }
}
