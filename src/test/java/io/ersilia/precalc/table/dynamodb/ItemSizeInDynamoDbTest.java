package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.ValueJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is foretold of an item is what DynamoDB counts. */
class ItemSizeInDynamoDbTest {

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 65, 2048})
    void dynamoDbConsumesTheWriteUnitsThatAreForetold(int columns) throws InterruptedException {
        Random random = new Random(columns);
        List<Value> values = random.doubles(columns)
                .mapToObj(number -> ValueJson.number(BigDecimal.valueOf(number).toPlainString()))
                .toList();
        Item item = Items.prediction(key(1), MODEL, values);

        try (PredictionTable table =
                        DynamoDbTables.open(DYNAMODB.freshTable(), DYNAMODB.environment(), WritePace.UNLIMITED);
                ItemWriter writer = table.writer()) {
            writer.write(item);
            assertThat(writer.finish().capacity()).isEqualTo((double) ItemSize.writeUnits(ItemSize.of(item)));
        }
    }

    static Stream<List<Value>> valuesBesideTheLongText() {
        Random random = new Random(1);
        return Stream.of(
                List.of(),
                List.of(Value.number("-46.069"), Value.MISSING, Value.number("0"), Value.text("µ药𝛼")),
                random.ints(60, -1_000_000, 1_000_000)
                        .mapToObj(i -> ValueJson.number(BigDecimal.valueOf(i, 3).toPlainString()))
                        .toList(),
                random.ints(80, -1_000_000, 1_000_000)
                        .mapToObj(i -> Value.number(Integer.toString(i)))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("valuesBesideTheLongText")
    void dynamoDbTakesAnItemAtTheLimitAndRefusesOneByteMore(List<Value> others) throws InterruptedException {
        Item largest = itemOf(Item.MAX_BYTES, others);
        Item tooLarge = itemOf(Item.MAX_BYTES + 1, others);

        try (PredictionTable table =
                DynamoDbTables.open(DYNAMODB.freshTable(), DYNAMODB.environment(), WritePace.UNLIMITED)) {
            Items.write(table, List.of(largest));
            assertThat(table.items(key(1), table::model)).containsExactly(largest);

            assertThatThrownBy(() -> Items.write(table, List.of(tooLarge)))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("Item size has exceeded the maximum allowed size");
        }
    }

    /** The text is the molecule's, which is never packed, so that each character of it is a byte. */
    private static Item itemOf(long bytes, List<Value> others) {
        List<Value> values =
                Stream.concat(Stream.of(Value.number("1")), others.stream()).toList();
        Item small = new Item(key(1), MODEL, "", values, null, Items.TIME, Items.RUN, null);
        String smiles = "C".repeat((int) (bytes - ItemSize.of(small)));
        return new Item(key(1), MODEL, smiles, values, null, Items.TIME, Items.RUN, null);
    }
}
