package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.RUN;
import static io.ersilia.precalc.table.Items.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.Rank;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelsAnswerTest {

    private final MemoryTable table = new MemoryTable();

    private void save(int models, List<String> columns) {
        IntStream.range(0, models)
                .mapToObj(i -> new ModelId("eos1%03d".formatted(i)))
                .forEach(model ->
                        table.save(new ModelRecord(model, "v1", columns, new Rank(RUN, TIME, false), true, 1L, 0L)));
    }

    /** How many models each answer has, until all were listed. */
    private List<Integer> pages(int mostBytes) {
        List<Integer> sizes = new ArrayList<>();
        List<ModelId> listed = new ArrayList<>();
        ModelId next = null;
        do {
            ModelsAnswer answer = ModelsAnswer.page(table, next, mostBytes);
            sizes.add(answer.models().size());
            answer.models().forEach(one -> listed.add(one.modelId()));
            next = answer.next();
        } while (next != null);
        assertThat(listed).isSorted().doesNotHaveDuplicates();
        return sizes;
    }

    @Test
    void aHundredModelsAreListedAtATime() {
        save(201, List.of("a"));

        assertThat(pages(1_000_000)).containsExactly(100, 100, 1);
    }

    @Test
    void aFullPageIsTheLastIfNothingFollows() {
        save(100, List.of("a"));

        assertThat(pages(1_000_000)).containsExactly(100);
        assertThat(new ModelsAnswer(List.of(), null)).isEqualTo(ModelsAnswer.page(new MemoryTable(), null, 1));
    }

    @Test
    void anAnswerStaysBelowItsSizeButAlwaysHasAModel() {
        save(3, Collections.nCopies(100, "column"));

        assertThat(pages(3_000)).containsExactly(2, 1);
        assertThat(pages(10)).containsExactly(1, 1, 1);
    }
}
