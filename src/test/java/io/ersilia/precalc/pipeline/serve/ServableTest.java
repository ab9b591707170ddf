package io.ersilia.precalc.pipeline.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServableTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 9, 10, 11, 19, 20, 50, 99, 255, 256})
    void everyPartitionIsInOneOfAtMostTenEvenGroups(int partitions) {
        List<Integer> workers = IntStream.rangeClosed(1, partitions).boxed().toList();

        List<List<Integer>> groups = new Servable(workers, null).groups();

        assertThat(groups).hasSize(Math.min(10, partitions));
        assertThat(groups.stream().flatMap(List::stream).sorted()).containsExactlyElementsOf(workers);
        assertThat(groups.stream().map(List::size).collect(Collectors.toSet()))
                .isSubsetOf(partitions / 10, (partitions + 9) / 10, 1);
    }

    @Test
    void theMatrixIsOneLine() {
        assertThat(new Servable(IntStream.rangeClosed(1, 21).boxed().toList(), null).matrix())
                .asString()
                .startsWith(
                        "{\"include\":[{\"group\":1,\"partitions\":\"1,11,21\"},{\"group\":2,\"partitions\":\"2,12\"},")
                .endsWith("{\"group\":10,\"partitions\":\"10,20\"}]}")
                .doesNotContain("\n");
        assertThat(new Servable(List.of(), null).matrix()).hasToString("{\"include\":[]}");
    }
}
