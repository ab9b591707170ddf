package io.ersilia.precalc.pipeline;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.SCREENING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Unfinished;
import io.ersilia.precalc.pipeline.plan.Takeover;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.Reconciliation.Rows;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.MemoryTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run takes over from an earlier one, and what it asks the model for. */
class TakeoverTest {

    private static final RunId OLD = new RunId("old");
    private static final RunId NEW = new RunId("new");
    private static final Takeover USUAL = new Takeover(null, false, false, false, "length");

    private final Workbench bench = new Workbench();

    private Plan plan(RunId run, String library, int workers, Takeover takeover) {
        return plan(run, library, null, workers, null, takeover);
    }

    private Plan plan(
            RunId run,
            String library,
            @Nullable Integer sample,
            int workers,
            @Nullable String version,
            Takeover takeover) {
        bench.save(run + ".csv", library);
        return bench.plannerTakingOver()
                .plan(new PlanRequest(
                                MODEL,
                                version,
                                null,
                                run + ".csv",
                                sample,
                                workers,
                                run,
                                Unfinished.CONTINUE,
                                Asker.PLANNER)
                        .takingOver(takeover));
    }

    /** A complete run over the library. */
    private Plan complete(RunId run, String library, int workers) {
        Plan plan = plan(run, library, workers, USUAL);
        bench.predictAndServe(plan);
        assertThat(bench.finish(plan).reconciliation().complete()).isTrue();
        return plan;
    }

    private static String library(Stream<String> rows) {
        return rows.collect(java.util.stream.Collectors.joining("\n", "smiles\n", "\n"));
    }

    private static String library(String... rows) {
        return library(Arrays.stream(rows));
    }

    private static Stream<String> chains(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj("C"::repeat);
    }

    private String file(Plan plan, String name) {
        return new String(
                bench.objects
                        .read("out/eos4e40/%s/%s".formatted(plan.run(), name))
                        .orElseThrow(),
                StandardCharsets.UTF_8);
    }

    /** The molecules that the model was asked about since, without those that only check it. */
    private List<String> asked() {
        return bench.model.calls.stream()
                .flatMap(List::stream)
                .filter(text -> text.matches("[CNO]+") && !text.equals("CCO"))
                .distinct()
                .toList();
    }

    private static Rows counted(long in, long predicted, long takenOver, Map<Reason, Long> rejected) {
        return new Rows(
                in, predicted, takenOver, predicted + takenOver, 0, new Rejections(rejected), 0, Rejections.NONE, 0, 0);
    }

    /** Files and items of a run are those of a full prediction of the same library with as many workers. */
    private void assertAsIfPredicted(Plan plan, String library) {
        Workbench full = new Workbench();
        full.model.empty.addAll(bench.model.empty);
        full.model.odd.addAll(bench.model.odd);
        Plan all = full.plan(library, plan.workers());
        full.predictAndServe(all);
        full.finish(all);
        for (int worker = 1; worker <= plan.workers(); worker++) {
            for (String name : List.of("part-%04d.csv", "rejects-%04d.csv", "keys-%04d.csv")) {
                assertThat(file(plan, name.formatted(worker))).isEqualTo(full.file(name.formatted(worker)));
            }
        }
        List<InchiKey> keys = library.lines()
                .flatMap(line -> SCREENING.screen(line, null).inchiKey().stream())
                .distinct()
                .toList();
        assertThat(items(bench, keys)).isEqualTo(items(full, keys));
    }

    private static List<String> items(Workbench of, List<InchiKey> keys) {
        return of.table.items(MODEL, keys).stream()
                .map(item -> "%s %s %s %s %s"
                        .formatted(item.key(), item.smiles(), item.values(), item.rejected(), item.modelVersion()))
                .sorted()
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    void aLibraryWithRowsAddedRemovedReorderedAndDoubledIsPredictedAsIfNothingWereKnown(int seed) {
        Random random = new Random(seed);
        bench.model.empty.addAll(List.of("C".repeat(7), "C".repeat(45), "N" + "C".repeat(7)));
        List<String> before = new ArrayList<>(chains(1, 60).toList());
        before.addAll(List.of("OC", "CO", "not a molecule", "C*"));
        complete(OLD, library(before.stream()), 1 + seed);
        List<String> now = new ArrayList<>(before);
        now.removeIf(row -> random.nextInt(5) == 0);
        now.addAll(now.subList(3, 20));
        now.addAll(IntStream.range(0, 15).mapToObj(i -> "N" + "C".repeat(i)).toList());
        Collections.shuffle(now, random);
        bench.model.calls.clear();
        bench.table = new MemoryTable();

        Plan plan = complete(NEW, library(now.stream()), 3);

        assertAsIfPredicted(plan, library(now.stream()));
        assertThat(asked()).allMatch(text -> text.startsWith("N")).hasSize(15);
        Rows rows = bench.store.account(MODEL, NEW).orElseThrow().rows();
        assertThat(rows.in()).isEqualTo(now.size());
        assertThat(rows.predicted()).isEqualTo(14);
        assertThat(rows.predicted() + rows.takenOver() + rows.predictRejected().total())
                .isEqualTo(rows.in());
    }

    @Test
    void aRunOfWhichEveryMoleculeIsKnownStartsNoModel() {
        complete(OLD, library(chains(1, 30)), 2);
        Plan plan = plan(NEW, library(chains(2, 25)), null, 3, "v1", USUAL);
        bench.model.calls.clear();
        bench.model.absent = true;

        bench.predictAndServe(plan);

        assertThat(bench.model.calls).isEmpty();
        assertThat(bench.finish(plan).reconciliation().rows()).isEqualTo(counted(24, 0, 24, Map.of()));
        PartitionManifest manifest = bench.store.manifest(plan.partition(1)).orElseThrow();
        assertThat(manifest.modelVersion()).isEqualTo("v1");
        assertThat(manifest.modelTitle()).isEqualTo("Lengths");
        assertThat(manifest.takenOver()).isEqualTo(8);
        assertThat(manifest.checkedAgain()).isZero();
        bench.model.absent = false;
        assertAsIfPredicted(plan, library(chains(2, 25)));
    }

    @Test
    void aMoleculeWithTheSameKeyAndAnotherSmilesIsAskedAgainUnlessTheKeyIsEnough() {
        complete(OLD, library("CO", "CN", "CCC"), 1);
        bench.model.calls.clear();

        Plan exact = complete(NEW, library("OC", "CN", "CCC", "CCN"), 1);

        assertThat(asked()).containsExactlyInAnyOrder("OC", "CCN");
        assertThat(bench.store.account(MODEL, NEW).orElseThrow().rows()).isEqualTo(counted(4, 2, 2, Map.of()));
        assertThat(exact.known())
                .extracting(Plan.Known::rows, Plan.Known::byKey)
                .containsExactly(2L, false);

        bench.model.calls.clear();
        RunId byKey = new RunId("by-key");
        Plan plan = plan(byKey, library("OC", "CN", "CCC", "CCCN"), 1, new Takeover(OLD, false, true, false, "length"));
        bench.predictAndServe(plan);
        assertThat(asked()).containsExactly("CCCN");
        assertThat(file(plan, "part-0001.csv")).contains(",OC,2\n");
    }

    @Test
    void rowsWithOneKeyAndSeveralSmilesAreAllKnown() {
        complete(OLD, library("CO", "OC", "CO", "CN", "NC"), 2);

        Plan plan = plan(NEW, library("OC", "NC", "CN", "CO"), 1, USUAL);

        assertThat(plan.known())
                .extracting(Plan.Known::rows, Plan.Known::bySlice)
                .containsExactly(4L, List.of(4L));
    }

    @Test
    void theLibrarysOwnKeyMustBeTheSame() {
        complete(OLD, Workbench.keyed("C@1", "CC@2", "CCC@3"), 1);

        Plan plan = plan(NEW, Workbench.keyed("CCC@3", "C@1", "CC@4"), 1, USUAL);

        assertThat(plan.known()).extracting(Plan.Known::rows).isEqualTo(2L);
    }

    @Test
    void rejectsAreTakenOverUnlessTheyAreRetriedAndAFaultThatPassesNeverIs() {
        bench.model.empty.add("CCC");
        bench.model.lost.add("CCCC");
        complete(OLD, library("C", "CC", "CCC", "CCCC", "x y"), 1);
        bench.model.lost.clear();
        bench.model.calls.clear();

        complete(NEW, library("CCCCC", "C", "CC", "CCC", "CCCC", "x y"), 1);

        assertThat(asked()).containsExactlyInAnyOrder("CCCCC", "CCCC");
        assertThat(bench.store.account(MODEL, NEW).orElseThrow().rows().predictRejected())
                .isEqualTo(new Rejections(Map.of(Reason.EMPTY_OUTPUT, 1L, Reason.INVALID_SMILES, 1L)));

        bench.model.empty.clear();
        bench.model.calls.clear();
        RunId retry = new RunId("retry");
        Plan plan = plan(
                retry,
                library("CCCCC", "C", "CC", "CCC", "CCCC", "x y"),
                1,
                new Takeover(NEW, false, false, true, "length"));
        assertThat(plan.known())
                .extracting(Plan.Known::rows, Plan.Known::retryRejects)
                .containsExactly(4L, true);
        PartitionManifest manifest = bench.predict(plan, 1);
        assertThat(asked()).containsExactly("CCC");
        assertThat(manifest)
                .extracting(PartitionManifest::predicted, PartitionManifest::takenOver)
                .containsExactly(1L, 4L);
    }

    @Test
    void aStoppedWorkerGoesOnWithItsBatchesAndWhatIsKnown() {
        bench.batchSize = 5;
        List<String> before = chains(1, 60).toList();
        complete(OLD, library(before.stream()), 1);
        String now = library(IntStream.rangeClosed(1, 60)
                .boxed()
                .flatMap(i -> Stream.of("C".repeat(i), "N" + "C".repeat(i))));
        bench.table = new MemoryTable();
        Plan plan = plan(NEW, now, 1, USUAL);
        bench.model.stopping.add("N" + "C".repeat(33));
        assertThatThrownBy(() -> bench.predict(plan, 1)).hasMessageContaining("stopped");
        bench.model.stopping.clear();
        Thread.interrupted();
        bench.model.calls.clear();

        bench.predictAndServe(plan);
        bench.finish(plan);

        assertThat(asked()).doesNotContain("N" + "C".repeat(12)).contains("N" + "C".repeat(40));
        assertThat(bench.store.account(MODEL, NEW).orElseThrow().rows()).isEqualTo(counted(120, 60, 60, Map.of()));
        assertAsIfPredicted(plan, now);
    }

    @Test
    void anotherRunnerVersionOrColumnsAreNoSource() {
        complete(OLD, library("C", "CC"), 1);
        String now = library("CC", "CCC");

        assertThat(plan(NEW, now, 1, new Takeover(null, false, false, false, "docker"))
                        .known())
                .isNull();
        assertThat(plan(new RunId("v2"), now, null, 1, "v2", USUAL).known()).isNull();
        assertThat(plan(new RunId("off"), now, 1, new Takeover(null, true, false, false, "length"))
                        .known())
                .isNull();

        Plan unknown = plan(new RunId("found-v2"), now, 1, USUAL);
        assertThat(unknown.known()).isNotNull();
        bench.model.version = "v2";
        assertThat(bench.predict(unknown, 1).takenOver()).isZero();
        bench.model.version = "v1";

        Plan other = plan(new RunId("columns"), now, null, 1, "v1", USUAL);
        bench.model.names = List.of("renamed");
        PartitionManifest manifest = bench.predict(other, 1);
        assertThat(manifest.takenOver()).isZero();
        assertThat(manifest.columns()).containsExactly("renamed");
    }

    @Test
    void aModelThatAnswersItsControlsDifferentlyIsAskedAboutEverything() {
        complete(OLD, library("C", "CC"), 1);
        Plan plan = plan(NEW, library("CC", "CCC"), null, 1, "v1", USUAL);
        assertBothAreAskedForWhenControlsDiffer(plan);
    }

    private void assertBothAreAskedForWhenControlsDiffer(Plan plan) {
        bench.model.odd.add("CCO");
        bench.model.oddValue = "7";

        assertThat(bench.predict(plan, 1))
                .extracting(PartitionManifest::predicted, PartitionManifest::takenOver)
                .containsExactly(2L, 0L);
    }

    @Test
    void aModelThatTellsNoVersionIsAskedForItsControlsEvenIfAllIsKnown() {
        bench.model.version = null;
        complete(OLD, library("C", "CC"), 1);
        Plan plan = plan(NEW, library("C", "CC"), 1, new Takeover(OLD, false, false, false, "length"));
        assertThat(plan.known()).isNotNull();

        assertBothAreAskedForWhenControlsDiffer(plan);
    }

    @Test
    void aModelThatIsNotDeterministicIsTakenOverOnlyWhenAsked() {
        bench.model.fixed = false;
        complete(OLD, library("C", "CC"), 1);

        assertThat(plan(NEW, library("CC", "CCC"), 1, USUAL).known()).isNull();
        Plan asked =
                plan(new RunId("asked"), library("CC", "CCC"), 1, new Takeover(OLD, false, false, false, "length"));
        assertThat(asked.known()).isNotNull();
        bench.model.fixed = true;
        PartitionManifest manifest = bench.predict(asked, 1);
        assertThat(manifest.takenOver()).isEqualTo(1);
        assertThat(manifest.deterministic()).isFalse();
    }

    @Test
    void columnsMustBeTheSameAlsoWhereAnswersAreNeverTheSame() {
        bench.model.fixed = false;
        complete(OLD, library("C", "CC"), 1);
        Plan plan = plan(NEW, library("CC", "CCC"), 1, new Takeover(OLD, false, false, false, "length"));
        bench.model.names = List.of("renamed");

        PartitionManifest manifest = bench.predict(plan, 1);

        assertThat(manifest.takenOver()).isZero();
        assertThat(manifest.columns()).containsExactly("renamed");
    }

    @Test
    void aPartitionOfRejectsTellsNoColumnsOfTheOthers() {
        bench.model.empty.addAll(List.of("C", "CC"));
        complete(OLD, library(chains(1, 4)), 2);
        Plan plan = plan(NEW, library("CCCC", "CC"), 1, USUAL);

        assertThat(bench.predict(plan, 1).columns()).containsExactly("c1");
        assertThat(file(plan, "part-0001.csv")).endsWith(",CCCC,4\n");
    }

    @Test
    void aRepetitionTakesNothingOverUnlessAsked() {
        complete(OLD, library("C", "CC"), 1);

        assertThat(plan(NEW, library("C", "CC"), 2, USUAL).known()).isNull();
        assertThat(plan(new RunId("asked"), library("C", "CC"), 2, new Takeover(OLD, false, false, false, "length"))
                        .known())
                .extracting(Plan.Known::rows)
                .isEqualTo(2L);
    }

    @Test
    void aSampleIsPredictedAndThenKnown() {
        Plan sample = plan(OLD, library(chains(1, 40)), 10, 1, null, USUAL);
        bench.predictAndServe(sample);
        bench.finish(sample);

        Plan all = plan(NEW, library(chains(1, 40)), 2, USUAL);

        assertThat(all.known()).extracting(Plan.Known::rows).isEqualTo(10L);
        Plan another = plan(new RunId("another"), library(chains(1, 40)), 8, 1, null, USUAL);
        assertThat(another.known()).extracting(Plan.Known::rows).isEqualTo(2L);
    }

    @Test
    void aSourceThatIsGoneIsToldWithARemedyAndForceDoesWithoutIt() {
        complete(OLD, library("C", "CC"), 1);
        Plan plan = plan(NEW, library("CC", "CCC"), 1, USUAL);
        bench.objects.delete("out/eos4e40/old/part-0001.csv");

        assertThatThrownBy(() -> bench.predict(plan, 1))
                .hasMessageContaining("run new takes rows over from run old, which cannot be read any more")
                .hasMessageContaining("predict all rows of this one with --force");
        assertThat(bench.predict(plan, 1, true).predicted()).isEqualTo(2);
    }

    @Test
    void anIndexOfRowsThatTheSourceDoesNotHaveIsToldAsOneThatIsGone() {
        complete(OLD, library("C", "CC"), 1);
        Plan plan = plan(NEW, library("CC", "CCC"), 1, USUAL);
        bench.objects.save(
                Objects.requireNonNull(plan.known()).rowsAt(), "garbled, 16 byte".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> bench.predict(plan, 1))
                .hasMessageContaining("cannot be read any more")
                .hasMessageContaining("is damaged: it names row ")
                .hasMessageContaining("predict all rows of this one with --force");
    }

    @Test
    void aRunWithoutAnIndexIsNoSourceUntilItIsFinishedAgain() {
        Plan old = complete(OLD, library("C", "CC"), 1);
        bench.objects.delete("out/eos4e40/old/keys.csv");
        assertThat(plan(NEW, library("CC", "CCC"), 1, USUAL).known()).isNull();

        bench.finish(old);

        assertThat(plan(new RunId("again"), library("CC", "CCC"), 1, USUAL).known())
                .isNotNull();
    }

    @Test
    void theRunWithTheMostMoleculesIsTheSource() {
        complete(OLD, library("C", "CC", "CCC"), 1);
        complete(new RunId("small"), library("CCCC"), 1);

        assertThat(plan(NEW, library("C", "CC", "CCC", "CCCC"), 1, USUAL).known())
                .extracting(Plan.Known::run, Plan.Known::rows)
                .containsExactly(OLD, 3L);
    }
}
