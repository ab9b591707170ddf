package io.ersilia.precalc.doctor;

import io.ersilia.precalc.table.WriteCapacity;
import io.ersilia.precalc.table.dynamodb.TableFacts;
import io.ersilia.precalc.words.Words;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A DynamoDB table: its state, keys, capacity and size.
 *
 * @param table its name
 * @param description fetches the table's description; empty if there is no such table
 */
public record DynamoDbCheck(String table, Supplier<Optional<TableFacts>> description) implements Check {

    /** With fewer write units a second, a library of two million molecules takes days. */
    static final long FEW_UNITS = 25;

    private static final String CREATE =
            "aws dynamodb create-table --table-name %s --billing-mode PAY_PER_REQUEST --attribute-definitions"
                    + " AttributeName=PK,AttributeType=S AttributeName=SK,AttributeType=S --key-schema"
                    + " AttributeName=PK,KeyType=HASH AttributeName=SK,KeyType=RANGE";

    @Override
    public String name() {
        return "table";
    }

    @Override
    public String remedy() {
        return "correct --table, AWS_REGION or AWS_ENDPOINT_URL_DYNAMODB; infra/README.md shows how to create one";
    }

    @Override
    public Finding look() {
        TableFacts found = description.get().orElse(null);
        if (found == null) {
            return error("there is no table dynamodb:%s in this region".formatted(table), CREATE.formatted(table));
        }
        String state = "dynamodb:%s is %s".formatted(table, found.status());
        if (!found.writable()) {
            return error(state, "wait until it is ACTIVE");
        }
        if (!found.hasOurKeys()) {
            return error(
                    "%s and has the keys %s, expected PK (HASH, S) and SK (RANGE, S)".formatted(state, found.keys()),
                    "name another with --table, or create one with " + CREATE.formatted("NAME"));
        }
        WriteCapacity capacity = found.capacity();
        String words = "%s, %s: about %s a second at once; %s in %s"
                .formatted(
                        state,
                        mode(capacity),
                        Words.many(capacity.unitsPerSecond(), "small row"),
                        Words.many(found.items(), "item"),
                        Words.size(found.bytes()));
        return capacity.unitsPerSecond() < FEW_UNITS
                ? warning(
                        words,
                        "raise it, or: aws dynamodb update-table --table-name %s --billing-mode PAY_PER_REQUEST"
                                .formatted(table))
                : ok(words);
    }

    private static String mode(WriteCapacity capacity) {
        if (capacity.mode() == WriteCapacity.Mode.PROVISIONED) {
            return Words.many(capacity.provisioned(), "write unit") + " a second provisioned";
        }
        return capacity.maximum() == null
                ? "on demand"
                : "on demand, at most %s a second".formatted(Words.many(capacity.maximum(), "write unit"));
    }
}
