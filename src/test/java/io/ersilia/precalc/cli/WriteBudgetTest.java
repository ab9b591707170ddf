package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.StandInDynamoDb;
import io.ersilia.precalc.cli.options.WriteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBudgetTest {

    private static final int ROWS = 100;

    @TempDir
    Path folder;

    /** Four batches: the fourth may go when three have used up their time. Whoever serves alone has all of it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "--worker 1 --workers 4", "--partitions 1", "--max-parallel 2"})
    void isKeptTo(String which) throws IOException {
        ImportedRun.save(folder, ROWS);
        try (StandInDynamoDb service = new StandInDynamoDb()) {
            long began = System.nanoTime();

            Precalc.Result ran = new Precalc()
                    .with(service.environment())
                    .run("serve -q -m eos3b5e --table dynamodb:predictions --store %s --write-budget 150 %s"
                            .formatted(folder, which)
                            .split(" "));

            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(service.items()).hasSize(ROWS + 3);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(350));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity"})
    void isANumberAboveNothing(String budget) {
        Precalc.Result ran = new Precalc()
                .run("serve", "-m", "eos3b5e", "--run", "r", "--store", folder.toString(), "--write-budget", budget);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--write-budget");
    }

    @Test
    void withoutOneNothingIsHeldBack() {
        assertThat(new WriteOptions().budget()).isInfinite();
    }
}
