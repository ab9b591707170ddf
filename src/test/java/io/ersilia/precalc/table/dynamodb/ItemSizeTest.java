package io.ersilia.precalc.table.dynamodb;

import static io.ersilia.precalc.table.Items.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.Items;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemSizeTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 10, 1_000, 120_000, 1_000_000, 500_000_000, 123_456_789})
    void aTimeIsAsLongAsItsText(long nanos) {
        Instant time = Items.TIME.plusNanos(nanos);

        assertThat(ItemSize.timestamp(time)).isEqualTo(time.toString().length());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1023, 1", "1024, 1", "1025, 2", "2048, 2", "2049, 3"})
    void aWriteUnitPaysForEachStartedKilobyte(long bytes, long units) {
        assertThat(ItemSize.writeUnits(bytes)).isEqualTo(units);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "7, 2",
        "-7, 3",
        "99, 2",
        "100, 2",
        "123, 3",
        "0.1, 2",
        "0.01, 2",
        "1.2, 3",
        "46.069, 4",
        "-46.069, 5",
        "1E-130, 2",
        "9.99E+125, 3",
        "12345678901234567890123456789012345678, 20",
        "-1.2345678901234567890123456789012345678, 22"
    })
    void countsAByteForEachPairOfDigits(String number, int bytes) {
        assertThat(ItemSize.number(new BigDecimal(number).toPlainString())).isEqualTo(bytes);
    }

    @Test
    void addsNamesAndValues() {
        Item item =
                Items.prediction(key(1), Value.number("0.5"), Value.text("\u007f\u0080\u07ff\u0800𝛼"), Value.MISSING);

        assertThat(ItemSize.of(item))
                .isEqualTo(("PK" + "INPUTKEY#BAAAAAAAAAAAAA-UHFFFAOYSA-N").length()
                        + ("SK" + "MODELID#eos3b5e").length()
                        + ("Smiles" + "CCO").length()
                        + ("Precalculation".length() + 3 + (1 + 2) + (1 + 1 + 2 + 2 + 3 + 4) + (1 + 1))
                        + ("Timestamp" + "2026-11-01T12:00:00Z").length()
                        + ("RunId" + "r1").length()
                        + ("ModelVersion" + "v1.0.0").length());
    }

    @Test
    void countsPackedValuesAsTheirBytes() {
        Item item = Items.prediction(key(1), Value.number("0.5"));

        assertThat(ItemSize.of(item, new byte[7]) - ItemSize.of(item))
                .isEqualTo("PrecalculationZ".length() + 7 - ("Precalculation".length() + 3 + (1 + 2)));
    }

    /** Half of the limit of an item decides; a control character takes six bytes in JSON. */
    @ParameterizedTest
    @CsvSource({
        "1, 200, true",
        "2048, 20, true",
        "1, 204000, true",
        "1, 410000, false",
        "4096, 130, false",
        "20000, 38, false",
    })
    void whatSurelyFitsIsNoLargerThanAnItem(int values, int digits, boolean fits) {
        List<Value> numbers = Collections.nCopies(values, Value.number("7".repeat(digits)));
        List<Value> texts = Collections.nCopies(values, Value.text("\u0001".repeat((digits + 5) / 6)));

        assertThat(ItemSize.surelyFits("C", numbers)).isEqualTo(fits);
        assertThat(ItemSize.surelyFits("C", texts)).isEqualTo(fits);
        assertThat(ItemSize.surelyFits("C".repeat(40_000), numbers)).isFalse();
        if (fits) {
            assertThat(ItemSize.of(Items.prediction(key(1), numbers.toArray(Value[]::new))))
                    .isLessThanOrEqualTo(Item.MAX_BYTES);
            assertThat(ItemSize.of(Items.prediction(key(1), texts.toArray(Value[]::new))))
                    .isLessThanOrEqualTo(Item.MAX_BYTES);
        }
    }

    @Test
    void countsTheReasonOfARejection() {
        assertThat(ItemSize.of(Items.rejection(key(1), Reason.MODEL_FAILED)))
                .isEqualTo(("PKINPUTKEY#BAAAAAAAAAAAAA-UHFFFAOYSA-NSKMODELID#eos3b5eSmilesCCORejectedmodel_failed"
                                + "Timestamp2026-11-01T12:00:00ZRunIdr1")
                        .length());
    }
}
