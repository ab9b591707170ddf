package io.ersilia.precalc.pipeline.plan;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.RUN;
import static io.ersilia.precalc.pipeline.Workbench.nothingSaid;
import static io.ersilia.precalc.pipeline.Workbench.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Unfinished;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.FileSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the contract says of runs and their options. */
class PlannerTest {

    private static final RunId AT_NOON = new RunId("20261101T120000Z");

    private static final String SEMICOLONS = "smiles;name\nC;x\nCC;y\n";

    private final Workbench bench = new Workbench();

    @BeforeEach
    void theStoreHasALibraryOfTenRows() {
        bench.save("reference_library.csv", library(10));
    }

    private static String library(int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(i -> "C,x" + i)
                .collect(Collectors.joining("\n", "smiles,name\n", ""));
    }

    private Plan plan(PlanRequest request) {
        return bench.planner().plan(request);
    }

    private static PlanRequest run(@Nullable RunId run) {
        return new PlanRequest(MODEL, null, null, null, null, null, run, Unfinished.CONTINUE, Asker.PLANNER);
    }

    private static PlanRequest sample(int sample, @Nullable RunId run) {
        return new PlanRequest(MODEL, null, null, null, sample, null, run, Unfinished.CONTINUE, Asker.PLANNER);
    }

    private static PlanRequest workers(int workers, @Nullable RunId run) {
        return new PlanRequest(MODEL, null, null, null, null, workers, run, Unfinished.CONTINUE, Asker.PLANNER);
    }

    private static PlanRequest version(String version, @Nullable RunId run) {
        return new PlanRequest(MODEL, version, null, null, null, null, run, Unfinished.CONTINUE, Asker.PLANNER);
    }

    private static PlanRequest library(String library, @Nullable RunId run) {
        return new PlanRequest(MODEL, null, null, library, null, null, run, Unfinished.CONTINUE, Asker.PLANNER);
    }

    private static PlanRequest newRun() {
        return new PlanRequest(MODEL, null, null, null, null, null, null, Unfinished.LEAVE, Asker.PLANNER);
    }

    private static PlanRequest oneOfMany(@Nullable RunId run, boolean newRun) {
        return new PlanRequest(
                MODEL,
                null,
                null,
                null,
                null,
                2,
                run,
                newRun ? Unfinished.LEAVE : Unfinished.CONTINUE,
                Asker.ONE_OF_MANY);
    }

    private void assertRefused(PlanRequest request, Failure.Kind kind, String... words) {
        assertThatThrownBy(() -> plan(request))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(kind))
                .hasMessageContainingAll(words);
    }

    @Test
    void withNothingSaidTheWholeLibraryIsPlannedAndTheRunCalledAfterTheTime() {
        Plan plan = plan(nothingSaid());

        assertThat(plan.run()).isEqualTo(AT_NOON);
        assertThat(plan.rows()).isEqualTo(10);
        assertThat(plan.sample()).isNull();
        assertThat(plan.workers()).isEqualTo(1);
        assertThat(plan.created()).isEqualTo(bench.clock.instant());
        assertThat(plan.modelVersion()).isNull();
        assertThat(plan.controls()).isEqualTo(CheckedModel.CONTROLS);
        assertThat(plan.library().uri()).isEqualTo("memory/reference_library.csv");
        assertThat(plan.library().column()).isEqualTo("smiles");
        assertThat(bench.store.plan(MODEL, AT_NOON)).contains(plan);
    }

    @ParameterizedTest(name = "{0} rows: {1} workers")
    @CsvSource({"1, 1", "999, 1", "1000, 1", "1001, 2", "3500, 4", "50000, 50", "60000, 50"})
    void thereIsAWorkerPerThousandRowsAtMostFifty(int rows, int workers) {
        bench.save("reference_library.csv", library(rows));

        assertThat(plan(nothingSaid()).workers()).isEqualTo(workers);
    }

    @Test
    void aRunThatIsNamedIsCreatedAndGoneOnWith() {
        Plan created = plan(run(RUN));
        bench.clock.pass(Duration.ofHours(1));

        assertThat(created.run()).isEqualTo(RUN);
        assertThat(plan(run(RUN))).isEqualTo(created);
    }

    @Test
    void theOptionsOfAPlanMayBeRepeated() {
        PlanRequest all = new PlanRequest(MODEL, "v1", null, "lib.csv", 5, 2, RUN, Unfinished.CONTINUE, Asker.PLANNER);
        bench.save("lib.csv", library(20));
        Plan created = plan(all);

        assertThat(plan(all)).isEqualTo(created);
        assertThat(plan(run(RUN))).isEqualTo(created);
    }

    @Test
    void anOptionThatContradictsThePlanIsWrongUsageAndNamesBothValues() {
        bench.save("lib.csv", library(20));
        plan(new PlanRequest(MODEL, "v1", null, "lib.csv", 5, 2, RUN, Unfinished.CONTINUE, Asker.PLANNER));

        assertRefused(workers(3, RUN), Failure.Kind.USAGE, "--workers 3 contradicts run r1", "planned with 2");
        assertRefused(sample(6, RUN), Failure.Kind.USAGE, "--sample 6 contradicts run r1", "planned with 5");
        assertRefused(version("v2", RUN), Failure.Kind.USAGE, "--model-version v2 contradicts", "planned with v1");
        assertRefused(
                library("other.csv", RUN),
                Failure.Kind.USAGE,
                "--library memory/other.csv contradicts",
                "planned with memory/lib.csv");
    }

    @Test
    void aSampleContradictsAPlanOfTheWholeLibraryUnlessItIsAsLarge() {
        Plan whole = plan(run(RUN));

        assertRefused(sample(9, RUN), Failure.Kind.USAGE, "--sample 9 contradicts", "the whole library");
        assertThat(plan(sample(10, RUN))).isEqualTo(whole);
        assertThat(plan(sample(11, RUN))).isEqualTo(whole);
    }

    @Test
    void theVersionThatTheFirstWorkerRecordedBindsLikeAPlannedOne() {
        plan(run(RUN));
        bench.store.recordVersion(MODEL, RUN, "v1");

        assertRefused(version("v2", RUN), Failure.Kind.USAGE, "--model-version v2 contradicts", "planned with v1");
        assertThat(plan(version("v1", RUN)).run()).isEqualTo(RUN);
        assertThat(plan(version("v2", null)).run()).isEqualTo(AT_NOON);
    }

    @Test
    void aLibraryWhoseContentChangedIsUnusable() {
        plan(run(RUN));
        bench.save("reference_library.csv", library(11));

        assertRefused(
                run(RUN),
                Failure.Kind.INPUT,
                "memory/reference_library.csv has changed since run r1 was planned",
                "plan a new run with --new-run");
    }

    @Test
    void aChangedLibraryMakesAnotherRunWhereNoneIsNamed() {
        plan(nothingSaid());
        bench.save("reference_library.csv", library(11));
        bench.clock.pass(Duration.ofSeconds(1));

        assertThat(plan(nothingSaid()).run()).isEqualTo(new RunId("20261101T120001Z"));
    }

    @Test
    void theNewestUnfinishedRunOfTheSameWorkIsGoneOnWith() {
        plan(run(new RunId("z-oldest")));
        bench.clock.pass(Duration.ofMinutes(1));
        Plan newest = plan(run(new RunId("a-newest")));
        bench.clock.pass(Duration.ofMinutes(1));
        plan(sample(5, new RunId("other-sample")));
        plan(workers(3, new RunId("other-workers")));
        plan(version("v9", new RunId("other-version")));

        PlanRequest asked =
                new PlanRequest(MODEL, null, "v1", null, null, null, null, Unfinished.CONTINUE, Asker.PLANNER);
        assertThat(plan(asked)).isEqualTo(newest);
    }

    @Test
    void aFinishedRunIsNotGoneOnWith() {
        Plan first = plan(nothingSaid());
        bench.predictAndServe(first);
        bench.clock.pass(Duration.ofSeconds(1));

        assertThat(plan(nothingSaid()).run()).isEqualTo(new RunId("20261101T120001Z"));
    }

    @Test
    void aRunWhosePartitionWasPredictedAgainIsUnfinished() {
        Plan first = plan(nothingSaid());
        bench.predictAndServe(first);
        bench.predict(first, 1, true);
        bench.clock.pass(Duration.ofSeconds(1));

        assertThat(plan(nothingSaid())).isEqualTo(first);
    }

    @Test
    void aRunThatCouldNotBeginIsNotPlanned() {
        bench.save("lib.csv", Workbench.chains(1, 2));
        Planner planner = bench.planner()
                .onlyIf(() -> {
                    throw Failure.unavailable("no program runs models here");
                })
                .onlyIf(() -> {
                    throw Failure.unavailable("asked second");
                });

        assertThatThrownBy(() -> planner.plan(Workbench.request(Workbench.RUN, 1)))
                .hasMessage("no program runs models here");
        assertThat(bench.store.runs(Workbench.MODEL)).isEmpty();

        bench.planner().plan(Workbench.request(Workbench.RUN, 1));
        assertThat(planner.plan(Workbench.request(Workbench.RUN, 1)).run()).isEqualTo(Workbench.RUN);
    }

    @Test
    void newRunBeginsAnotherAlsoInTheSameSecond() {
        plan(nothingSaid());
        bench.clock.pass(Duration.ofSeconds(5));

        assertThat(plan(newRun()).run()).isEqualTo(new RunId("20261101T120005Z"));
        assertThat(plan(newRun()).run()).isEqualTo(new RunId("20261101T120005Z-2"));
        assertThat(plan(newRun()).run()).isEqualTo(new RunId("20261101T120005Z-3"));
    }

    @Test
    void otherWorkInTheSameSecondGetsANameOfItsOwn() {
        plan(nothingSaid());

        assertThat(plan(sample(5, null)).run()).isEqualTo(new RunId("20261101T120000Z-2"));
    }

    @Test
    void aWorkerOfManyPlansOnlyARunThatIsNamed() {
        assertRefused(oneOfMany(null, false), Failure.Kind.USAGE, "give all workers the same --run");
        assertRefused(oneOfMany(null, true), Failure.Kind.USAGE, "give all workers the same --run");
        assertThat(bench.objects.list("out/")).isEmpty();

        Plan created = plan(oneOfMany(RUN, false));
        assertThat(created.workers()).isEqualTo(2);
        assertThat(plan(oneOfMany(null, false))).isEqualTo(created);
    }

    @Test
    void aWorkerOfManyLeavesTheWholeLibraryUnread() {
        Plan plan = plan(workers(2, RUN));
        bench.objects.delete("reference_library.csv");

        assertThat(plan(oneOfMany(RUN, false))).isEqualTo(plan);
        assertRefused(run(RUN), Failure.Kind.INPUT, "no library at memory/reference_library.csv");
    }

    @Test
    void plannersAtOnceAgreeOnOnePlan() throws InterruptedException {
        Set<Plan> plans = ConcurrentHashMap.newKeySet();
        List<Thread> planners = Stream.of(RUN, RUN, RUN, RUN)
                .map(run -> new Thread(() -> plans.add(plan(oneOfMany(run, false)))))
                .toList();
        planners.forEach(Thread::start);
        for (Thread planner : planners) {
            planner.join();
        }

        assertThat(plans).hasSize(1);
    }

    @Test
    void theLoserOfARaceWithOtherOptionsIsToldSo() {
        plan(workers(2, RUN));

        assertRefused(request(RUN, 3), Failure.Kind.USAGE, "--workers 3 contradicts run r1", "planned with 2");
    }

    @Test
    void aReadyMadeSampleBesideTheLibraryIsRead() {
        bench.save("reference_library_3.csv", "input\nN\nO\n");
        Plan plan = plan(sample(3, RUN));

        assertThat(plan.library().uri()).isEqualTo("memory/reference_library_3.csv");
        assertThat(plan.rows()).isEqualTo(2);
        assertThat(plan.sample()).isEqualTo(3);
        assertThat(plan(sample(3, RUN))).isEqualTo(plan);
        assertThat(plan(new PlanRequest(
                        MODEL, null, null, "reference_library.csv", 3, null, RUN, Unfinished.CONTINUE, Asker.PLANNER)))
                .isEqualTo(plan);
    }

    @Test
    void aSampleWithoutAFileOfItsOwnIsSpreadOverTheLibrary() {
        Plan plan = plan(sample(4, null));

        assertThat(plan.library().uri()).isEqualTo("memory/reference_library.csv");
        assertThat(plan.rows()).isEqualTo(4);
        assertThat(plan.library().rows()).isEqualTo(10);
        assertThat(IntStream.range(0, 4).mapToLong(plan::fileRow)).containsExactly(0L, 2L, 5L, 7L);
    }

    @ParameterizedTest
    @CsvSource({"10", "11", "1000000"})
    void aSampleOfAllRowsOrMoreIsTheWholeLibrary(int sample) {
        Plan plan = plan(sample(sample, null));

        assertThat(plan.sample()).isNull();
        assertThat(plan.rows()).isEqualTo(10);
    }

    @Test
    void aSampleHasAtLeastOneMolecule() {
        assertThat(plan(sample(1, null)).rows()).isEqualTo(1);
        assertThatThrownBy(() -> sample(0, null)).hasMessage("--sample 0: expected 1 or more molecules");
    }

    @Test
    void aLibraryThatIsNoPlainCsvIsCopiedForAllWorkersAndTheCopyKept() {
        bench.save("reference_library.csv", SEMICOLONS);
        Plan plan = plan(run(RUN));

        assertThat(copyOf(plan)).contains("smiles,name\nC,x\nCC,y\n");
        bench.objects.delete(copyKey(plan));
        assertThat(plan(run(RUN))).isEqualTo(plan);
        assertThat(copyOf(plan)).contains("smiles,name\nC,x\nCC,y\n");
    }

    @Test
    void aDryPlannerSaysWhatWouldBePlannedAndWritesNothing() {
        bench.save("reference_library.csv", SEMICOLONS);
        Plan dry = bench.planner().dry().plan(run(RUN));
        assertThat(bench.objects.list("")).containsExactly("reference_library.csv");

        Plan plan = plan(run(RUN));
        assertThat(plan).isEqualTo(dry);
        bench.objects.delete(copyKey(plan));
        assertThat(bench.planner().dry().plan(run(RUN))).isEqualTo(plan);
        assertThat(copyOf(plan)).isEmpty();
    }

    private static String copyKey(Plan plan) {
        return plan.library().uri().substring("memory/".length());
    }

    private Optional<String> copyOf(Plan plan) {
        return bench.objects.read(copyKey(plan)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void anAbsentLibraryIsNamed() {
        assertRefused(library("absent.csv", RUN), Failure.Kind.INPUT, "no library at memory/absent.csv", "--library");
    }

    @Test
    void aFolderWithoutALibraryReadsTheTestInput() {
        bench.objects.delete("reference_library.csv");
        bench.save("test_input.csv", library(3));
        LibraryChooser folder = new LibraryChooser(bench.store, true, place -> FileSet.of(bench.source(place)));
        LibraryChooser bucket = new LibraryChooser(bench.store, false, place -> FileSet.of(bench.source(place)));

        assertThat(folder.choose(null, null).source().uri()).isEqualTo("memory/test_input.csv");
        assertThat(bucket.choose(null, null).source().uri()).isEqualTo("memory/reference_library.csv");
    }

    @Test
    void theMatrixHasTheSlicesWithRowsThatAreStillToBePredicted() {
        Plan plan = plan(workers(20, RUN));
        bench.predict(plan, 2);

        assertThat(Matrix.of(plan, bench.store, false).workers()).containsExactly(4, 6, 8, 10, 12, 14, 16, 18, 20);
        assertThat(Matrix.of(plan, bench.store, true).workers()).hasSize(10).startsWith(2);
        assertThat(Matrix.of(plan, bench.store, false)
                        .json(plan)
                        .at("/matrix/include/0")
                        .toString())
                .isEqualTo("{\"worker\":4,\"workers\":20}");
        assertThat(Matrix.of(plan, bench.store, false)
                        .json(plan)
                        .at("/library/column")
                        .asText())
                .isEqualTo("smiles");
    }

    @Test
    void aMatrixHasNoMoreJobsThanGitHubTakes() {
        bench.save("reference_library.csv", library(9_999));
        Plan plan = plan(workers(9_999, RUN));

        Matrix matrix = Matrix.of(plan, bench.store, false);

        assertThat(matrix.isTooLarge()).isTrue();
        assertThat(matrix.workers()).hasSize(9_999);
        assertThat(matrix.json(plan).at("/matrix/include")).hasSize(256);
        assertThat(matrix.json(plan).at("/matrix/include/255").toString())
                .isEqualTo("{\"worker\":256,\"workers\":9999}");
    }
}
