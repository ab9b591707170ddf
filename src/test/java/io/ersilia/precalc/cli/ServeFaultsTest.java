package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.LoopbackEndpoint.Answer;
import io.ersilia.precalc.aws.StandInDynamoDb;
import io.ersilia.precalc.aws.StandInDynamoDb.Fate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the person sees whose table of DynamoDB is in trouble. */
class ServeFaultsTest {

    private static final int ROWS = 200;

    @TempDir
    Path folder;

    @BeforeEach
    void importPartition() throws IOException {
        ImportedRun.save(folder, ROWS);
    }

    @Test
    void aTableThatRefusesEndsWith69AndTheNumberThatIsMissing() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (StandInDynamoDb service = new StandInDynamoDb()) {
            service.follow(items -> calls.incrementAndGet() <= 3
                    ? StandInDynamoDb.well(items)
                    : new Fate(
                            Collections.nCopies(items, false),
                            StandInDynamoDb.error(400, "AccessDeniedException"),
                            Duration.ZERO));

            Precalc.Result ran = serve(service);

            long missing = ROWS
                    - service.items().keySet().stream()
                            .filter(key -> key.startsWith("INPUTKEY#"))
                            .count();
            assertThat(ran.code()).isEqualTo(69);
            assertThat(missing).isPositive();
            assertThat(ran.err())
                    .contains("access denied (AccessDeniedException)")
                    .contains("(%d of %d items of part-0001 of eos3b5e run imp are not in the table)"
                            .formatted(missing, ROWS));
            assertThat(folder.resolve("out/eos3b5e/imp/part-0001.served.json")).doesNotExist();

            service.follow(StandInDynamoDb::well);
            assertThat(serve(service).code()).isZero();
            assertThat(serve(service).err()).contains("part-0001 of eos3b5e run imp is already served: kept");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TableWriteKeyRangeThroughputExceeded, a hot range of keys, raise its warm throughput",
        "TableWriteProvisionedThroughputExceeded, its provisioned write capacity, raise its write capacity",
        "TableWriteAccountLimitExceeded, a quota of the account or the table, Service Quotas",
        "TableWriteMaxOnDemandThroughputExceeded, its configured maximum of write units, raise or remove its maximum",
        "SomethingNew, throttles (SomethingNew), --write-budget"
    })
    void saysOnceWhyTheTableThrottlesAndWhatHelps(String reason, String why, String remedy) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        Answer throttled = StandInDynamoDb.error(400, "ThrottlingException", reason);
        try (StandInDynamoDb service = new StandInDynamoDb()) {
            service.follow(items -> calls.incrementAndGet() <= 4
                    ? new Fate(Collections.nCopies(items, false), throttled, Duration.ZERO)
                    : StandInDynamoDb.well(items));

            Precalc.Result ran = serve(service);

            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.err().lines().filter(line -> line.contains(reason)))
                    .singleElement()
                    .asString()
                    .contains(why)
                    .contains(remedy);
        }
    }

    private Precalc.Result serve(StandInDynamoDb service) {
        return new Precalc()
                .with(service.environment())
                .run("serve", "-m", "eos3b5e", "--table", "dynamodb:predictions", "--store", folder.toString());
    }
}
