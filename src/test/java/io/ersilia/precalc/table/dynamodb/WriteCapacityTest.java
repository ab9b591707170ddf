package io.ersilia.precalc.table.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.table.WriteCapacity;
import io.ersilia.precalc.table.WriteCapacity.Mode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

class WriteCapacityTest {

    private static final double ALL = Double.POSITIVE_INFINITY;

    @ParameterizedTest(name = "warm for {0}, at most {1}: {2} a second")
    @CsvSource({
        ",, 4000",
        "12000,, 12000",
        "60000,, 60000",
        ", 500, 500",
        "12000, 500, 500",
        "12000, 20000, 12000",
        "1,, 1",
        ", 1, 1"
    })
    void onDemandItIsWhatIsWarmAndNeverMoreThanTheLimit(@Nullable Long warm, @Nullable Long maximum, long units) {
        assertThat(new WriteCapacity(Mode.ON_DEMAND, 0, warm, maximum).unitsPerSecond())
                .isEqualTo(units);
    }

    @Test
    void provisionedItIsThatHoweverWarmTheTableIs() {
        assertThat(new WriteCapacity(Mode.PROVISIONED, 70, 4000L, null).unitsPerSecond())
                .isEqualTo(70);
    }

    @Test
    void unitsTakeTheirTimeAtTheTablesRateOrAtTheBudgetIfThatIsLess() {
        WriteCapacity capacity = WriteCapacity.ofNewTable();

        assertThat(capacity.seconds(2_000_000, ALL)).isEqualTo(500);
        assertThat(capacity.seconds(2_000_000, 1_000)).isEqualTo(2_000);
        assertThat(capacity.seconds(2_000_000, 5_000)).isEqualTo(500);
        assertThat(capacity.seconds(0, ALL)).isZero();
    }

    @Test
    void aDescriptionTellsModeWarmthAndLimit() {
        TableDescription onDemand = TableDescription.builder()
                .billingModeSummary(billing -> billing.billingMode(BillingMode.PAY_PER_REQUEST))
                .provisionedThroughput(p -> p.writeCapacityUnits(0L))
                .warmThroughput(warm -> warm.writeUnitsPerSecond(12_000L))
                .onDemandThroughput(limit -> limit.maxWriteRequestUnits(9_000L))
                .build();
        TableDescription neverOnDemand = TableDescription.builder()
                .provisionedThroughput(p -> p.writeCapacityUnits(5L))
                .build();
        TableDescription unlimited = onDemand.toBuilder()
                .onDemandThroughput(limit -> limit.maxWriteRequestUnits(-1L))
                .build();

        assertThat(DynamoDbTables.capacity(onDemand)).isEqualTo(new WriteCapacity(Mode.ON_DEMAND, 0, 12_000L, 9_000L));
        assertThat(DynamoDbTables.capacity(neverOnDemand))
                .isEqualTo(new WriteCapacity(Mode.PROVISIONED, 5, null, null));
        assertThat(DynamoDbTables.capacity(unlimited).maximum()).isNull();
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> new WriteCapacity(Mode.PROVISIONED, 0, null, null))
                .hasMessage("no write capacity: provisioned, 0 provisioned, null warm, at most null a second");
        assertThatThrownBy(() -> new WriteCapacity(Mode.ON_DEMAND, 5, null, null))
                .hasMessageContaining("no write");
        assertThatThrownBy(() -> new WriteCapacity(Mode.ON_DEMAND, 0, -1L, null))
                .hasMessageContaining("no write");
        assertThatThrownBy(() -> WriteCapacity.ofNewTable().seconds(-1, ALL)).hasMessageContaining("no work");
        assertThatThrownBy(() -> WriteCapacity.ofNewTable().seconds(1, 0)).hasMessageContaining("no work");
    }
}
