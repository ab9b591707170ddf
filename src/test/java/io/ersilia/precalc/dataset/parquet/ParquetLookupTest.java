package io.ersilia.precalc.dataset.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.Types.optional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.dataset.DataColumn;
import io.ersilia.precalc.dataset.DataType;
import io.ersilia.precalc.dataset.DataType.Kind;
import io.ersilia.precalc.dataset.FileLayout;
import io.ersilia.precalc.dataset.KeyedRows;
import io.ersilia.precalc.dataset.RowFile;
import io.ersilia.precalc.dataset.Schema;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.store.folder.FileSource;
import io.ersilia.precalc.table.Items;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetLookupTest {

    private static final int ROWS = 700;
    private static final int FIRST = 20; // rows with few different cells
    private static final int LIST_AT = 3; // the column behind key, number and text
    private static final int BLOOM_HEADER = 20; // bytes, more than it takes
    private static final int HEAD = 60; // bytes: the head of a page and some of what follows
    private static final List<String> WANTED = List.of("number", "text", Schema.LIST);

    private static final Schema SCHEMA = new Schema(
            List.of(
                    DataColumn.always("key"),
                    DataColumn.of("number", DataType.INTEGER),
                    DataColumn.of("text", DataType.TEXT),
                    DataColumn.of("a", DataType.INTEGER),
                    DataColumn.of("b", DataType.INTEGER)),
            2,
            ROWS);

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest(name = "groups of {0} rows, pages of {1}")
    @CsvSource({"1000, 20000", "1000, 1", "1000, 30", "90, 20000", "90, 7", "90, 89", "1, 1", "699, 233"})
    void everyRowIsFoundWithItsOwnCellsWhicheverAreAskedForTogether(int rowsOfGroup, int rowsOfPage)
            throws IOException {
        Random random = new Random(5);
        TreeMap<String, List<Value>> written = new TreeMap<>();
        for (int i = 0; i < ROWS; i++) {
            written.put(Items.key(i).value(), cells(i, random));
        }
        write(written, SCHEMA, new FileLayout("key", rowsOfGroup, rowsOfPage));
        List<String> keys = List.copyOf(written.keySet());
        KeyedRows rows = new ParquetLookup().open(new FileSource(folder.resolve("rows.parquet")));

        for (int round = 0; round < 40; round++) {
            TreeSet<String> asked =
                    new TreeSet<>(List.of(Items.key(ROWS + round).value()));
            int count = 1 + random.nextInt(round < 25 ? 5 : ROWS);
            random.ints(count, 0, ROWS).mapToObj(keys::get).forEach(asked::add);
            Map<String, List<Value>> found = new TreeMap<>();

            rows.find(
                    "key",
                    asked,
                    WANTED,
                    (key, cells) -> assertThat(found.put(key, cells)).isNull());

            Map<String, List<Value>> expected = new TreeMap<>(written);
            expected.keySet().retainAll(asked);
            assertThat(found).isEqualTo(expected);
        }
    }

    /**
     * Few different cells are entries of a dictionary; many stand in the pages themselves, from where on the dictionary would
     * be too large.
     */
    @ParameterizedTest(name = "{0} cells of a list, {1} of them different, {2}")
    @CsvSource({
        "70, 3, INTEGER",
        "70, 100000000, INTEGER",
        "2048, 10, INTEGER",
        "2048, 100000000, INTEGER",
        "70, 7, FLOAT",
        "70, 100000000, FLOAT",
        "70, 5, DECIMAL",
        "70, 100000000, DECIMAL",
        "70, 4, TEXT",
        "70, 100000000, TEXT"
    })
    void cellsOfAListAreThoseOfItsRow(int length, int different, DataType.Kind kind) throws IOException {
        Random random = new Random(length + different);
        List<DataColumn> columns = new ArrayList<>(List.of(DataColumn.always("key")));
        DataType type = new DataType(kind, kind == DataType.Kind.DECIMAL ? 20 : 0);
        columns.addAll(Collections.nCopies(length, DataColumn.of("x", type)));
        TreeMap<String, List<Value>> written = new TreeMap<>();
        List<String> keys = IntStream.range(0, ROWS)
                .mapToObj(i -> Items.key(i).value())
                .sorted()
                .toList();
        for (int i = 0; i < ROWS; i++) {
            List<Value> cells = new ArrayList<>();
            random.ints(length, 0, i < FIRST ? 3 : different).forEach(number -> cells.add(cell(number, kind)));
            written.put(keys.get(i), cells);
        }
        written.replaceAll(
                (key, cells) -> key.hashCode() % 5 == 0 ? Collections.nCopies(length, Value.MISSING) : cells);
        write(written, new Schema(columns, length, ROWS), new FileLayout("key", 300, 1_000));
        TreeMap<String, List<Value>> asked = new TreeMap<>(written);
        asked.keySet().removeIf(key -> random.nextInt(10) > 0);
        Map<String, List<Value>> found = new TreeMap<>();

        new ParquetLookup()
                .open(new FileSource(folder.resolve("rows.parquet")))
                .find("key", asked.navigableKeySet(), List.of(Schema.LIST), found::put);

        assertThat(found).isEqualTo(asked);
    }

    @Test
    void listsOfDifferentLengthsNeverShowTheCellsOfAnotherRow() throws IOException {
        TreeMap<String, List<Value>> written = new TreeMap<>();
        for (int i = 0; i < 4; i++) { // 70 cells a row, on average
            written.put(Items.key(i).value(), Collections.nCopies(i % 2 == 0 ? 69 : 71, Value.number("" + i)));
        }
        List<DataColumn> columns = new ArrayList<>(List.of(DataColumn.always("key")));
        columns.addAll(Collections.nCopies(70, DataColumn.of("x", DataType.INTEGER)));
        write(written, new Schema(columns, 70, 4), new FileLayout("key", 300, 1_000));
        KeyedRows rows = new ParquetLookup().open(new FileSource(folder.resolve("rows.parquet")));

        assertThatThrownBy(() -> rows.find("key", written.navigableKeySet(), List.of(Schema.LIST), (key, cells) -> {}))
                .hasMessageContaining("rows.parquet is damaged");
    }

    /** One in eight is missing, and none is a whole number where it need not be. */
    private static Value cell(int number, DataType.Kind kind) {
        return number % 8 == 2
                ? Value.MISSING
                : switch (kind) {
                    case INTEGER -> Value.number("" + (number - 1));
                    case FLOAT -> Value.number(number + ".5");
                    case DECIMAL -> Value.number(number + ".00000000000000000001");
                    case TEXT -> Value.text("µ" + number);
                };
    }

    /** Neither the index nor the head of a page has a checksum: a row number that is wrong would be another molecule's. */
    @Test
    void aFlippedBitInTheIndexOrAPageNeverShowsOtherCells() throws IOException {
        Random random = new Random(6);
        TreeMap<String, List<Value>> written = new TreeMap<>();
        for (int i = 0; i < ROWS; i++) {
            written.put(Items.key(i).value(), cells(i, random));
        }
        write(written, SCHEMA, new FileLayout("key", ROWS, 233));
        Path damaged = folder.resolve("damaged.parquet");
        byte[] whole = Files.readAllBytes(folder.resolve("rows.parquet"));
        TreeSet<String> asked = new TreeSet<>(List.copyOf(written.keySet()).subList(ROWS / 2, ROWS / 2 + 5));
        int refused = 0;
        for (int at : placesOfIndexesAndPages()) {
            for (int bit : new int[] {1, 2, 8, 32}) {
                byte[] bytes = whole.clone();
                bytes[at] ^= (byte) bit;
                Files.write(damaged, bytes);
                try {
                    new ParquetLookup()
                            .open(new FileSource(damaged))
                            .find(
                                    "key",
                                    asked,
                                    WANTED,
                                    (key, cells) -> assertThat(cells)
                                            .as("byte %d, bit %d", at, bit)
                                            .isEqualTo(written.get(key)));
                } catch (Failure e) {
                    assertThat(e).hasMessageContaining("damaged.parquet ");
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    /** It has no checksum, and says of keys that are there that they are not. */
    @Test
    void aDamagedBloomFilterLosesNoKey() throws IOException {
        TreeMap<String, List<Value>> written = new TreeMap<>();
        for (int i = 0; i < ROWS; i++) {
            written.put(Items.key(i).value(), cells(i, new Random(i)));
        }
        write(written, SCHEMA, new FileLayout("key", ROWS, 233));
        Path file = folder.resolve("rows.parquet");
        byte[] bytes = Files.readAllBytes(file);
        try (ParquetFileReader reader =
                new ParquetFileReader(new RangedFile(new FileSource(file)), PlainReading.OPTIONS)) {
            ColumnChunkMetaData key = reader.getRowGroups().get(0).getColumns().get(0);
            int from = (int) key.getBloomFilterOffset() + BLOOM_HEADER;
            Arrays.fill(bytes, from, (int) key.getBloomFilterOffset() + key.getBloomFilterLength(), (byte) 0);
        }
        Files.write(file, bytes);
        Map<String, List<Value>> found = new TreeMap<>();

        new ParquetLookup().open(new FileSource(file)).find("key", new TreeSet<>(written.keySet()), WANTED, found::put);

        assertThat(found).isEqualTo(written);
    }

    private List<Integer> placesOfIndexesAndPages() throws IOException {
        List<Integer> places = new ArrayList<>();
        try (ParquetFileReader reader = new ParquetFileReader(
                new RangedFile(new FileSource(folder.resolve("rows.parquet"))), PlainReading.OPTIONS)) {
            for (ColumnChunkMetaData chunk : reader.getRowGroups().get(0).getColumns()) {
                int from = (int) chunk.getOffsetIndexReference().getOffset();
                for (int i = 0; i < chunk.getOffsetIndexReference().getLength(); i++) {
                    places.add(from + i);
                }
            }
            ColumnChunkMetaData list = reader.getRowGroups().get(0).getColumns().get(LIST_AT);
            OffsetIndex pages = reader.readOffsetIndex(list);
            for (int page = 0; page < pages.getPageCount(); page++) {
                for (int i = 0; i < HEAD; i++) {
                    places.add((int) pages.getOffset(page) + i);
                }
            }
        }
        return places;
    }

    @Test
    void aPageOfLongListsHasFewRowsSoThatALookupReadsFewValues() throws IOException {
        List<DataColumn> columns = new ArrayList<>(List.of(DataColumn.always("key")));
        columns.addAll(Collections.nCopies(1000, DataColumn.of("bit", DataType.INTEGER)));
        Path path = folder.resolve("rows.parquet");
        try (RowFile file = new ParquetForm()
                .create(path, new Schema(columns, 1000, 300), new FileLayout("key", 1_000_000, 1_000))) {
            for (int i = 0; i < 300; i++) {
                List<Value> cells =
                        new ArrayList<>(List.of(Value.text(Items.key(i).value())));
                cells.addAll(Collections.nCopies(1000, Value.number("1")));
                file.write(cells);
            }
        }

        try (ParquetFileReader reader =
                new ParquetFileReader(new RangedFile(new FileSource(path)), PlainReading.OPTIONS)) {
            List<ColumnChunkMetaData> chunks = reader.getRowGroups().get(0).getColumns();

            assertThat(reader.readOffsetIndex(chunks.get(0)).getPageCount()).isEqualTo(1);
            assertThat(reader.readOffsetIndex(chunks.get(1)).getPageCount()).isEqualTo(34);
        }
    }

    /** As another program may write them after it has read what export wrote. */
    static Stream<Type> columnsOfOtherPrograms() {
        return Stream.of(
                optional(INT64).as(decimalType(2, 10)).named("n"),
                optional(INT64).as(timestampType(true, TimeUnit.MILLIS)).named("n"),
                optional(INT64).as(intType(64, false)).named("n"),
                optional(INT32).named("n"),
                optional(FLOAT).named("n"),
                optional(BOOLEAN).named("n"),
                optional(BINARY).as(decimalType(2, 10)).named("n"),
                optional(FIXED_LEN_BYTE_ARRAY).length(16).named("n"));
    }

    @ParameterizedTest
    @MethodSource("columnsOfOtherPrograms")
    void aNumberThatIsMeantOtherwiseIsNotRead(Type column) {
        assertThat(ParquetSchema.isOurs(column.asPrimitiveType())).isFalse();
    }

    @Test
    void everyTypeThatIsWrittenIsRead() {
        List<DataColumn> columns = Stream.of(
                        DataType.INTEGER, DataType.FLOAT, DataType.TEXT, new DataType(Kind.DECIMAL, 3))
                .map(type -> DataColumn.of("n", type))
                .toList();

        assertThat(ParquetSchema.of(new Schema(columns, 0, 1)).getColumns())
                .allMatch(column -> ParquetSchema.isOurs(column.getPrimitiveType()));
    }

    /** Java writes some with one digit more than the 17 that are enough, and a table would have others than the file. */
    @ParameterizedTest
    @CsvSource({
        "-1.5668428070782753e18, -1566842807078275300",
        "1.6268382401514662e17, 162683824015146620",
        "2.0e-3, 0.002",
        "-0.0, 0",
        "0.30000000000000004, 0.30000000000000004",
        "1e22, 10000000000000000000000"
    })
    void aDoubleHasNoMoreDigitsThanTellItFromOthers(double number, String digits) {
        assertThat(CellReader.plain(number)).isEqualTo(digits);
    }

    /** Of which some are missing, and some so long that the pages of one column are not those of another. */
    private static List<Value> cells(int i, Random random) {
        return List.of(
                i % 3 == 0 ? Value.MISSING : Value.number("" + i),
                Value.text("t".repeat(i % 10 == 0 ? 30_000 : 1) + i),
                i % 4 == 0 ? Value.MISSING : Value.number("" + random.nextInt()),
                Value.number("" + random.nextInt()));
    }

    private void write(Map<String, List<Value>> rows, Schema schema, FileLayout layout) throws IOException {
        try (RowFile file = new ParquetForm().create(folder.resolve("rows.parquet"), schema, layout)) {
            for (Map.Entry<String, List<Value>> row : rows.entrySet()) {
                List<Value> cells = new ArrayList<>(List.of(Value.text(row.getKey())));
                cells.addAll(row.getValue());
                file.write(cells);
            }
        }
    }
}
