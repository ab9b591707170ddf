package io.ersilia.precalc.pipeline.finish;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.RUN;
import static io.ersilia.precalc.pipeline.Workbench.key;
import static io.ersilia.precalc.pipeline.Workbench.keyed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.LossyTable;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Unfinished;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Reconciliation.Checks;
import io.ersilia.precalc.run.Reconciliation.Rows;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.stats.ModelStats;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.Rank;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The account of a run. */
class FinishJobTest {

    private final Workbench bench = new Workbench();

    private Plan planSample(RunId run, int sample) {
        return bench.planner()
                .plan(new PlanRequest(
                        MODEL, null, null, "lib.csv", sample, 1, run, Unfinished.CONTINUE, Asker.PLANNER));
    }

    @Test
    void everyRowIsAccountedFor() {
        bench.model.empty.add("CCC");
        bench.model.odd.add("CCCC");
        bench.model.oddValue = "inf";
        Plan plan = bench.plan(keyed("C@1", "x y@2", "CCC@3", "CCCC@4", "CC@1", "CCCCC@5") + "C*,\n", 2);
        bench.predictAndServe(plan);

        FinishJob.Outcome outcome = bench.finish(plan);

        assertThat(outcome.reconciliation().complete()).isTrue();
        assertThat(outcome.shortfalls().line()).isEmpty();
        assertThat(outcome.reconciliation().rows())
                .isEqualTo(new Rows(
                        7,
                        4,
                        0,
                        2,
                        1,
                        new Rejections(Map.of(
                                Reason.INVALID_SMILES, 1L,
                                Reason.NO_INCHIKEY, 1L,
                                Reason.EMPTY_OUTPUT, 1L,
                                Reason.NUMBER_OUT_OF_RANGE, 1L)),
                        0,
                        new Rejections(Map.of(Reason.NUMBER_OUT_OF_RANGE, 1L)),
                        0,
                        0));
        assertThat(outcome.reconciliation().seconds()).isZero();
        assertThat(outcome.reconciliation().checks())
                .isEqualTo(new Checks(
                        5, 5, Map.of(), 4, 0)); // of seven rows one has no key, and one a key that a later row has
    }

    @Test
    void theAccountIsKeptUnderTheNamesItAlwaysHad() {
        bench.predictAndServe(bench.plan(Workbench.chains(1, 2), 1));
        Plan plan = bench.store.plan(MODEL, RUN).orElseThrow();
        Reconciliation counted = bench.finish(plan).reconciliation();

        assertThat(bench.file("account.json"))
                .containsSubsequence(
                        "\"run\" : \"r1\"",
                        "\"finished\" : ",
                        "\"table_id\" : ",
                        "\"partitions_sha256\" : ",
                        "\"rows_in\" : 2,",
                        "\"predicted\" : 2,",
                        "\"served\" : 2,",
                        "\"duplicates\" : 0,",
                        "\"rejected\" : { },",
                        "\"unaccounted\" : 0,",
                        "\"verified\" : 2,");
        assertThat(bench.store.account(MODEL, RUN)).contains(counted);
    }

    @Test
    void anAccountOfAnEarlierVersionIsStillRead() {
        bench.save("out/eos4e40/r1/account.json", """
                {"run": "r1", "finished": "2026-03-01T10:00:00Z", "table_id": null, "partitions_sha256": "ab", "rows_in": 5,
                 "predicted": 4, "served": 3, "duplicates": 1, "rejected": {"invalid_smiles": 1}, "unaccounted": 0, "verified": 2}
                """);

        Reconciliation read = bench.store.account(MODEL, RUN).orElseThrow();

        assertThat(read.rows())
                .isEqualTo(new Rows(
                        5, 4, 0, 3, 1, new Rejections(Map.of(Reason.INVALID_SMILES, 1L)), 0, Rejections.NONE, 0, 0));
        assertThat(read.checks()).isEqualTo(new Checks(2, 0, Map.of(), 0, 0));
    }

    @Test
    void partitionsThatAreMissingOrNotServedAreNamed() {
        Plan plan = bench.plan(Workbench.chains(1, 2, 3, 4, 5, 6), 3);
        bench.predict(plan, 1);
        bench.serve(plan, 1);
        bench.predict(plan, 2);

        FinishJob.Outcome outcome = bench.finish(plan);

        assertThat(outcome.shortfalls().missing()).containsExactly(3);
        assertThat(outcome.shortfalls().unserved()).containsExactly(2);
        assertThat(outcome.reconciliation().rows().unaccounted()).isEqualTo(4);
        assertThat(outcome.shortfalls().line()).isEqualTo("not predicted: part-0003; not served: part-0002");
        assertThat(bench.store.metadata(MODEL)).isEmpty();
        assertThat(bench.table.model(MODEL).orElseThrow().items()).isNull();
    }

    @Test
    void slicesWithoutRowsNeedNoPartition() {
        Plan plan = bench.plan(Workbench.chains(1), 3);
        bench.predict(plan, 3);
        bench.serve(plan, 3);

        assertThat(bench.finish(plan).reconciliation().complete()).isTrue();
    }

    @Test
    void whatWasServedToAnotherTableIsNotServed() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 2);
        bench.predictAndServe(plan);
        for (String part : List.of("part-0001", "part-0002")) {
            bench.save(
                    "out/eos4e40/r1/" + part + ".served.json",
                    bench.file(part + ".served.json").replace(bench.table.id().orElseThrow(), "another"));
        }

        assertThat(bench.finish(plan).shortfalls().unserved()).containsExactly(1, 2);
    }

    @Test
    void aTableThatWasRemovedHasNothingServed() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 2);
        bench.predictAndServe(plan);
        bench.table = new MemoryTable();

        assertThat(bench.finish(plan).shortfalls().unserved()).containsExactly(1, 2);
        assertThat(bench.table.model(MODEL)).isEmpty();
    }

    @Test
    void aRowThatTheWriterLosesIsUnaccountedForAndItsPartitionNamed() {
        bench.table = new LossyTable(bench.table, key(3));
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@3", "CCCC@4"), 2);
        bench.predictAndServe(plan);

        FinishJob.Outcome outcome = bench.finish(plan);

        assertThat(outcome.reconciliation().complete()).isFalse();
        assertThat(outcome.reconciliation().rows().unaccounted()).isEqualTo(1);
        assertThat(outcome.shortfalls().leaking()).containsExactly(2);
        assertThat(outcome.shortfalls().line()).isEqualTo("rows lost: part-0002");
    }

    @Test
    void aLossAndAGainDoNotMakeEachOtherGood() {
        Plan plan = bench.plan(Workbench.chains(1, 2, 3, 4), 1);
        bench.predictAndServe(plan);
        bench.save(
                "out/eos4e40/r1/part-0001.json",
                bench.file("part-0001.json").replace("\"rows_in\" : 4", "\"rows_in\" : 3"));

        assertThat(bench.finish(plan).reconciliation().rows().unaccounted()).isEqualTo(2);
    }

    @Test
    void keysOfSeveralPartitionsAreSettledToTheLaterRowWhoeverServedLast() {
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@1", "CCCC@3", "CCCCC@1", "CCCCCC@2"), 3);
        for (int worker = 3; worker >= 1; worker--) {
            bench.predict(plan, worker);
            bench.serve(plan, worker);
        }
        assertThat(bench.said(key(1))).isEqualTo("1");

        FinishJob.Outcome outcome = bench.finish(plan);

        assertThat(bench.said(key(1))).isEqualTo("5");
        assertThat(bench.said(key(2))).isEqualTo("6");
        assertThat(bench.said(key(3))).isEqualTo("4");
        assertThat(outcome.reconciliation().rows().served()).isEqualTo(3);
        assertThat(outcome.reconciliation().rows().duplicates()).isEqualTo(3);
        assertThat(outcome.reconciliation().complete()).isTrue();
        assertThat(bench.finish(plan).reconciliation()).isEqualTo(outcome.reconciliation());
    }

    @Test
    void noPartitionIsReadAgainWhereServeLeftItsKeys() {
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@1", "CCCC@3"), 2);
        bench.predictAndServe(plan);
        bench.objects.delete("out/eos4e40/r1/part-0001.csv");
        bench.objects.delete("out/eos4e40/r1/part-0002.csv");

        FinishJob.Outcome outcome = bench.finish(plan);

        assertThat(outcome.reconciliation().complete()).isTrue();
        assertThat(outcome.reconciliation().rows().served()).isEqualTo(3);
        assertThat(outcome.reconciliation().checks().verified()).isEqualTo(3);
    }

    @Test
    void aRunOfWhichServeLeftNoKeysOrOthersIsFinishedAllTheSame() {
        Plan plan = bench.plan(keyed("C@1", "x y@5", "CC@2", "CCC@1", "CCCC@3"), 2);
        for (int worker = 2; worker >= 1; worker--) {
            bench.predict(plan, worker);
            bench.serve(plan, worker);
        }
        bench.objects.delete("out/eos4e40/r1/keys-0001.csv");
        bench.save("out/eos4e40/r1/keys-0002.csv", "key,position,rejected,digest\n");

        FinishJob.Outcome outcome = bench.finish(plan);

        assertThat(outcome.reconciliation().complete()).isTrue();
        assertThat(outcome.reconciliation().rows().served()).isEqualTo(3);
        assertThat(outcome.reconciliation().rows().duplicates()).isEqualTo(1);
        assertThat(outcome.reconciliation().checks().verified()).isEqualTo(4);
        assertThat(bench.said(key(1))).isEqualTo("3");
    }

    @Test
    void settlingLeavesAloneWhatALaterRunWrote() {
        Plan plan = bench.plan(keyed("C@1", "CC@1"), 2);
        bench.predictAndServe(plan);
        bench.model.odd.add("CC");
        Plan later = bench.planner().plan(Workbench.request(new RunId("r2"), 1));
        bench.predictAndServe(later);

        bench.finish(plan);

        assertThat(bench.said(key(1))).isEqualTo("text");
        assertThat(bench.item(key(1)).orElseThrow().run()).isEqualTo(new RunId("r2"));
    }

    @Test
    void theMetadataOfAFinishedRunIsInStoreAndTable() {
        bench.model.perMolecule = Duration.ofSeconds(1);
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@1", "x y@3"), 2);
        bench.predictAndServe(plan);

        bench.finish(plan);

        ModelMetadata metadata = bench.store.metadata(MODEL).orElseThrow();
        assertThat(metadata.predsInStore()).isEqualTo(3);
        assertThat(metadata.totalUniquePreds()).isEqualTo(2);
        assertThat(metadata.modelVersion()).isEqualTo("v1");
        assertThat(metadata.run()).isEqualTo(RUN);
        assertThat(metadata.sample()).isNull();
        assertThat(metadata.pipelineMetaS3Uri()).isEqualTo("memory/out/eos4e40/r1/");
        assertThat(metadata.pipelineLatestStartTime()).isEqualTo(plan.created().getEpochSecond());
        assertThat(metadata.predsLastUpdated()).isEqualTo(bench.clock.instant().getEpochSecond());
        assertThat(bench.table.model(MODEL))
                .contains(new ModelRecord(
                        MODEL, "v1", List.of("c1"), new Rank(RUN, plan.created(), false), true, 2L, 1L));
    }

    @Test
    void whatTheAuthorSaysOfTheModelIsInTableAndStore() {
        ModelFacts facts =
                new ModelFacts("Lengths", null, null, null, null, null, List.of(), null, null, null, List.of());
        bench.model.facts = () -> facts;
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.predictAndServe(plan);
        assertThat(bench.table.model(MODEL).orElseThrow().facts()).isEqualTo(facts);

        bench.finish(plan);

        assertThat(bench.table.model(MODEL).orElseThrow().facts()).isEqualTo(facts);
        assertThat(bench.store.metadata(MODEL).orElseThrow().facts()).isEqualTo(facts);
        assertThat(bench.store.metadata(MODEL).orElseThrow().columns()).containsExactly("c1");
    }

    @Test
    void theStatisticsOfAllPartitionsAreMergedInStoreAndTable() {
        Plan plan = bench.plan(Workbench.chains(1, 2, 3, 4), 2);
        bench.predictAndServe(plan);

        bench.finish(plan);

        ModelStats stats = statistics();
        assertThat(stats.run()).isEqualTo(RUN);
        assertThat(stats.rows()).isEqualTo(4);
        assertThat(stats.columns().get(0).numbers()).isEqualTo(4);
        assertThat(stats.without()).isEmpty();
        assertThat(bench.table
                        .ranks(MODEL)
                        .orElseThrow()
                        .percentiles(List.of("c1"), List.of(new BigDecimal(3), "text")))
                .containsExactly(new BigDecimal("5E+1"), null);
        assertThat(bench.store.metadata()).as("the statistics are no metadata").hasSize(1);
    }

    private ModelStats statistics() {
        String file = "meta/eos4e40.stats.json";
        return Json.read(bench.objects.read(file).orElseThrow(), ModelStats.class, file);
    }

    @Test
    void theStatisticsOfASampleNeverReplaceThoseOfAFullRun() {
        Plan plan = bench.plan(Workbench.chains(1, 2, 3, 4), 1);
        bench.predictAndServe(plan);
        bench.finish(plan);
        bench.clock.pass(Duration.ofHours(1));
        Plan sample = planSample(new RunId("r2"), 2);
        bench.predict(sample, 1);
        bench.serveJob().run(sample.partition(1), sample, true);
        bench.finish(sample);

        assertThat(statistics().run()).isEqualTo(RUN);
        assertThat(bench.table.ranks(MODEL).orElseThrow().run()).isEqualTo(RUN);
    }

    @Test
    void aBrokenFileOfFactsKeepsNothingFromTheTable() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.save("out/eos4e40/r1/model.json", "{");
        bench.predictAndServe(plan);

        assertThat(bench.finish(plan).reconciliation().complete()).isTrue();
        assertThat(bench.store.metadata(MODEL).orElseThrow().facts()).isNull();
    }

    @Test
    void theTimesAreThoseOfAllSlicesInWhateverOrderTheyWere() {
        bench.model.perMolecule = Duration.ofSeconds(1);
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@3", "CCCC@4", "CCCCC@5"), 2);
        bench.clock.pass(Duration.ofMinutes(1));
        Instant begun = bench.clock.instant();
        PartitionManifest second = bench.predict(plan, 2);
        bench.clock.pass(Duration.ofMinutes(2));
        PartitionManifest first = bench.predict(plan, 1);
        bench.serve(plan, 2);
        bench.clock.pass(Duration.ofMinutes(3));
        bench.serve(plan, 1);
        Instant ended = bench.clock.instant();
        bench.clock.pass(Duration.ofMinutes(4));

        Reconciliation finished = bench.finish(plan).reconciliation();

        double seconds = Duration.between(begun, ended).toMillis() / 1000.0;
        assertThat(finished.seconds()).isEqualTo(seconds).isGreaterThan(300);
        ModelMetadata metadata = bench.store.metadata(MODEL).orElseThrow();
        assertThat(metadata.pipelineLatestStartTime()).isEqualTo(begun.getEpochSecond());
        assertThat(metadata.pipelineLatestDuration()).isEqualTo(seconds);
        assertThat(metadata.predsLastUpdated()).isEqualTo(ended.getEpochSecond());
        assertThat(metadata.secondsPerMolecule())
                .isEqualTo((first.secondsOfModel() + second.secondsOfModel()) / 5)
                .isPositive();
    }

    @Test
    void theTimeOfWorkThatWentOnIsCountedFromWhereItBegan() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.predictAndServe(plan);
        Instant since = bench.clock.instant();
        bench.clock.pass(Duration.ofSeconds(90));

        Reconciliation finished = new FinishJob(bench.store, bench.table, bench.clock)
                .run(plan, new RejectRate(1), since)
                .reconciliation();

        assertThat(finished.seconds()).isEqualTo(90);
    }

    @Test
    void whatWasPredictedOrServedAnewIsToldFromWhatWasFinished() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.predictAndServe(plan);
        String sha256 = bench.finish(plan).reconciliation().partitionsSha256();
        assertThat(bench.finish(plan).reconciliation().partitionsSha256()).isEqualTo(sha256);

        bench.clock.pass(Duration.ofMinutes(1));
        bench.serveJob().run(plan.partition(1), plan, true);
        String servedAnew = bench.finish(plan).reconciliation().partitionsSha256();
        assertThat(servedAnew).isNotEqualTo(sha256);

        bench.model.oddValue = "7";
        bench.model.odd.add("CC");
        bench.predict(plan, 1, true);
        String notServed = bench.finish(plan).reconciliation().partitionsSha256();
        bench.model.oddValue = "8";
        bench.predict(plan, 1, true);
        assertThat(bench.finish(plan).reconciliation().partitionsSha256()).isNotIn(sha256, servedAnew, notServed);
    }

    @Test
    void theMetadataOfASampleKnowsHowLargeTheLibraryIs() {
        bench.plan(Workbench.chains(1, 2, 3), 1);
        Plan sample = planSample(new RunId("r2"), 2);
        bench.predictAndServe(sample);

        bench.finish(sample);

        assertThat(bench.store.metadata(MODEL).orElseThrow().libraryRows()).isEqualTo(3);
    }

    @Test
    void theVersionIsThatOfThePartitionsThatLearnedIt() {
        Plan plan = bench.plan("smiles\nC\nx y\n", 2);
        bench.predict(plan, 2);
        bench.serve(plan, 2);
        bench.predict(plan, 1);
        bench.serve(plan, 1);

        bench.finish(plan);

        assertThat(bench.store.metadata(MODEL).orElseThrow().modelVersion()).isEqualTo("v1");
        assertThat(bench.table.model(MODEL).orElseThrow().version()).isEqualTo("v1");
    }

    @Test
    void anOlderRunNeverReplacesANewerOnesMetadata() {
        Plan older = bench.plan(Workbench.chains(1, 2), 1);
        bench.clock.pass(Duration.ofMinutes(1));
        Plan newer = bench.planner().plan(Workbench.request(new RunId("r2"), 1));
        bench.predictAndServe(newer);
        bench.finish(newer);
        bench.predict(older, 1);
        bench.serveJob().run(older.partition(1), older, true);
        assertThat(bench.finish(older).reconciliation().complete()).isTrue();

        assertThat(bench.store.metadata(MODEL).orElseThrow().run()).isEqualTo(newer.run());
        assertThat(bench.table.model(MODEL).orElseThrow().run()).isEqualTo(newer.run());
    }

    @Test
    void aSampleNeverReplacesAFullRunsMetadata() {
        Plan full = bench.plan(Workbench.chains(1, 2, 3), 1);
        bench.predictAndServe(full);
        bench.finish(full);
        bench.clock.pass(Duration.ofMinutes(1));
        Plan sample = planSample(new RunId("r2"), 2);
        bench.predict(sample, 1);
        bench.serveJob().run(sample.partition(1), sample, true);

        assertThat(bench.finish(sample).reconciliation().complete()).isTrue();

        assertThat(bench.store.metadata(MODEL).orElseThrow().predsInStore()).isEqualTo(3);
        assertThat(bench.table.model(MODEL).orElseThrow().run()).isEqualTo(RUN);
    }

    @Test
    void aRunInWhichNothingWasPredictedIsAccountedForToo() {
        Plan plan = bench.plan("smiles\nx y\nz z\n", 1);
        bench.predictAndServe(plan);

        FinishJob.Outcome outcome = bench.finish(plan);

        assertThat(outcome.reconciliation().complete()).isTrue();
        assertThat(outcome.reconciliation().rows().served()).isZero();
        assertThat(bench.store.metadata(MODEL).orElseThrow().secondsPerMolecule())
                .isNull();
        assertThat(bench.table.model(MODEL)).isEmpty();
    }

    @Test
    void theAccountAddsUpAndTheTableHoldsTheLastWordOnRandomLibraries() {
        Random random = new Random(12);
        for (int i = 0; i < 12; i++) {
            addsUp(random);
        }
    }

    /** One random run, against a naive reckoning of what each key ends as. */
    private static void addsUp(Random random) {
        Workbench bench = new Workbench();
        bench.model.empty.addAll(Set.of("N", "O"));
        bench.model.odd.addAll(Set.of("F", "Cl"));
        bench.model.oddValue = "1e999";
        List<String> smiles = List.of("C", "CC", "CCC", "CCCC", "CCCCC", "N", "O", "F", "Cl", "x y", "C*");
        Map<InchiKey, @Nullable String> meant = new HashMap<>();
        List<String> rows = new ArrayList<>();
        Set<InchiKey> predicted = new HashSet<>();
        long rejected = 0;
        int count = 1 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            String text = smiles.get(random.nextInt(smiles.size()));
            int number = 1 + random.nextInt(25);
            rows.add(text + "@" + number);
            String said = said(text);
            meant.put(key(number), said);
            rejected += said.contains("_") ? 1 : 0;
        }
        Plan plan = bench.plan(keyed(rows.toArray(String[]::new)), 1 + random.nextInt(12));
        List<Integer> order = new ArrayList<>();
        for (int worker = 1; worker <= plan.workers(); worker++) {
            order.add(worker);
        }
        java.util.Collections.shuffle(order, random);
        for (int worker : order) {
            bench.predict(plan, worker);
            bench.serve(plan, worker);
        }

        Rows run = bench.finish(plan).reconciliation().rows();

        assertThat(run.unaccounted()).isZero();
        assertThat(run.in()).isEqualTo(count);
        assertThat(run.rejected().total()).isEqualTo(rejected);
        assertThat(run.served() + run.duplicates() + rejected).isEqualTo(count);
        meant.forEach((key, said) -> {
            assertThat(bench.said(key)).as(key.value()).isEqualTo(said);
            if (said != null && !said.contains("_")) {
                predicted.add(key);
            }
        });
        assertThat(run.served()).isEqualTo(predicted.size());
        assertThat(bench.store.metadata(MODEL).orElseThrow().totalUniquePreds()).isEqualTo(predicted.size());
    }

    private static String said(String smiles) {
        return switch (smiles) {
            case "N", "O" -> "empty_output";
            case "F", "Cl" -> "number_out_of_range";
            case "x y" -> "invalid_smiles";
            default -> Integer.toString(smiles.length());
        };
    }

    private void controls(int worker, String cell) {
        String file = "part-%04d.json".formatted(worker);
        String manifest = bench.file(file);
        bench.save(
                "out/eos4e40/r1/" + file,
                manifest.replaceFirst(
                        "(?s)\"controls\" : \\[.*?\\],\\s*\"started\"",
                        "\"controls\" : [{\"smiles\": \"CCO\", \"cells\": [\"%s\"]}], \"started\"".formatted(cell)));
    }

    @Test
    void controlsThatDifferBetweenPartitionsAreToldAndMarkTheModel() {
        Plan plan = bench.plan(Workbench.chains(1, 2, 3), 3);
        bench.predictAndServe(plan);
        controls(1, "4");
        controls(2, "3.0001");
        controls(3, "3");

        FinishJob.Outcome outcome = bench.finish(plan);

        assertThat(outcome.reconciliation().complete()).isTrue();
        assertThat(outcome.disagreements().lines())
                .containsExactly("part-0001 says 4 for control CCO in column c1, others say 3.0001");
        assertThat(bench.store.metadata(MODEL).orElseThrow().deterministic()).isFalse();
        assertThat(bench.table.model(MODEL).orElseThrow().deterministic()).isFalse();
    }

    @Test
    void controlsThatAgreeLeaveTheModelDeterministic() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 2);
        bench.predictAndServe(plan);
        controls(1, "3");
        controls(2, "3.001");

        assertThat(bench.finish(plan).disagreements().lines()).isEmpty();
        assertThat(bench.store.metadata(MODEL).orElseThrow().deterministic()).isTrue();
    }
}
