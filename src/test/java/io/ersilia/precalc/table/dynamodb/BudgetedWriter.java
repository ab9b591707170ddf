package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.Items;
import java.time.Duration;
import java.util.List;

/** A process that writes the table {@code predictions} as fast as its budget allows: {@code BUDGET SECONDS}. */
final class BudgetedWriter {

    private BudgetedWriter() {}

    public static void main(String[] args) throws InterruptedException {
        List<Item> items = Items.predictions(0, BatchWrite.MAX_ITEMS);
        long ends =
                System.nanoTime() + Duration.ofSeconds(Long.parseLong(args[1])).toNanos();
        try (DynamoDbTable table = DynamoDbTables.open("predictions", System.getenv(), Double.parseDouble(args[0]));
                ItemWriter writer = table.writer()) {
            while (System.nanoTime() - ends < 0) {
                for (Item item : items) {
                    writer.write(item);
                }
            }
        }
    }
}
