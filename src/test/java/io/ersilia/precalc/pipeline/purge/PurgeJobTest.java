package io.ersilia.precalc.pipeline.purge;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.RUN;
import static io.ersilia.precalc.pipeline.Workbench.key;
import static io.ersilia.precalc.pipeline.Workbench.keyed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.ForwardingTable;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Unfinished;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.table.Deleted;
import io.ersilia.precalc.table.DeletionScope;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes and what stays when predictions are taken back. */
class PurgeJobTest {

    private static final RunId R2 = new RunId("r2");
    private static final RunId R3 = new RunId("r3");

    private final Workbench bench = new Workbench();

    private Plan planned(RunId run, String library) {
        bench.clock.pass(Duration.ofMinutes(1));
        bench.save(run + ".csv", library);
        return bench.planner()
                .plan(new PlanRequest(
                        MODEL, null, null, run + ".csv", null, 2, run, Unfinished.CONTINUE, Asker.PLANNER));
    }

    /** A run of two partitions over the library, predicted by the version and served. */
    private Plan served(RunId run, String version, String library) {
        bench.model.version = version;
        Plan plan = planned(run, library);
        bench.predictAndServe(plan);
        return plan;
    }

    private Deleted purge(@Nullable RunId run, @Nullable String version) {
        PurgeJob job = new PurgeJob(bench.store, bench.table);
        return job.run(job.find(MODEL, run, version), Progress.NONE);
    }

    /** The numbers of the keys that have an item, and the runs of these. */
    private Map<Integer, String> there() {
        Map<Integer, String> there = new HashMap<>();
        for (int number = 0; number < 60; number++) {
            int found = number;
            bench.item(key(number))
                    .ifPresent(item -> there.put(found, item.run().value()));
        }
        return there;
    }

    private boolean isServed(Plan plan, int worker) {
        return bench.store.served(plan.partition(worker)).isPresent();
    }

    @Test
    void theItemsOfARunGoAndThoseThatAnotherRunWroteSinceStay() {
        Plan first = served(RUN, "v1", keyed("C@1", "CC@2", "CCC@3"));
        Plan second = served(R2, "v1", keyed("C@2", "CC@4"));

        assertThat(purge(RUN, null)).isEqualTo(new Deleted(2, 1, 0, 0));

        assertThat(there()).isEqualTo(Map.of(2, "r2", 4, "r2"));
        assertThat(isServed(first, 1) || isServed(first, 2)).isFalse();
        assertThat(isServed(second, 1) && isServed(second, 2)).isTrue();
        assertThat(bench.files())
                .contains("part-0001.csv", "part-0001.json", "part-0002.csv")
                .noneMatch(file -> file.contains("serve"));
    }

    @Test
    void rejectsAreItemsTooAndGoWithTheRest() {
        bench.model.empty.add("CC");
        served(RUN, "v1", keyed("C@1", "CC@2", "C C@3"));
        assertThat(there()).containsOnlyKeys(1, 2, 3);

        assertThat(purge(RUN, null)).isEqualTo(new Deleted(3, 0, 0, 0));
        assertThat(there()).isEmpty();
    }

    @Test
    void theItemsOfAVersionGoWhicheverRunWroteThem() {
        served(RUN, "v1", keyed("C@1", "C@2", "C@3"));
        served(R2, "v2", keyed("C@3", "C@4"));
        served(R3, "v1", keyed("C@4", "C@5"));

        assertThat(purge(null, "v1")).isEqualTo(new Deleted(4, 1, 0, 0));
        assertThat(there()).isEqualTo(Map.of(3, "r2"));
    }

    @Test
    void aVersionWithoutDigestStandsForItsImages() {
        served(RUN, "v1@sha256:ab", keyed("C@1", "C@2"));
        served(R2, "v10", keyed("C@3", "C@4"));

        assertThat(purge(null, "v1")).isEqualTo(new Deleted(2, 0, 0, 0));
        assertThat(there()).containsOnlyKeys(3, 4);
    }

    @Test
    void runAndVersionTogetherMustBothHold() {
        served(RUN, "v1", keyed("C@1", "C@2"));
        served(R2, "v1", keyed("C@2", "C@3"));

        assertThat(purge(RUN, "v1")).isEqualTo(new Deleted(1, 1, 0, 0));
        assertThat(there()).isEqualTo(Map.of(2, "r2", 3, "r2"));
        assertThatThrownBy(() -> purge(RUN, "v2"))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessageStartingWith("no partition of version v2 of eos4e40 in ")
                .hasMessageEndingWith("; versions there: [v1]: correct --model-version");
    }

    @Test
    void withoutRunAndVersionEverythingOfTheStoresRunsGoes() throws InterruptedException {
        served(RUN, "v1", keyed("C@1", "C@2"));
        served(R2, "v2", keyed("C@2", "C@3"));
        bench.save("out/eos4e40/imported/part-0001.csv", "key,input,c1\n%s,CCO,1\n".formatted(key(7)));
        bench.serveJob().run(new io.ersilia.precalc.run.Partition(MODEL, new RunId("imported"), 1), null, false);
        Item foreign = new Item(
                key(3), MODEL, "C", bench.item(key(3)).orElseThrow().values(), null, bench.clock.instant(), R3, "v2");
        io.ersilia.precalc.table.Items.write(bench.table, List.of(foreign)); // by a run of another store

        assertThat(purge(null, null)).isEqualTo(new Deleted(3, 1, 1, 0));

        assertThat(there()).isEqualTo(Map.of(3, "r3"));
        assertThat(bench.table.model(MODEL)).isEmpty();
        assertThat(bench.table.model(MODEL, null)).isEmpty();
        assertThat(bench.table.model(MODEL, "v1")).isEmpty();
        assertThat(bench.table.model(MODEL, "v2")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void ofAnyTwoRunsExactlyTheOthersItemsStay(int seed) {
        Random random = new Random(seed);
        for (RunId run : List.of(RUN, R2, RUN)) {
            String library = random.ints(20, 0, 60)
                    .distinct()
                    .mapToObj("C@%d"::formatted)
                    .collect(Collectors.collectingAndThen(
                            Collectors.toList(), rows -> keyed(rows.toArray(String[]::new))));
            Plan plan = bench.store.plan(MODEL, run).orElseGet(() -> planned(run, library));
            for (int worker = 1; worker <= 2; worker++) {
                bench.predict(plan, worker);
                if (random.nextBoolean()) { // some are served, some again in place of the other's, some never
                    bench.serveJob().run(plan.partition(worker), plan, true);
                }
            }
        }
        Map<Integer, String> others = there().entrySet().stream()
                .filter(item -> !item.getValue().equals("r1"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

        purge(RUN, null);

        assertThat(there()).isEqualTo(others);
    }

    @Test
    void onceTheNewerRunIsPurgedTheOlderOneMayBeServedAgain() {
        Plan older = planned(RUN, keyed("C@1", "CC@2"));
        bench.predict(older, 1);
        bench.predict(older, 2);
        bench.serve(older, 1);
        served(R2, "v1", keyed("C@1", "CC@2"));
        assertThatThrownBy(() -> bench.serve(older, 2)).hasMessageContaining("run r1 is older");

        purge(R2, null);

        assertThat(bench.table.model(MODEL, "v1").orElseThrow().run()).isEqualTo(RUN);
        assertThat(bench.table.model(MODEL).orElseThrow().run()).isEqualTo(RUN);
        bench.serve(older, 2);
        assertThat(there()).isEqualTo(Map.of(2, "r1"));
    }

    @Test
    void whatWasPurgedIsServedAgain() {
        Plan plan = served(RUN, "v1", keyed("C@1", "C@2"));
        Map<Integer, String> before = there();
        purge(RUN, null);
        assertThat(there()).isEmpty();

        bench.predictAndServe(plan);

        assertThat(there()).isEqualTo(before);
        assertThat(bench.finish(plan).reconciliation().complete()).isTrue();
    }

    @Test
    void aVersionWithOtherColumnsIsServedOnceTheOldOneIsPurged() {
        served(RUN, "v1", keyed("C@1", "C@2"));
        bench.model.columns = 2;
        Plan plan = planned(R2, keyed("C@1", "C@2"));
        bench.predict(plan, 1);
        assertThatThrownBy(() -> bench.serve(plan, 1))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessage(
                        "version v1 of eos4e40 has the columns [c1] in the table, but this partition has [c1, c2]; remove that version from the table first: precalc purge --model eos4e40 --model-version v1, with the same --store and --table");

        purge(null, "v1");
        bench.serve(plan, 1);

        assertThat(bench.table.model(MODEL).map(ModelRecord::columns)).contains(List.of("c1", "c2"));
    }

    @Test
    void anImportedRunWithOtherColumnsIsServedOnceTheOldOnesArePurged() {
        List<RunId> runs = List.of(new RunId("a"), new RunId("b"), new RunId("c"));
        for (RunId run : runs) {
            String columns = run.equals(runs.get(2)) ? "x,y" : "x";
            bench.save(
                    "out/eos4e40/%s/part-0001.csv".formatted(run),
                    "key,input,%s\n%s,CCO,1%s\n".formatted(columns, key(7), columns.equals("x") ? "" : ",2"));
        }
        serveImported(runs.get(0));
        serveImported(runs.get(1));
        assertThatThrownBy(() -> serveImported(runs.get(2)))
                .hasMessageContaining("precalc purge --model eos4e40 --run b");

        purge(runs.get(1), null);
        assertThatThrownBy(() -> serveImported(runs.get(2))).hasMessageContaining("columns"); // of run a
        purge(runs.get(0), null);
        serveImported(runs.get(2));

        assertThat(bench.table.model(MODEL, null).map(ModelRecord::columns)).contains(List.of("x", "y"));
    }

    private void serveImported(RunId run) {
        bench.serveJob().run(new io.ersilia.precalc.run.Partition(MODEL, run, 1), null, false);
    }

    @Test
    void theTableAnswersByTheNewestVersionThatIsLeft() {
        served(RUN, "v1", keyed("C@1", "C@2"));
        served(R2, "v2", keyed("C@3", "C@4"));
        served(R3, "v3", keyed("C@5", "C@6"));

        purge(R3, null);
        assertThat(bench.table.model(MODEL).map(ModelRecord::version)).contains("v2");
        purge(null, "v2");
        assertThat(bench.table.model(MODEL).map(ModelRecord::version)).contains("v1");
        purge(null, null);
        assertThat(bench.table.model(MODEL)).isEmpty();
    }

    @Test
    void theColumnsStayWhileAnotherRunHasTheVersionInTheTable() {
        served(RUN, "v1", keyed("C@1", "C@2"));
        served(R2, "v1", keyed("C@3", "C@4"));

        purge(R2, null);
        assertThat(bench.table.model(MODEL, "v1").map(ModelRecord::columns)).contains(List.of("c1"));
        purge(RUN, null);
        assertThat(bench.table.model(MODEL, "v1")).isEmpty();
        assertThat(bench.table.model(MODEL)).isEmpty();
    }

    @Test
    void whatIsServedToAnotherTableStaysServed() {
        Plan plan = served(RUN, "v1", keyed("C@1", "C@2"));
        PredictionTable other = new FailingTable(new MemoryTable(), Integer.MAX_VALUE, "memory:other");

        PurgeJob job = new PurgeJob(bench.store, other);
        assertThat(job.run(job.find(MODEL, RUN, null), Progress.NONE)).isEqualTo(new Deleted(0, 0, 2, 0));

        assertThat(isServed(plan, 1) && isServed(plan, 2)).isTrue();
        assertThat(there()).hasSize(2);
    }

    @Test
    void aPurgeThatEndsHalfWayLeavesNothingServedAndGoesOn() {
        Plan plan = served(RUN, "v1", keyed("C@1", "C@2", "C@3", "C@4"));
        PredictionTable real = bench.table;
        bench.table = new FailingTable(real, 1, real.name());

        assertThatThrownBy(() -> purge(RUN, null)).hasMessage("the credentials have expired");
        assertThat(there()).hasSize(2);
        assertThat(isServed(plan, 1) || isServed(plan, 2)).isFalse();
        assertThat(real.model(MODEL, "v1")).isPresent();

        bench.table = real;
        assertThat(purge(RUN, null)).isEqualTo(new Deleted(2, 0, 2, 0));
        assertThat(there()).isEmpty();
        assertThat(real.model(MODEL, "v1")).isEmpty();
    }

    @Test
    void aStoreThatFailsInTheMiddleLeavesNothingServedAndThePurgeGoesOn() {
        Plan plan = served(RUN, "v1", keyed("C@1", "C@2", "C@3", "C@4"));
        PurgeJob job = new PurgeJob(bench.store, bench.table);
        Purgeable found = job.find(MODEL, RUN, null);
        byte[] second = bench.objects.read("out/eos4e40/r1/part-0002.csv").orElseThrow();
        bench.objects.delete("out/eos4e40/r1/part-0002.csv");

        assertThatThrownBy(() -> job.run(found, Progress.NONE))
                .hasMessage("part-0002 of eos4e40 run r1 is not in memory: predict it first");
        assertThat(there()).containsKeys(3, 4);
        assertThat(isServed(plan, 1) || isServed(plan, 2)).isFalse();
        assertThat(bench.table.model(MODEL, "v1")).isPresent();

        bench.objects.save("out/eos4e40/r1/part-0002.csv", second);
        assertThat(purge(RUN, null).deleted()).isGreaterThanOrEqualTo(2);
        assertThat(there()).isEmpty();
        assertThat(bench.table.model(MODEL, "v1")).isEmpty();
    }

    @Test
    void noKeyIsDeletedBeforeTheStoreHasForgottenThatAnythingWasServed() {
        Plan plan = served(RUN, "v1", keyed("C@1", "C@2", "C@3", "C@4"));
        PurgeJob job = new PurgeJob(bench.store, bench.table);
        Purgeable found = job.find(MODEL, RUN, null);
        bench.refusing.takesOnly(0);

        assertThatThrownBy(() -> job.run(found, Progress.NONE))
                .hasMessage("cannot write: the credentials have expired");

        bench.refusing.takesOnly(Integer.MAX_VALUE);
        assertThat(there()).hasSize(4);
        assertThat(isServed(plan, 1) && isServed(plan, 2)).isTrue();
    }

    @Test
    void partitionsAreDeletedSideBySide() {
        served(RUN, "v1", keyed("C@1", "C@2", "C@3", "C@4"));
        CountDownLatch both = new CountDownLatch(2);
        bench.table = new ForwardingTable(bench.table) {
            @Override
            public Deleted delete(ModelId model, Set<InchiKey> keys, DeletionScope owner) {
                try {
                    both.countDown();
                    both.await();
                } catch (InterruptedException e) {
                    throw Stop.interrupted(e);
                }
                return table.delete(model, keys, owner);
            }
        };

        assertThat(purge(RUN, null)).isEqualTo(new Deleted(4, 0, 0, 0));
    }

    @Test
    void aPartitionThatCannotBeReadIsNamedBeforeAnythingIsDeleted() {
        Plan plan = served(RUN, "v1", keyed("C@1", "C@2"));
        bench.objects.delete("out/eos4e40/r1/part-0002.csv");

        assertThatThrownBy(() -> purge(RUN, null))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessage("part-0002 of eos4e40 run r1 is not in memory: predict it first");
        assertThat(there()).hasSize(2);
        assertThat(isServed(plan, 1)).isTrue();
    }

    @Test
    void aRunThatIsNotThereIsNamedWithThoseThatAre() {
        served(RUN, "v1", keyed("C@1", "C@2"));

        assertThatThrownBy(() -> purge(R2, null))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessage("no run r2 of eos4e40 in memory; runs there: [r1]");
    }

    @Test
    void moreRunsThanOneConditionTakesMustBeNamed() {
        IntStream.rangeClosed(0, DeletionScope.MAX_RUNS)
                .forEach(number -> bench.save("out/eos4e40/i%d/part-0001.csv".formatted(number), "key,input,x\n"));

        assertThatThrownBy(() -> purge(null, null))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.USAGE))
                .hasMessage(
                        "eos4e40 has 101 runs in memory, at most 100 are purged at once: name one by --run or a version by --model-version");

        bench.objects.delete("out/eos4e40/i0/part-0001.csv");
        assertThat(new PurgeJob(bench.store, bench.table)
                        .find(MODEL, null, null)
                        .runs())
                .hasSize(DeletionScope.MAX_RUNS);
    }

    @Test
    void manyKeysGoInChunksAndAreToldAsTheyWereCounted() {
        int rows = PartitionKeys.CHUNK + 5;
        bench.save(
                "out/eos4e40/r1/part-0001.csv",
                IntStream.range(0, rows)
                        .mapToObj(number -> key(number) + ",CCO,1")
                        .collect(Collectors.joining("\n", "key,input,x\n", "\n")));
        serveImported(RUN);
        PurgeJob job = new PurgeJob(bench.store, bench.table);
        Purgeable found = job.find(MODEL, RUN, null);

        assertThat(found.keys()).isEqualTo(rows);
        assertThat(found.writeUnits()).isEqualTo(rows);
        List<Long> told = new ArrayList<>();
        assertThat(job.run(found, told::add)).isEqualTo(new Deleted(rows, 0, 0, 0));
        assertThat(told).containsExactly((long) PartitionKeys.CHUNK, 5L);
    }

    @Test
    void ofVersionsThatAreLeftTheNewestFullRunsComesBeforeAnySamples() {
        served(RUN, "v1", keyed("C@1", "C@2"));
        bench.model.version = "v2";
        bench.clock.pass(Duration.ofMinutes(1));
        bench.save("r2.csv", keyed("C@3", "C@4", "C@5"));
        Plan sample = bench.planner()
                .plan(new PlanRequest(MODEL, null, null, "r2.csv", 2, 1, R2, Unfinished.CONTINUE, Asker.PLANNER));
        bench.predict(sample, 1);
        bench.serveJob().run(sample.partition(1), sample, true);
        served(R3, "v3", keyed("C@6", "C@7"));

        purge(R3, null);

        assertThat(bench.table.model(MODEL).map(ModelRecord::version)).contains("v1");
    }

    @Test
    void theRecordOfARunOfAnotherStoreStaysUnlessItsWholeVersionGoes() {
        served(RUN, "v1", keyed("C@1", "C@2"));
        bench.table.save(ofAnotherStore());

        purge(RUN, null);
        assertThat(bench.table.model(MODEL, "v1")).contains(ofAnotherStore());
        purge(null, "v1");
        assertThat(bench.table.model(MODEL, "v1")).isEmpty();
    }

    @Test
    void theRecordOfARunOfAnotherStoreIsNotHandedToOneOfThis() {
        served(RUN, "v1", keyed("C@1", "C@2"));
        served(R2, "v1", keyed("C@3", "C@4"));
        bench.table.save(ofAnotherStore());

        purge(RUN, null);

        assertThat(bench.table.model(MODEL, "v1")).contains(ofAnotherStore());
    }

    private ModelRecord ofAnotherStore() {
        return new ModelRecord(
                MODEL, "v1", List.of("c1"), new Rank(R3, bench.clock.instant(), false), true, null, null);
    }

    @Test
    void aVersionThatIsOnlyInAnotherTableIsForgottenInThis() {
        PredictionTable here = bench.table;
        bench.table = new MemoryTable();
        served(RUN, "v1", keyed("C@1", "C@2"));
        bench.table = here;
        served(R2, "v1", keyed("C@3", "C@4"));

        purge(R2, null);

        assertThat(bench.table.model(MODEL, "v1")).isEmpty();
    }

    /** A purge that was killed has forgotten the version, but not yet that it is the current one. */
    @ParameterizedTest
    @CsvSource({"v1, true", "v2, false"})
    void theCurrentRecordThatAKilledPurgeLeftGoesWithItsVersionOnly(String forgotten, boolean isCurrent) {
        served(RUN, "v2", keyed("C@3", "C@4"));
        served(R2, "v1", keyed("C@1", "C@2"));
        PredictionTable real = bench.table;
        bench.table = new ForwardingTable(real) {
            @Override
            public Optional<ModelRecord> model(ModelId model, @Nullable String version) {
                return table.model(model, version).filter(record -> !forgotten.equals(version));
            }
        };

        purge(null, forgotten);

        String left = isCurrent ? "v2" : "v1";
        assertThat(real.model(MODEL).map(ModelRecord::version)).contains(left);
        assertThat(real.model(MODEL, left)).isPresent();
    }

    /** A table that refuses all deletes after the given number of them. */
    private static final class FailingTable extends ForwardingTable {
        private final String name;
        private final AtomicInteger left;

        FailingTable(PredictionTable table, int left, String name) {
            super(table);
            this.left = new AtomicInteger(left);
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<String> id() {
            return name.equals(table.name()) ? table.id() : Optional.of("the id of " + name);
        }

        @Override
        public Deleted delete(ModelId model, Set<InchiKey> keys, DeletionScope owner) {
            if (left.getAndDecrement() == 0) {
                throw Failure.stopped("the credentials have expired", null);
            }
            return table.delete(model, keys, owner);
        }
    }
}
