package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.Items;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * Bytes and write units of a row of a wide model, as a list and packed. It is in this room, as only this room knows how
 * values are packed. With an argument, the DynamoDB at {@code AWS_ENDPOINT_URL} says what each row consumed in a new table.
 */
public final class WideBenchmark {

    private static final int COLUMNS = 2048;
    private static final long SEED = 1;

    private WideBenchmark() {}

    /**
     * Prints a line for each kind of values.
     *
     * @param args none, or {@code consumed}
     */
    public static void main(String[] args) {
        Random random = new Random(SEED);
        System.out.println("values, as, bytes, write units, consumed");
        show("integers 0 or 1, one in ten is 1", random, any -> any.nextInt(10) == 0 ? "1" : "0", args);
        show("integers 0 to 255", random, any -> Integer.toString(any.nextInt(256)), args);
        show("doubles of 6 digits", random, any -> rounded(any.nextGaussian(), 6), args);
        show("doubles of 17 digits", random, any -> rounded(any.nextGaussian(), 17), args);
    }

    private static String rounded(double number, int digits) {
        return new BigDecimal(number)
                .round(new MathContext(digits))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static void show(String what, Random random, Function<Random, String> number, String[] args) {
        List<Value> values = new ArrayList<>();
        for (int column = 0; column < COLUMNS; column++) {
            values.add(Value.number(number.apply(random)));
        }
        Item item = Items.prediction(Items.key(1), Items.MODEL, values);
        byte[] packed = Objects.requireNonNull(DynamoItem.packed(item));
        Map<String, AttributeValue> listed = SortKeys.PLAIN.item(item.key(), item.model());
        listed.put(DynamoItem.SMILES, AttributeValue.fromS(item.smiles()));
        listed.put(DynamoItem.TIMESTAMP, AttributeValue.fromS(item.timestamp().toString()));
        listed.put(DynamoItem.RUN, AttributeValue.fromS(item.run().value()));
        listed.put(DynamoItem.MODEL_VERSION, AttributeValue.fromS(Objects.requireNonNull(item.modelVersion())));
        Map<String, AttributeValue> whole = new HashMap<>(listed);
        whole.put(DynamoItem.PACKED_VALUES, AttributeValue.fromB(SdkBytes.fromByteArray(packed)));
        listed.put(
                DynamoItem.VALUES,
                AttributeValue.fromL(values.stream()
                        .map(value -> AttributeValue.fromN(value.text()))
                        .toList()));
        line(what, "list", ItemSize.of(item, null), consumed(listed, args));
        line(what, "PrecalculationZ", ItemSize.of(item, packed), consumed(whole, args));
    }

    private static void line(String what, String as, long bytes, String consumed) {
        System.out.println(String.format(
                Locale.ROOT, "%s, %s, %,d, %d, %s", what, as, bytes, ItemSize.writeUnits(bytes), consumed));
    }

    private static String consumed(Map<String, AttributeValue> item, String[] args) {
        if (args.length == 0) {
            return "not asked";
        }
        try (DynamoDbClient client = new AwsSettings(System.getenv())
                .prepare(DynamoDbClient.builder(), AwsApi.DYNAMODB)
                .build()) {
            String table = DynamoDbServer.freshTable(client);
            return Double.toString(client.putItem(
                            put -> put.tableName(table).item(item).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                    .consumedCapacity()
                    .capacityUnits());
        }
    }
}
