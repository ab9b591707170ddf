package io.ersilia.precalc.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.RunId;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeletionScopeTest {

    @Test
    void isNeverEverybody() {
        assertThatThrownBy(() -> new DeletionScope(Set.of(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a deletion needs a run or a version: name one");
    }

    @Test
    void isNoMoreRunsThanOneConditionTakes() {
        Set<RunId> runs = IntStream.rangeClosed(0, DeletionScope.MAX_RUNS)
                .mapToObj(number -> new RunId("r" + number))
                .collect(Collectors.toSet());

        assertThatThrownBy(() -> new DeletionScope(runs, null))
                .hasMessage("items of 101 runs at once, expected at most 100: name one run or a version");
        runs.remove(new RunId("r0"));
        assertThat(new DeletionScope(runs, null).runs()).hasSize(DeletionScope.MAX_RUNS);
    }

    @Test
    void isCarriedOutInSharesWhoseCountsAreAddedUp() {
        assertThat(new Deleted(1, 2, 3, 4.5).plus(new Deleted(10, 20, 30, 40)))
                .isEqualTo(new Deleted(11, 22, 33, 44.5));
    }
}
