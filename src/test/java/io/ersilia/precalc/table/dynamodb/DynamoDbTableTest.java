package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.full;
import static io.ersilia.precalc.table.Items.key;
import static io.ersilia.precalc.table.Items.prediction;
import static io.ersilia.precalc.table.Items.rejection;
import static io.ersilia.precalc.table.Items.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNul;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.prediction.Cells;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Seeded;
import io.ersilia.precalc.run.Sleeper;
import io.ersilia.precalc.table.Deleted;
import io.ersilia.precalc.table.DeletionScope;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.PredictionTableContract;
import io.ersilia.precalc.table.WriteCapacity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

class DynamoDbTableTest implements PredictionTableContract {

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    private String name;
    private DynamoDbTable table;

    @BeforeEach
    void makeTable() {
        name = DYNAMODB.freshTable();
        table = DynamoDbTables.open(name, DYNAMODB.environment(), WritePace.UNLIMITED);
    }

    @AfterEach
    void closeTable() {
        table.close();
    }

    @Override
    public PredictionTable table() {
        return table;
    }

    @Override
    public PredictionTable openedAgain() {
        return DynamoDbTables.open(name, DYNAMODB.environment(), WritePace.UNLIMITED);
    }

    @Override
    public void makeAnew() {
        DYNAMODB.client().deleteTable(delete -> delete.tableName(name));
        DYNAMODB.client().waiter().waitUntilTableNotExists(request -> request.tableName(name));
        DynamoDbServer.makeTable(DYNAMODB.client(), name);
    }

    @Test
    void whatDoesNotFitBesideTheColumnsIsLeftOutOfTheFacts() {
        Random random = new Random(1);
        ModelRecord small = Items.described("r1");
        List<ColumnFacts> many = IntStream.range(0, 2_048)
                .mapToObj(i -> new ColumnFacts(
                        "column_" + i,
                        ColumnFacts.Type.INTEGER,
                        null,
                        Stream.generate(() -> Integer.toString(random.nextInt(), 36))
                                .limit(100)
                                .collect(Collectors.joining(" ")),
                        null))
                .toList();

        table.save(small.withFacts(small.facts().withColumns(many)));

        ModelFacts kept = table.model(MODEL).orElseThrow().facts();
        assertThat(kept.title()).isEqualTo(small.facts().title());
        assertThat(kept.columnFacts()).hasSize(2_048);
        assertThat(kept.columnFacts().get(7))
                .isEqualTo(new ColumnFacts("column_7", ColumnFacts.Type.INTEGER, null, null, null));
    }

    /** A client and a batch writer that only count how often they are opened and closed. */
    private static DynamoDbTable counting(AtomicInteger open) {
        return new DynamoDbTable(
                "t",
                () -> {
                    open.incrementAndGet();
                    return new DynamoDbClient() {
                        @Override
                        public String serviceName() {
                            return SERVICE_NAME;
                        }

                        @Override
                        public void close() {
                            open.decrementAndGet();
                        }
                    };
                },
                keys -> {
                    open.incrementAndGet();
                    return new BatchWrite() {
                        @Override
                        public Answer write(List<Item> items) {
                            throw new UnsupportedOperationException();
                        }

                        @Override
                        public void close() {
                            open.decrementAndGet();
                        }
                    };
                },
                Backoff.SHORT,
                new WritePace(WritePace.UNLIMITED, System::nanoTime, Sleeper.REAL));
    }

    private static void joinOpening() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("table-opening")) {
                thread.join();
            }
        }
    }

    @Test
    void nothingIsOpenedOnceItIsClosed() throws InterruptedException {
        AtomicInteger open = new AtomicInteger();
        DynamoDbTable closed = counting(open);

        closed.close();
        closed.prepare();
        joinOpening();

        assertThat(open).hasValue(0);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(closed::id)
                .withMessage("dynamodb:t is closed");
    }

    @Test
    void whatIsPreparedWhileItIsClosedIsClosedToo() throws InterruptedException {
        AtomicInteger open = new AtomicInteger();
        for (int i = 0; i < 500; i++) {
            DynamoDbTable prepared = counting(open);
            prepared.prepare();
            while (open.get() == 0) { // it opens the writer first, the client next
                Thread.onSpinWait();
            }
            prepared.close();
            joinOpening();
            assertThat(open).hasValue(0);
        }
    }

    @Test
    void keepsAPredictionAsOtherSystemsReadIt() throws InterruptedException {
        write(table, List.of(prediction(key(1), Value.number("0.5"), Value.text("high"), Value.MISSING)));

        assertThat(stored("INPUTKEY#BAAAAAAAAAAAAA-UHFFFAOYSA-N", "MODELID#eos3b5e"))
                .isEqualTo(Map.of(
                        "PK", fromS("INPUTKEY#BAAAAAAAAAAAAA-UHFFFAOYSA-N"),
                        "SK", fromS("MODELID#eos3b5e"),
                        "Smiles", fromS("CCO"),
                        "Precalculation", fromL(List.of(fromN("0.5"), fromS("high"), fromNul(true))),
                        "Timestamp", fromS("2026-11-01T12:00:00Z"),
                        "RunId", fromS("r1"),
                        "ModelVersion", fromS("v1.0.0")));
    }

    /** What a report counts as out of range is what the service refuses. */
    @ExtendWith(Seeded.class)
    @Test
    void takesExactlyTheNumbersThatAreInRange(Random random) {
        for (int i = 0; i < 100; i++) {
            BigDecimal digits = new BigDecimal(new BigInteger(1 + random.nextInt(100), random).add(BigInteger.ONE));
            int power = random.nextBoolean() ? 124 + random.nextInt(4) : -128 - random.nextInt(5);
            BigDecimal number = digits.scaleByPowerOfTen(power - digits.precision() + 1);
            String cell = (random.nextBoolean() ? number : number.negate()).toString();

            Throwable refusal = catchThrowable(() ->
                    write(table, List.of(prediction(key(1), Value.number(new BigDecimal(cell).toPlainString())))));

            assertThat(refusal == null).as(cell).isEqualTo(Cells.stored(cell).isPresent());
        }
    }

    @Test
    void keepsARejectionWithoutValues() throws InterruptedException {
        write(table, List.of(rejection(key(1), Reason.EMPTY_OUTPUT)));

        assertThat(stored("INPUTKEY#BAAAAAAAAAAAAA-UHFFFAOYSA-N", "MODELID#eos3b5e"))
                .isEqualTo(Map.of(
                        "PK", fromS("INPUTKEY#BAAAAAAAAAAAAA-UHFFFAOYSA-N"),
                        "SK", fromS("MODELID#eos3b5e"),
                        "Smiles", fromS("CCO"),
                        "Rejected", fromS("empty_output"),
                        "Timestamp", fromS("2026-11-01T12:00:00Z"),
                        "RunId", fromS("r1")));
    }

    @Test
    void packsTheValuesOfWideItemsOnly() throws InterruptedException {
        write(
                table,
                List.of(
                        prediction(key(1), MODEL, Collections.nCopies(64, Value.number("1"))),
                        prediction(key(2), MODEL, Collections.nCopies(65, Value.number("1")))));

        assertThat(stored("INPUTKEY#BAAAAAAAAAAAAA-UHFFFAOYSA-N", "MODELID#eos3b5e"))
                .containsKey("Precalculation")
                .doesNotContainKey("PrecalculationZ");
        assertThat(stored("INPUTKEY#CAAAAAAAAAAAAA-UHFFFAOYSA-N", "MODELID#eos3b5e"))
                .containsKey("PrecalculationZ")
                .doesNotContainKey("Precalculation");
    }

    @Test
    void keepsAModelsRecordUnderItsVersionAndAsCurrent() {
        table.save(full("v1", "r1", 1));

        Map<String, AttributeValue> expected = new HashMap<>(Map.of(
                "PK", fromS("MODELID#eos3b5e"),
                "SK", fromS("METADATA#v1"),
                "Columns", fromL(List.of(fromS("mol_weight"))),
                "RunId", fromS("r1"),
                "Created", fromS("2026-11-01T12:01:00.000000000Z"),
                "Sample", AttributeValue.fromBool(false),
                "Deterministic", AttributeValue.fromBool(true),
                "ModelVersion", fromS("v1")));
        assertThat(stored("MODELID#eos3b5e", "METADATA#v1")).isEqualTo(expected);
        expected.put("SK", fromS("METADATA"));
        assertThat(stored("MODELID#eos3b5e", "METADATA")).isEqualTo(expected);
    }

    @Test
    void sumsTheWriteUnitsThatWereConsumed() throws InterruptedException {
        try (ItemWriter writer = table.writer()) {
            for (Item item : Items.predictions(0, 30)) {
                writer.write(item);
            }

            assertThat(writer.finish()).isEqualTo(new ItemWriter.Written(30, 0, 30));
        }
    }

    @Test
    void sumsTheWriteUnitsOfDeletionsAndOneForEachThatWasRefused() throws InterruptedException {
        Item large = prediction(key(2), Value.text("x".repeat(3000)));
        write(table, List.of(prediction(key(1), Value.number("1")), large, prediction(key(3), Value.number("1"))));

        assertThat(table.delete(MODEL, Set.of(key(1), key(2), key(4)), new DeletionScope(Set.of(Items.RUN), null)))
                .isEqualTo(new Deleted(2, 0, 1, 1 + 4 + 1));
        assertThat(table.delete(MODEL, Set.of(key(3)), new DeletionScope(Set.of(), "v9")))
                .isEqualTo(new Deleted(0, 1, 0, 1));
    }

    @Test
    void deletesByAConditionOfAsManyRunsAsItTakes() throws InterruptedException {
        Set<RunId> runs = IntStream.range(1, DeletionScope.MAX_RUNS)
                .mapToObj(number -> new RunId("a-run-with-a-long-name-" + "x".repeat(30) + number))
                .collect(Collectors.toSet());
        runs.add(Items.RUN);
        write(table, Items.predictions(0, 3));

        assertThat(table.delete(MODEL, Set.of(key(0), key(2)), new DeletionScope(runs, "v1.0.0")))
                .isEqualTo(new Deleted(2, 0, 0, 2));
    }

    @Test
    void refusesToDeleteFromATableThatIsNotThere() {
        try (PredictionTable absent =
                DynamoDbTables.open("no-such-table", DYNAMODB.environment(), WritePace.UNLIMITED)) {
            assertThatThrownBy(() -> absent.delete(MODEL, Set.of(key(1)), new DeletionScope(Set.of(Items.RUN), null)))
                    .isInstanceOfSatisfying(
                            Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                    .hasMessageStartingWith("cannot delete from dynamodb:no-such-table: no such table");
        }
    }

    @Test
    void aTableOnDemandIsAsFastAsANewOneUntilItSaysOtherwise() {
        WriteCapacity capacity = table.capacity().orElseThrow();

        assertThat(capacity.mode()).isEqualTo(WriteCapacity.Mode.ON_DEMAND);
        assertThat(capacity.unitsPerSecond()).isEqualTo(WriteCapacity.NEW_TABLE_UNITS);
    }

    @Test
    void aProvisionedTableIsAsFastAsItWasProvisioned() {
        DYNAMODB.client()
                .updateTable(update -> update.tableName(name)
                        .billingMode(BillingMode.PROVISIONED)
                        .provisionedThroughput(p -> p.readCapacityUnits(5L).writeCapacityUnits(70L)));

        WriteCapacity capacity = table.capacity().orElseThrow();

        assertThat(capacity.mode()).isEqualTo(WriteCapacity.Mode.PROVISIONED);
        assertThat(capacity.unitsPerSecond()).isEqualTo(70);
    }

    @Test
    void aTableThatIsNotThereHasNoCapacity() {
        try (PredictionTable absent =
                DynamoDbTables.open("no-such-table", DYNAMODB.environment(), WritePace.UNLIMITED)) {
            assertThat(absent.capacity()).isEmpty();
        }
    }

    @Test
    void isKnownByTheIdThatTheServiceGivesWhereItDoes() {
        TableDescription described =
                TableDescription.builder().tableId("12345678-9abc").build();

        assertThat(DynamoDbTables.id(described)).isEqualTo("12345678-9abc");
    }

    @Test
    void refusesATableThatIsNotThere() {
        try (PredictionTable absent =
                DynamoDbTables.open("no-such-table", DYNAMODB.environment(), WritePace.UNLIMITED)) {
            absent.prepare(); // leaves it to the writer to say so
            assertThat(absent.id()).isEmpty();
            assertThatThrownBy(absent::writer)
                    .isInstanceOfSatisfying(
                            Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                    .hasMessage(
                            "cannot describe dynamodb:no-such-table: no such table in this region (ResourceNotFoundException): create it, or correct its name or AWS_REGION");
            assertThatThrownBy(() -> absent.items(key(1), absent::model))
                    .isInstanceOf(Failure.class)
                    .hasMessageStartingWith("cannot read dynamodb:no-such-table: no such table");
        }
    }

    @Test
    void refusesATableWithOtherKeys() {
        String other = name + "-other";
        DYNAMODB.client()
                .createTable(create -> create.tableName(other)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("PK")
                                .keyType(KeyType.HASH)
                                .build())
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("PK")
                                .attributeType(ScalarAttributeType.N)
                                .build()));

        try (PredictionTable otherTable = DynamoDbTables.open(other, DYNAMODB.environment(), WritePace.UNLIMITED)) {
            assertThatThrownBy(otherTable::writer)
                    .isInstanceOf(Failure.class)
                    .hasMessage(
                            "dynamodb:%s has the keys [PK (HASH, N)]: create a table with the keys PK (HASH, S) and SK (RANGE, S) or name another with --table"
                                    .formatted(other));
        }
    }

    @Test
    void refusesANameThatNoTableCanHave() {
        assertThatThrownBy(() -> DynamoDbTables.open("a/b", Map.of(), WritePace.UNLIMITED))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.USAGE))
                .hasMessage("--table dynamodb:a/b: expected a name of 3 to 255 characters of A-Z a-z 0-9 _ . -");
    }

    @Test
    void saysWhichTableHoldsWhatItCannotRead() {
        DYNAMODB.client()
                .putItem(put -> put.tableName(name)
                        .item(Map.of(
                                "PK", fromS("INPUTKEY#" + key(1)),
                                "SK", fromS("MODELID#eos3b5e"),
                                "Smiles", fromS("CCO"))));

        assertThatThrownBy(() -> table.items(key(1), table::model))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(
                        "dynamodb:%s contains something that precalc did not write (no string 'Timestamp' in item "
                                .formatted(name));
    }

    private Map<String, AttributeValue> stored(String pk, String sk) {
        return DYNAMODB.client()
                .getItem(get -> get.tableName(name).key(Map.of("PK", fromS(pk), "SK", fromS(sk))))
                .item();
    }
}
