package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.dynamodb.DynamoItem.PK;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.SK;
import static io.ersilia.precalc.table.dynamodb.DynamoItem.text;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Leases in the table itself, under a partition key that no molecule or model has. They are removed by BatchWriteItem, for
 * which every writer has the right: DeleteItem is reserved for who purges.
 */
record DynamoLeases(DynamoDbClient client, String table) implements Leases {

    private static final String WRITERS = "WRITERS";
    private static final String RENEWALS = "Renewals";
    private static final String BUDGET = "Budget";

    @Override
    public void put(Lease lease) {
        client.putItem(request -> request.tableName(table)
                .item(Map.of(
                        PK, text(WRITERS),
                        SK, text(lease.writer()),
                        RENEWALS, text(Long.toString(lease.renewals())),
                        BUDGET, text(Double.toString(lease.budget())))));
    }

    @Override
    public List<Lease> all() {
        return client
                .queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("#pk = :pk")
                        .expressionAttributeNames(Map.of("#pk", PK))
                        .expressionAttributeValues(Map.of(":pk", text(WRITERS))))
                .items()
                .stream()
                .map(DynamoLeases::lease)
                .toList();
    }

    /** What is no lease is read as one that nobody renews, so it is removed like that of a dead writer. */
    private static Lease lease(Map<String, AttributeValue> item) {
        try {
            return new Lease(
                    text(item, SK), Long.parseLong(text(item, RENEWALS)), Double.parseDouble(text(item, BUDGET)));
        } catch (IllegalArgumentException e) {
            return new Lease(text(item, SK), 0, Double.POSITIVE_INFINITY);
        }
    }

    @Override
    public void remove(Collection<String> writers) {
        List<WriteRequest> gone = writers.stream()
                .map(writer -> WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(Map.of(PK, text(WRITERS), SK, text(writer))))
                        .build())
                .toList();
        client.batchWriteItem(request -> request.requestItems(Map.of(table, gone)));
    }

    @Override
    public void close() {
        client.close();
    }
}
