package io.ersilia.precalc.dataset.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.dataset.DataColumn;
import io.ersilia.precalc.dataset.DataType;
import io.ersilia.precalc.dataset.FileLayout;
import io.ersilia.precalc.dataset.KeyedRows;
import io.ersilia.precalc.dataset.RowFile;
import io.ersilia.precalc.dataset.Schema;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.table.Items;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many requests a lookup in S3 costs; each takes some 20 ms. */
class ParquetOnS3Test {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    private static final int ROWS = 60_000;
    private static final List<String> COLUMNS = List.of("input", "a", "b", "c");

    @TempDir
    private Path folder = Path.of("");

    private final AtomicInteger requests = new AtomicInteger();

    @ParameterizedTest(name = "{0} keys in groups of {1} rows: at most {2} requests")
    @CsvSource({"1, 3000, 6", "1000, 3000, 120", "1000, 30000, 15", "10, 30000, 15"})
    void aLookupTakesFewRequestsHoweverManyKeys(int count, int rowsOfGroup, int most) throws IOException {
        List<String> keys = IntStream.range(0, ROWS)
                .mapToObj(i -> Items.key(i).value())
                .sorted()
                .toList();
        Path file = write(keys, new FileLayout("key", rowsOfGroup, 1_000));
        TreeSet<String> asked = new Random(3)
                .ints(0, ROWS)
                .distinct()
                .limit(count)
                .mapToObj(keys::get)
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, String> found = new HashMap<>();
        Places places = new Places(S3.environment());
        String bucket = "s3://" + S3.freshBucket();
        places.store(bucket).save("rows.parquet", file);

        KeyedRows rows = new ParquetLookup().open(counted(places.dataset(bucket + "/rows.parquet")));
        rows.find(
                "key",
                asked,
                COLUMNS,
                (key, cells) -> found.put(key, cells.get(3).text()));

        assertThat(found).isEqualTo(asked.stream().collect(Collectors.toMap(key -> key, key -> "c of " + key)));
        assertThat(requests.get()).isLessThanOrEqualTo(most);
    }

    /** The same bytes; asking for the size and for a range is one request each. */
    private ByteSource counted(ByteSource source) {
        return new ByteSource() {
            @Override
            public String uri() {
                return source.uri();
            }

            @Override
            public OptionalLong size() {
                requests.incrementAndGet();
                return source.size();
            }

            @Override
            public InputStream open(long from, long to) throws IOException {
                requests.incrementAndGet();
                return source.open(from, to);
            }
        };
    }

    private Path write(List<String> keys, FileLayout layout) throws IOException {
        Path file = folder.resolve("rows.parquet");
        Schema schema = new Schema(
                List.of(
                        DataColumn.always("key"),
                        DataColumn.always("input"),
                        DataColumn.of("a", DataType.FLOAT),
                        DataColumn.of("b", DataType.INTEGER),
                        DataColumn.of("c", DataType.TEXT)),
                0,
                ROWS);
        Random random = new Random(1);
        try (RowFile rows = new ParquetForm().create(file, schema, layout)) {
            for (String key : keys) {
                rows.write(List.of(
                        Value.text(key),
                        Value.text(Long.toString(random.nextLong(), 36).repeat(8)),
                        Value.number("" + random.nextDouble()),
                        Value.number("" + random.nextLong()),
                        Value.text("c of " + key)));
            }
        }
        return file;
    }
}
