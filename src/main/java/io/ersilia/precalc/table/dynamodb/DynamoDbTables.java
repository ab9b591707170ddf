package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.dynamodb.DynamoItem.PK;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.SK;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Sleeper;
import io.ersilia.precalc.table.WriteCapacity;
import io.ersilia.precalc.table.WriteCapacity.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.BillingModeSummary;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.OnDemandThroughput;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TableWarmThroughputDescription;

/** Opens DynamoDB tables, and checks that a table can hold predictions. */
public final class DynamoDbTables {

    /** CreateTable, {@code TableName}; an ARN is accepted there too, but not here. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

    /** The table can be written in these states. */
    private static final Set<TableStatus> WRITABLE = Set.of(TableStatus.ACTIVE, TableStatus.UPDATING);

    /** How long one call of a lookup may take, its retries included; API Gateway waits 29 s for all of them. */
    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(10);

    private DynamoDbTables() {}

    /**
     * The table of that name, with the endpoint, region and credentials of the environment; nothing is called yet.
     *
     * @param writeBudget write units a second, more than 0, shared by all processes that are given a budget; infinite for
     *     all that the table takes
     */
    public static DynamoDbTable open(String name, Map<String, String> environment, double writeBudget) {
        requireName(name);
        AwsSettings settings = new AwsSettings(environment);
        return table(
                name,
                settings,
                () -> settings.prepare(DynamoDbClient.builder(), AwsApi.DYNAMODB)
                        .build(),
                Backoff.REAL,
                Double.isInfinite(writeBudget) ? WriteBudget.UNLIMITED : shared(name, settings, writeBudget));
    }

    /**
     * The table of that name for lookups: its client is built now, so that no request waits for it, and gives up before the
     * asker does.
     */
    public static DynamoDbTable openToRead(String name, Map<String, String> environment) {
        requireName(name);
        AwsSettings settings = new AwsSettings(environment);
        DynamoDbClient client = client(settings, LOOKUP_TIMEOUT);
        return table(name, settings, () -> client, Backoff.SHORT, WriteBudget.UNLIMITED);
    }

    /**
     * Looks at the table of that name without changing anything; empty if there is none.
     *
     * @throws Failure of kind UNAVAILABLE if DynamoDB refuses or does not answer within seconds
     */
    public static Optional<TableFacts> look(String name, Map<String, String> environment) {
        requireName(name);
        try (DynamoDbClient client = client(new AwsSettings(environment), LOOKUP_TIMEOUT)) {
            TableDescription table =
                    client.describeTable(request -> request.tableName(name)).table();
            return Optional.of(new TableFacts(
                    table.tableStatusAsString(),
                    WRITABLE.contains(table.tableStatus()),
                    keys(table),
                    hasOurKeys(table),
                    capacity(table),
                    table.itemCount(),
                    table.tableSizeBytes()));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw AwsFailures.of(e, "describe dynamodb:" + name);
        }
    }

    /** @param limit of each call, its retries included */
    private static DynamoDbClient client(AwsSettings settings, Duration limit) {
        return settings.prepare(DynamoDbClient.builder(), AwsApi.DYNAMODB)
                .overrideConfiguration(limits -> limits.apiCallTimeout(limit))
                .build();
    }

    private static DynamoDbTable table(
            String name, AwsSettings settings, Supplier<DynamoDbClient> open, Backoff backoff, WriteBudget budget) {
        return new DynamoDbTable(
                name,
                open,
                keys -> new HttpBatchWrite(name, keys, settings, BulkWriter.CALLS_IN_FLIGHT),
                backoff,
                new WritePace(budget, System::nanoTime, Sleeper.REAL));
    }

    private static WriteBudget shared(String name, AwsSettings settings, double budget) {
        return new SharedBudget(
                "dynamodb:" + name,
                budget,
                () -> new DynamoLeases(client(settings, LeaseHolder.LIFE), name),
                System::nanoTime,
                Sleeper.REAL,
                new DaemonThreads("write-lease"));
    }

    /** Refuses a name that no table can have. */
    public static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.usage("--table dynamodb:%s: expected a name of 3 to 255 characters of A-Z a-z 0-9 _ . -"
                    .formatted(Printable.of(name)));
        }
    }

    /** How fast the table accepts write units; a table that was never on demand does not report its mode. */
    static WriteCapacity capacity(TableDescription table) {
        BillingModeSummary billing = table.billingModeSummary();
        TableWarmThroughputDescription warm = table.warmThroughput();
        Long warmUnits = positive(warm == null ? null : warm.writeUnitsPerSecond());
        if (billing != null && billing.billingMode() == BillingMode.PAY_PER_REQUEST) {
            OnDemandThroughput limits = table.onDemandThroughput();
            return new WriteCapacity(
                    Mode.ON_DEMAND, 0, warmUnits, positive(limits == null ? null : limits.maxWriteRequestUnits()));
        }
        return new WriteCapacity(Mode.PROVISIONED, table.provisionedThroughput().writeCapacityUnits(), warmUnits, null);
    }

    /** DescribeTable reports -1 for no limit. */
    private static @Nullable Long positive(@Nullable Long units) {
        return units != null && units > 0 ? units : null;
    }

    /** Refuses a table that cannot hold predictions, or cannot yet. */
    static void check(String name, TableDescription table) {
        if (!WRITABLE.contains(table.tableStatus())) {
            throw Failure.unavailable("%s is %s: wait until it is ACTIVE and run the same command again"
                    .formatted(name, table.tableStatusAsString()));
        }
        if (!hasOurKeys(table)) {
            throw Failure.unavailable(
                    "%s has the keys %s: create a table with the keys PK (HASH, S) and SK (RANGE, S) or name another with --table"
                            .formatted(name, keys(table)));
        }
    }

    private static boolean hasOurKeys(TableDescription table) {
        List<KeySchemaElement> keys = table.keySchema();
        return keys.size() == 2
                && isText(table, keys.get(0), PK, KeyType.HASH)
                && isText(table, keys.get(1), SK, KeyType.RANGE);
    }

    private static List<String> keys(TableDescription table) {
        return table.keySchema().stream()
                .map(key -> "%s (%s, %s)".formatted(key.attributeName(), key.keyType(), type(table, key)))
                .toList();
    }

    /** The service's id of the table; DynamoDB Local gives none, so there it is made from the table's ARN and creation time. */
    static String id(TableDescription table) {
        String id = table.tableId();
        return id == null ? "%s of %s".formatted(table.tableArn(), table.creationDateTime()) : id;
    }

    private static boolean isText(TableDescription table, KeySchemaElement key, String name, KeyType keyType) {
        return key.attributeName().equals(name)
                && key.keyType() == keyType
                && type(table, key).equals(ScalarAttributeType.S.toString());
    }

    private static String type(TableDescription table, KeySchemaElement key) {
        return table.attributeDefinitions().stream()
                .filter(attribute -> attribute.attributeName().equals(key.attributeName()))
                .map(AttributeDefinition::attributeTypeAsString)
                .findFirst()
                .orElse("?");
    }
}
