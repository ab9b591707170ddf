package io.ersilia.precalc.pipeline.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of molecules that were lost on the way to the model, once their slice is predicted again. */
class SecondTryTest {

    private static final List<String> LOST = List.of("C".repeat(13), "C".repeat(20), "C".repeat(30));

    private final Workbench bench = new Workbench();

    private static String library() {
        return Workbench.chains(IntStream.rangeClosed(1, 30).toArray())
                .replace("\n" + "C".repeat(17) + "\n", "\nC C\n");
    }

    private static String undisturbed(String name) {
        Workbench other = new Workbench();
        other.model.empty.add("CCC");
        Plan plan = other.plan(library(), 2);
        other.predict(plan, 1);
        other.predict(plan, 2);
        return other.file(name);
    }

    /** Two slices of 15 rows, with all kinds of rejects in them. */
    private Plan predicted() {
        bench.model.empty.add("CCC");
        bench.model.lost.addAll(LOST);
        Plan plan = bench.plan(library(), 2);
        bench.predict(plan, 1);
        PartitionManifest second = bench.predict(plan, 2);
        assertThat(second.rejected().counts())
                .containsEntry(Reason.MODEL_FAILED, 2L)
                .containsEntry(Reason.INVALID_SMILES, 1L);
        bench.model.calls.clear();
        return plan;
    }

    @Test
    void onlyTheyAreAskedForAndAllOtherRowsStayAsTheyAre() {
        Plan plan = predicted();
        bench.model.lost.clear();

        PartitionManifest first = bench.predict(plan, 1);
        PartitionManifest second = bench.predict(plan, 2);

        assertThat(bench.model.calls.stream().filter(call -> call.size() < 5))
                .extracting(
                        call -> call.stream().filter(text -> text.matches("C+")).toList())
                .containsExactly(LOST.subList(0, 1), LOST.subList(1, 3));
        assertThat(bench.file("part-0001.csv")).isEqualTo(undisturbed("part-0001.csv"));
        assertThat(bench.file("part-0002.csv")).isEqualTo(undisturbed("part-0002.csv"));
        assertThat(bench.file("rejects-0001.csv")).isEqualTo(undisturbed("rejects-0001.csv"));
        assertThat(bench.file("rejects-0002.csv")).isEqualTo(undisturbed("rejects-0002.csv"));
        assertThat(first.predicted()).isEqualTo(14);
        assertThat(second.predicted()).isEqualTo(14);
        assertThat(second.rowsIn()).isEqualTo(15);
        assertThat(bench.store.manifest(plan.partition(2))).contains(second);
    }

    @Test
    void whoeverIsLostAgainIsAskedForTheNextTimeToo() {
        Plan plan = predicted();
        bench.model.lost.remove(LOST.get(1));

        assertThat(bench.predict(plan, 2).predicted()).isEqualTo(13);
        bench.model.lost.clear();
        assertThat(bench.predict(plan, 2).predicted()).isEqualTo(14);

        assertThat(bench.file("part-0002.csv")).isEqualTo(undisturbed("part-0002.csv"));
    }

    @Test
    void whoeverHasNoValueNowIsRejectedForThatAndNotAskedForAgain() {
        Plan plan = predicted();
        bench.model.lost.clear();
        bench.model.empty.addAll(LOST);

        PartitionManifest second = bench.predict(plan, 2);

        assertThat(second.rejected().counts()).isEqualTo(Map.of(Reason.EMPTY_OUTPUT, 2L, Reason.INVALID_SMILES, 1L));
        bench.model.calls.clear();
        assertThat(bench.predict(plan, 2)).isEqualTo(second);
        assertThat(bench.model.calls).isEmpty();
    }

    @Test
    void aPartitionWithoutSuchMoleculesIsKeptWithoutAModel() {
        Plan plan = predicted();
        bench.model.lost.clear();
        bench.predict(plan, 2);
        bench.model.starts = 0;

        bench.predict(plan, 2);

        assertThat(bench.model.starts).isZero();
    }

    @Test
    void aModelThatAnswersOtherwiseThanThenChangesNothing() {
        Plan plan = predicted();
        String before = bench.file("part-0002.csv");
        bench.model.lost.clear();
        bench.model.columns = 2;
        bench.predict(plan, 2);
        assertThat(bench.file("part-0002.csv")).isEqualTo(before);

        bench.model.columns = 1;
        bench.model.odd.addAll(plan.controls());
        bench.predict(plan, 2);
        assertThat(bench.file("part-0002.csv")).isEqualTo(before);

        bench.model.odd.clear();
        bench.model.fixed = false;
        bench.predict(plan, 2);
        assertThat(bench.file("part-0002.csv")).isEqualTo(before);
    }

    @Test
    void aPartitionThatIsNotWhatItsManifestSaysIsNotMended() {
        Plan plan = predicted();
        bench.objects.save("out/eos4e40/r1/part-0002.csv", "key,input,c1\n".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> bench.predict(plan, 2))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessageEndingWith("predict it again with --force");
    }
}
