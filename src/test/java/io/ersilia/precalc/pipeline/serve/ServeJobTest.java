package io.ersilia.precalc.pipeline.serve;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.RUN;
import static io.ersilia.precalc.pipeline.Workbench.key;
import static io.ersilia.precalc.pipeline.Workbench.keyOf;
import static io.ersilia.precalc.pipeline.Workbench.keyed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.pipeline.ForwardingTable;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What serve makes of a partition. */
class ServeJobTest {

    private static final Partition PART_1 = new Partition(MODEL, RUN, 1);
    private static final String ASPIRIN = "BSYNRYMUTXBXSQ-UHFFFAOYSA-N";

    private final Workbench bench = new Workbench();

    /** A partition that somebody else made: a CSV and nothing else. */
    private ServedManifest serveImported(String csv) {
        bench.save("out/eos4e40/r1/part-0001.csv", csv);
        return bench.serveJob().run(PART_1, null, false);
    }

    @Test
    void everyRowBecomesATypedItemOrAReject() {
        bench.model.odd.addAll(List.of("CC", "CCCC"));
        bench.model.oddValue = "007";
        Plan plan = bench.plan("smiles\nC\nCC\nC C\nCCC\n", 1);
        bench.predict(plan, 1);
        bench.clock.pass(Duration.ofMinutes(5));

        ServedManifest served = bench.serve(plan, 1);

        assertThat(bench.item(keyOf("C")))
                .contains(new Item(
                        keyOf("C"), MODEL, "C", List.of(Value.number("1")), null, bench.clock.instant(), RUN, "v1"));
        assertThat(bench.item(keyOf("CC")).orElseThrow().values()).containsExactly(Value.text("007"));
        assertThat(served)
                .isEqualTo(new ServedManifest(
                        "memory:",
                        bench.table.id().orElseThrow(),
                        bench.store.manifest(PART_1).orElseThrow().sha256(),
                        3,
                        3,
                        0,
                        Rejections.NONE,
                        0,
                        bench.clock.instant(),
                        0,
                        List.of(
                                keyOf("C").value(),
                                keyOf("CC").value(),
                                keyOf("CCC").value()),
                        sha256("keys-0001.csv"),
                        null));
        assertThat(Json.read(bench.bytes("part-0001.served.json"), ServedManifest.class, ""))
                .isEqualTo(served);
        assertThat(bench.file("serve-rejects-0001.csv")).isEqualTo("row,key,input,stage,reason,detail\n");
    }

    private String sha256(String file) {
        MessageDigest digest = Sha256.digest();
        digest.update(bench.bytes(file));
        return Sha256.hex(digest);
    }

    @Test
    void theKeysThatWereWrittenAreListedInOrderWithWhatWasWritten() {
        bench.model.empty.add("CCC");
        Plan plan = bench.plan(Workbench.keyed("C@3", "x y@2", "CC@1", "CCC@4", "CCCC@1"), 1);
        bench.predictAndServe(plan);

        assertThat(bench.file("keys-0001.csv")).isEqualTo("""
                        key,position,rejected,digest,smiles
                        %s,2,,,%s
                        %s,4,,%s,%s
                        %s,1,invalid_smiles,%s,%s
                        %s,0,,%s,%s
                        %s,3,empty_output,%s,%s
                        """.formatted(
                        key(1),
                        digest("CC"),
                        key(1),
                        digest("CCCC\n[4]"),
                        digest("CCCC"),
                        key(2),
                        digest("x y\ninvalid_smiles"),
                        digest("x y"),
                        key(3),
                        digest("C\n[1]"),
                        digest("C"),
                        key(4),
                        digest("CCC\nempty_output"),
                        digest("CCC")));
    }

    /** FNV-1a of 64 bits, by its definition. */
    private static String digest(String what) {
        BigInteger hash = new BigInteger("cbf29ce484222325", 16);
        for (byte one : what.getBytes(StandardCharsets.UTF_8)) {
            hash = hash.xor(BigInteger.valueOf(one))
                    .multiply(new BigInteger("100000001b3", 16))
                    .mod(BigInteger.ONE.shiftLeft(64));
        }
        return "%016x".formatted(hash);
    }

    @Test
    void theKeysGoWithTheManifestOfServe() {
        Plan plan = bench.plan(Workbench.chains(1), 1);
        bench.predictAndServe(plan);
        assertThat(bench.files()).contains("keys-0001.csv");

        bench.predict(plan, 1, true);

        assertThat(bench.files()).doesNotContain("keys-0001.csv", "part-0001.served.json");
    }

    @Test
    void theColumnsAreThereWithTheItems() {
        Plan plan = bench.plan(Workbench.chains(1), 1);
        bench.predict(plan, 1);
        bench.serve(plan, 1);

        assertThat(bench.table.model(MODEL, "v1"))
                .contains(new ModelRecord(
                        MODEL, "v1", List.of("c1"), new Rank(RUN, plan.created(), false), true, null, null));
    }

    @Test
    void rowsThatServeRefusesAreNumberedByTheLibraryAndWrittenWithTheirReason() {
        bench.model.odd.add("CCC");
        bench.model.oddValue = "1e400";
        Plan plan = bench.plan("smiles\nx y\nC\n\nCCC\nCC\n", 1);
        bench.predict(plan, 1);

        ServedManifest served = bench.serve(plan, 1);

        assertThat(bench.file("serve-rejects-0001.csv")).isEqualTo("""
                        row,key,input,stage,reason,detail
                        3,%s,CCC,serve,number_out_of_range,c1 is 1e400
                        """.formatted(keyOf("CCC")));
        assertThat(served.rejected()).isEqualTo(new Rejections(Map.of(Reason.NUMBER_OUT_OF_RANGE, 1L)));
        assertThat(served.rows()).isEqualTo(3);
        assertThat(served.items()).isEqualTo(2);
        assertThat(bench.said(keyOf("CCC"))).isEqualTo("number_out_of_range");
    }

    @Test
    void whatPredictRejectedIsWrittenWhereItHasAKey() {
        bench.model.empty.add("CCC");
        Plan plan = bench.plan(keyed("C@1", "x y@2", "CCC@3", "C*@4") + "C C,\n", 1);
        bench.predict(plan, 1);

        ServedManifest served = bench.serve(plan, 1);

        assertThat(bench.said(key(1))).isEqualTo("1");
        assertThat(bench.said(key(2))).isEqualTo("invalid_smiles");
        assertThat(bench.said(key(3))).isEqualTo("empty_output");
        assertThat(bench.said(key(4))).isEqualTo("2");
        assertThat(served.rows()).isEqualTo(2);
        assertThat(served.rejected()).isEqualTo(Rejections.NONE);
    }

    @Test
    void aRejectTakesThePlaceOfWhatAnEarlierRunSaid() {
        Plan first = bench.plan(keyed("C@1", "CC@2"), 1);
        bench.predictAndServe(first);
        bench.model.empty.add("C");
        Plan second = bench.planner().plan(Workbench.request(new io.ersilia.precalc.run.RunId("r2"), 1));
        bench.predictAndServe(second);

        assertThat(bench.said(key(1))).isEqualTo("empty_output");
        assertThat(bench.said(key(2))).isEqualTo("2");
    }

    @Test
    void ofEqualKeysTheLaterRowWinsAndTheEarlierIsADuplicate() {
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@1", "CCCC@1"), 1);
        bench.predict(plan, 1);

        ServedManifest served = bench.serve(plan, 1);

        assertThat(bench.said(key(1))).isEqualTo("4");
        assertThat(bench.item(key(1)).orElseThrow().smiles()).isEqualTo("CCCC");
        assertThat(served.items()).isEqualTo(2);
        assertThat(served.duplicates()).isEqualTo(2);
        assertThat(served.unaccounted()).isZero();
    }

    @Test
    void aLaterRejectWinsOverAnEarlierPredictionAndTheOtherWayRound() {
        bench.model.empty.addAll(List.of("N", "O"));
        Plan plan = bench.plan(keyed("C@1", "N@1", "O@2", "CC@2", "CCC@3", "x y@3", "z z@4", "CCCC@4"), 1);
        bench.predict(plan, 1);

        ServedManifest served = bench.serve(plan, 1);

        assertThat(bench.said(key(1))).isEqualTo("empty_output");
        assertThat(bench.said(key(2))).isEqualTo("2");
        assertThat(bench.said(key(3))).isEqualTo("invalid_smiles");
        assertThat(bench.said(key(4))).isEqualTo("4");
        assertThat(served.items()).isEqualTo(2);
        assertThat(served.duplicates()).isEqualTo(2);
        assertThat(served.unaccounted()).isZero();
    }

    @Test
    void aLaterRowThatServeRefusesWinsToo() {
        bench.model.odd.add("CC");
        bench.model.oddValue = "inf";
        Plan plan = bench.plan(keyed("C@1", "CC@1"), 1);
        bench.predict(plan, 1);

        ServedManifest served = bench.serve(plan, 1);

        assertThat(bench.said(key(1))).isEqualTo("number_out_of_range");
        assertThat(served.duplicates()).isEqualTo(1);
        assertThat(served.rejected().total()).isEqualTo(1);
        assertThat(served.unaccounted()).isZero();
    }

    @Test
    void aBadRowNeverStopsAnImportedPartition() {
        ServedManifest served = serveImported("""
                key,input,weight,label
                %1$s,CC(=O)Oc1ccccc1C(=O)O,180.159,drug
                6d5a5d3c9a0d0f2b8f0c7e1a2b3c4d5e,C,1,2
                LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,1
                VNWKTOKETHGBQD-UHFFFAOYSA-N,C,,NaN
                OTMSDBZUPAUEDD-UHFFFAOYSA-N,CC,1e400,x
                ATUOYWHBWRKTHZ-UHFFFAOYSA-N,CCC,5" disk,1.50
                """.formatted(ASPIRIN));

        assertThat(served.rows()).isEqualTo(6);
        assertThat(served.items()).isEqualTo(2);
        assertThat(served.rejected())
                .isEqualTo(new Rejections(Map.of(
                        Reason.INVALID_KEY, 1L,
                        Reason.INVALID_INPUT, 1L,
                        Reason.EMPTY_OUTPUT, 1L,
                        Reason.NUMBER_OUT_OF_RANGE, 1L)));
        assertThat(bench.file("serve-rejects-0001.csv")).isEqualTo("""
                        row,key,input,stage,reason,detail
                        2,,C,serve,invalid_key,not a standard InChIKey
                        3,LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,serve,invalid_input,"3 cells, the header has 4"
                        4,VNWKTOKETHGBQD-UHFFFAOYSA-N,C,serve,empty_output,every value is empty
                        5,OTMSDBZUPAUEDD-UHFFFAOYSA-N,CC,serve,number_out_of_range,weight is 1e400
                        """);
        assertThat(bench.said(keyOf("CCC"))).isEqualTo("5\" disk");
        assertThat(bench.said(keyOf("CCO"))).isEqualTo("invalid_input");
        assertThat(bench.table.model(MODEL).orElseThrow().columns()).containsExactly("weight", "label");
    }

    @Test
    void anItemThatIsTooLargeIsARejectWithItsKey() {
        ServedManifest served = serveImported("key,input,text\n" + ASPIRIN + ",C," + "x".repeat(Item.MAX_BYTES) + "\n");

        assertThat(served.rejected()).isEqualTo(new Rejections(Map.of(Reason.ITEM_TOO_LARGE, 1L)));
        assertThat(bench.item(new io.ersilia.precalc.molecule.InchiKey(ASPIRIN))
                        .orElseThrow()
                        .rejected())
                .isEqualTo(Reason.ITEM_TOO_LARGE);
        assertThat(served.unaccounted()).isZero();
    }

    @Test
    void anotherHashThanTheManifestsIsRefusedBeforeAnythingIsWritten() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.predict(plan, 1);
        bench.save("out/eos4e40/r1/part-0001.csv", bench.file("part-0001.csv") + ASPIRIN + ",C,1\n");

        assertThatThrownBy(() -> bench.serve(plan, 1))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessageStartingWith("part-0001 of eos4e40 run r1 has the SHA-256 ")
                .hasMessageEndingWith("predict it again with --force");
        assertThat(bench.table.model(MODEL)).isEmpty();
        assertThat(bench.files()).doesNotContain("part-0001.served.json");
    }

    @Test
    void aCsvOfAPlannedSliceIsNoPartitionWithoutItsManifest() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.predict(plan, 1);
        bench.objects.delete("out/eos4e40/r1/part-0001.json");

        assertThatThrownBy(() -> bench.serveJob().run(plan.partition(1), plan, true))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessage(
                        "part-0001 of eos4e40 run r1 is not predicted in memory: its CSV has no manifest; predict it first");
        assertThat(bench.item(keyOf("C"))).isEmpty();
    }

    @Test
    void aManifestOfAnotherPartitionIsNone() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 2);
        bench.predict(plan, 1);
        bench.predict(plan, 2);
        bench.save("out/eos4e40/r1/part-0001.csv", bench.file("part-0002.csv"));
        bench.save("out/eos4e40/r1/part-0001.json", bench.file("part-0002.json"));

        assertThatThrownBy(() -> bench.serve(plan, 1))
                .hasMessageStartingWith(
                        "the manifest of part-0001 of eos4e40 run r1 in memory says that it belongs to part-0002");
    }

    @Test
    void rejectsThatWereCutAreRefusedByServeAndByAFinishThatHasNoKeys() {
        Plan plan = bench.plan(keyed("C@1", "x y@2", "z z@3"), 1);
        bench.predict(plan, 1);
        bench.serve(plan, 1);
        String rejects = bench.file("rejects-0001.csv");
        bench.save("out/eos4e40/r1/rejects-0001.csv", rejects.substring(0, rejects.indexOf("\n3,") + 1));

        String refusal = "memory/out/eos4e40/r1/rejects-0001.csv has the SHA-256 ";
        assertThatThrownBy(() -> bench.serveJob().run(plan.partition(1), plan, true))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessageStartingWith(refusal);
        bench.objects.delete("out/eos4e40/r1/keys-0001.csv");
        assertThatThrownBy(() -> bench.finish(plan)).hasMessageStartingWith(refusal);
    }

    @Test
    void rejectsUnderTheNameThatTheyHadAreRead() {
        Plan plan = bench.plan(keyed("C@1", "x y@2"), 1);
        bench.predict(plan, 1);
        bench.save("out/eos4e40/r1/part-0001.rejects.csv", bench.file("rejects-0001.csv"));
        bench.objects.delete("out/eos4e40/r1/rejects-0001.csv");

        bench.serve(plan, 1);

        assertThat(bench.said(key(2))).isEqualTo("invalid_smiles");
    }

    @Test
    void anAbsentPartitionIsNamed() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);

        assertThatThrownBy(() -> bench.serve(plan, 1))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessage("part-0001 of eos4e40 run r1 is not in memory: predict it first");
    }

    @Test
    void columnsOtherThanThoseOfTheSameVersionAreRefused() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 2);
        bench.predict(plan, 1);
        bench.serve(plan, 1);
        bench.model.columns = 2;
        bench.predict(plan, 2);

        assertThatThrownBy(() -> bench.serve(plan, 2))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessage(
                        "version v1 of eos4e40 has the columns [c1] in the table, but this partition has [c1, c2]; predict it again with --force if it alone differs, else remove that version from the table first: precalc purge --model eos4e40 --model-version v1, with the same --store and --table");
    }

    @Test
    void columnsOtherThanThoseImportedBeforeAreRefused() {
        serveImported("key,input,weight\n" + ASPIRIN + ",C,1\n");

        assertThatThrownBy(() -> serveImported("key,input,label\n" + ASPIRIN + ",C,1\n"))
                .hasMessage(
                        "the unknown version of eos4e40 has the columns [weight] in the table, but this partition has [label]; remove that version from the table first: precalc purge --model eos4e40 --run r1, with the same --store and --table");
    }

    @Test
    void whatIsServedIsKeptUntilItIsPredictedAgain() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.predict(plan, 1);
        ServedManifest first = bench.serve(plan, 1);
        bench.clock.pass(Duration.ofHours(1));
        assertThat(bench.serve(plan, 1)).isEqualTo(first);

        bench.predict(plan, 1, true);
        assertThat(bench.serve(plan, 1).started()).isEqualTo(bench.clock.instant());
    }

    @Test
    void forceServesAgain() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.predict(plan, 1);
        bench.serve(plan, 1);
        bench.clock.pass(Duration.ofHours(1));

        assertThat(bench.serveJob().run(plan.partition(1), plan, true).started())
                .isEqualTo(bench.clock.instant());
    }

    @Test
    void everyPartitionIsServedAgainAfterTheTableWasRemoved() {
        bench.model.empty.add("CCCC");
        Plan plan = bench.plan(keyed("C@1", "CC@2", "CCC@3", "CCCC@4"), 4);
        bench.predictAndServe(plan);
        bench.table = new MemoryTable();

        for (int worker = 1; worker <= 4; worker++) {
            bench.serve(plan, worker);
        }

        assertThat(bench.said(key(1))).isEqualTo("1");
        assertThat(bench.said(key(2))).isEqualTo("2");
        assertThat(bench.said(key(3))).isEqualTo("3");
        assertThat(bench.said(key(4))).isEqualTo("empty_output");
    }

    @Test
    void aPartitionOfAWideModelIsServedFromItsCompressedCsv() {
        bench.model.columns = 65;
        Plan plan = bench.plan(Workbench.chains(1, 2, 3), 1);
        bench.predict(plan, 1);

        assertThat(bench.serve(plan, 1).items()).isEqualTo(3);
        assertThat(bench.item(keyOf("CC")).orElseThrow().values()).hasSize(65).containsOnly(Value.number("2"));
    }

    @Test
    void aPartitionWithoutPredictionsLeavesNoColumns() {
        Plan plan = bench.plan("smiles\nx y\nz z\n", 1);
        bench.predict(plan, 1);

        ServedManifest served = bench.serve(plan, 1);

        assertThat(served.rows()).isZero();
        assertThat(bench.table.model(MODEL)).isEmpty();
    }

    @Test
    void whatOnePartitionKnowsOfANondeterministicModelNoOtherForgets() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 2);
        bench.predict(plan, 1);
        bench.predict(plan, 2);
        bench.save(
                "out/eos4e40/r1/part-0001.json",
                bench.file("part-0001.json").replace("\"deterministic\" : true", "\"deterministic\" : false"));

        bench.serve(plan, 1);
        bench.serve(plan, 2);

        assertThat(bench.table.model(MODEL).orElseThrow().deterministic()).isFalse();
    }

    @Test
    void whetherAnEarlierRunWasDeterministicSaysNothingOfTheNext() {
        Plan first = bench.plan(Workbench.chains(1, 2), 1);
        bench.predict(first, 1);
        bench.save(
                "out/eos4e40/r1/part-0001.json",
                bench.file("part-0001.json").replace("\"deterministic\" : true", "\"deterministic\" : false"));
        bench.serve(first, 1);
        bench.clock.pass(Duration.ofMinutes(1));
        Plan next = bench.planner().plan(Workbench.request(new RunId("r2"), 2));
        bench.predictAndServe(next);

        assertThat(bench.table.model(MODEL).orElseThrow())
                .extracting(ModelRecord::run, ModelRecord::deterministic)
                .containsExactly(new RunId("r2"), true);
    }

    @Test
    void everyRowOfThePartitionIsToldOnceAndOneThatIsKeptAsAWhole() {
        Plan plan = bench.plan("smiles\nC\nx y\nCC\nCCC\n", 1);
        bench.predict(plan, 1);
        List<Long> rows = new ArrayList<>();
        List<Partition> kept = new ArrayList<>();
        ServeJob job = new ServeJob(bench.store, bench.table, bench.clock, rows::add);

        job.run(PART_1, plan, false, kept::add);
        assertThat(rows).containsExactly(1L, 0L, 1L, 1L); // that predict rejected one is no news
        assertThat(kept).isEmpty();

        job.run(PART_1, plan, false, kept::add);
        assertThat(rows).containsExactly(1L, 0L, 1L, 1L, 3L);
        assertThat(kept).containsExactly(PART_1);
    }

    @Test
    void fiveKeysFromAllOverThePartitionAreProbed() {
        int[] lengths = IntStream.rangeClosed(1, 19).toArray();
        Plan plan = bench.plan(Workbench.chains(lengths), 1);
        bench.predict(plan, 1);

        ServedManifest served = bench.serve(plan, 1);

        assertThat(served.probes()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void theTableIsPreparedFirstAndTheTimeOfWritingIsCounted() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.predict(plan, 1);
        List<String> calls = new ArrayList<>();
        PredictionTable slow = new ForwardingTable(bench.table) {
            @Override
            public void prepare() {
                calls.add("prepare");
            }

            @Override
            public ItemWriter writer() {
                calls.add("write");
                bench.clock.pass(Duration.ofMillis(2_500));
                return super.writer();
            }
        };

        ServedManifest served = new ServeJob(bench.store, slow, bench.clock, Progress.NONE).run(PART_1, plan, false);

        assertThat(calls).containsExactly("prepare", "write");
        assertThat(served.seconds()).isEqualTo(2.5);
    }

    @Test
    void anExaminationCountsWhatWouldBeWritten() {
        bench.model.empty.add("CC");
        Plan plan = bench.plan("smiles\nC\nCC\nCCC\nC\n", 1);
        bench.predict(plan, 1);

        Examination examined = bench.serveJob().examine(PART_1, plan, false);

        assertThat(examined.items()).isEqualTo(3);
        assertThat(examined.duplicates()).isOne();
        assertThat(examined.writeUnits()).isEqualTo(4);
        assertThat(examined.unitsPerItem()).isOne();
    }
}
