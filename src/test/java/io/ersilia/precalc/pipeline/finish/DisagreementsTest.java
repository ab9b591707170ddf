package io.ersilia.precalc.pipeline.finish;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.run.ControlAnswer;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DisagreementsTest {

    private static PartitionManifest partition(
            int worker, @Nullable String version, List<String> columns, ControlAnswer... controls) {
        return new PartitionManifest(
                new RunId("r"),
                new ModelId("eos3b5e"),
                worker,
                0,
                1,
                1,
                1,
                Rejections.NONE,
                "",
                columns,
                version,
                "ersilia",
                null,
                true,
                List.of(controls),
                Instant.EPOCH,
                0,
                null,
                "",
                null,
                0,
                0,
                null,
                null,
                null,
                0);
    }

    private static ControlAnswer said(String smiles, String... cells) {
        return new ControlAnswer(smiles, List.of(cells));
    }

    private static PartitionManifest saying(int worker, ControlAnswer... controls) {
        return partition(worker, "v1", List.of("a", "b"), controls);
    }

    @Test
    void partitionsThatAgreeButForRoundingDoNotDisagree() {
        Disagreements none = Disagreements.among(List.of(
                saying(1, said("CCO", "1", ""), said("CCC", "x", "2")),
                saying(2, said("CCO", "1.0004", ""), said("CCC", "x", "2.0")),
                saying(3),
                partition(4, null, List.of())));

        assertThat(none).isEqualTo(new Disagreements(false, List.of()));
    }

    @Test
    void eachCellThatDiffersFromWhatMostSayIsToldWithItsPartition() {
        Disagreements some = Disagreements.among(List.of(
                saying(1, said("CCO", "1", "5"), said("CCC", "7", "")),
                saying(2, said("CCO", "2", "5"), said("CCC", "7", "8")),
                saying(3, said("CCO", "2", "6"), said("CCC", "7", "8"))));

        assertThat(some.controlsDiffer()).isTrue();
        assertThat(some.lines())
                .containsExactly(
                        "part-0001 says 1 for control CCO in column a, others say 2",
                        "part-0003 says 6 for control CCO in column b, others say 5",
                        "part-0001 says nothing for control CCC in column b, others say 8");
    }

    @Test
    void anotherVersionAndOtherColumnsAreToldButSayNothingOfDeterminism() {
        Disagreements some = Disagreements.among(List.of(
                partition(1, "v1", List.of("a"), said("CCO", "1")),
                partition(2, "v2", List.of("a"), said("CCO", "1")),
                partition(3, "v1", List.of("a", "b"), said("CCO", "1", "2"))));

        assertThat(some.controlsDiffer()).isFalse();
        assertThat(some.lines())
                .containsExactly(
                        "part-0003 has the columns [a, b], others have [a]: predict it again with --force, or begin another run with --run",
                        "part-0002 is of model version v2, others are of v1");
    }

    @Test
    void tenAreToldAndTheOthersCounted() {
        List<PartitionManifest> partitions = IntStream.rangeClosed(1, 50)
                .mapToObj(worker -> saying(worker, said("CCO", String.valueOf(worker < 30 ? 1 : worker), "1")))
                .toList();

        List<String> lines = Disagreements.among(partitions).lines();

        assertThat(lines).hasSize(11);
        assertThat(lines.get(9)).startsWith("part-0039 says 39");
        assertThat(lines.get(10)).isEqualTo("and 11 more");
    }

    @Test
    void amongEqualsTheFirstPartitionIsBelieved() {
        assertThat(Disagreements.among(List.of(saying(1, said("CCO", "1", "1")), saying(2, said("CCO", "2", "1"))))
                        .lines())
                .containsExactly("part-0002 says 2 for control CCO in column a, others say 1");
    }
}
