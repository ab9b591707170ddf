package io.ersilia.precalc.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.pipeline.estimate.Estimate;
import io.ersilia.precalc.pipeline.estimate.Estimate.Costs;
import io.ersilia.precalc.pipeline.estimate.Estimate.Measured;
import io.ersilia.precalc.pipeline.estimate.Estimate.Requests;
import io.ersilia.precalc.pipeline.estimate.Estimate.Storage;
import io.ersilia.precalc.pipeline.estimate.Estimate.Table;
import io.ersilia.precalc.pipeline.estimate.Estimate.Time;
import io.ersilia.precalc.pipeline.estimate.Estimate.Work;
import io.ersilia.precalc.run.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTextTest {

    /** As the estimator's own test works it out: 2,000,000 molecules of 3 s, 50 workers, 10 at once. */
    private static final Estimate SLOW = new Estimate(
            new Work(2_000_000, 2_000_000, 50, 10, 5, 5.5),
            new Time(
                    7L,
                    600_000 / 3600.0,
                    100_000L,
                    6_000_000 / 3600.0,
                    3.0,
                    new Measured(new RunId("r0"), 1000L, "v1.0.0", "ersilia", true),
                    null),
            new Storage(1, true, 200_000_000),
            new Requests(33_800, 0.169, 1_400, 150, 0.00131),
            new Table(
                    2_000_000,
                    2_000_000,
                    600_000_000,
                    500,
                    50,
                    "dynamodb:precalculations-table",
                    "on demand",
                    8_000L,
                    250.0,
                    null),
            new Costs("USD", "us-east-1", "2026-11", 1.25, 1.42031, 600.0, 0.1397, 0.0043));

    @Test
    void theDocumentShowsWhatIsPrinted() throws IOException {
        List<String> lines = EstimateText.lines(SLOW, "precalc run");

        assertThat(lines).hasSize(10);
        assertThat(Files.readString(Path.of("docs/cost.md"))).contains(String.join("\n", lines));
    }
}
