package io.ersilia.precalc.pipeline.predict;

import static io.ersilia.precalc.pipeline.Workbench.MODEL;
import static io.ersilia.precalc.pipeline.Workbench.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.pipeline.LengthModel;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.pipeline.plan.PlanRequest;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Asker;
import io.ersilia.precalc.pipeline.plan.PlanRequest.Unfinished;
import io.ersilia.precalc.run.ControlAnswer;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What a worker leaves in the store. */
class PredictJobTest {

    private static final String NO_REJECTS = "row,key,input,stage,reason,detail\n";

    private final Workbench bench = new Workbench();

    private static String sha256(byte[] bytes) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes);
        return Sha256.hex(digest);
    }

    @Test
    void everyRowBecomesAPredictionOrARejectInTheOrderOfTheLibrary() {
        bench.model.empty.add("CCC");
        Plan plan = bench.plan("name,smiles\na, C \nb,C C\nc,\nd,CCC\n\ne,C*\nf,F/C=C\\F\ng,\"[O-]\"\n", 1);

        PartitionManifest manifest = bench.predict(plan, 1);

        assertThat(bench.file("part-0001.csv")).isEqualTo("""
                        key,input,c1
                        VNWKTOKETHGBQD-UHFFFAOYSA-N,C,1
                        WFLOTYSKFUPZQB-UPHRSURJSA-N,F/C=C\\F,7
                        %s,[O-],4
                        """.formatted(Workbench.keyOf("[O-]")));
        assertThat(bench.file("rejects-0001.csv")).isEqualTo(NO_REJECTS + """
                        2,,C C,screen,invalid_smiles,white space within
                        3,,,screen,invalid_smiles,empty
                        4,ATUOYWHBWRKTHZ-UHFFFAOYSA-N,CCC,model,empty_output,"the model gave no value, twice"
                        5,,C*,screen,no_inchikey,Element name R is not recognised
                        """);
        assertThat(bench.file("part-0001.log")).isEqualTo("model's log\n");
        assertThat(manifest)
                .isEqualTo(new PartitionManifest(
                        RUN,
                        MODEL,
                        1,
                        0,
                        7,
                        7,
                        3,
                        new Rejections(
                                Map.of(Reason.INVALID_SMILES, 2L, Reason.NO_INCHIKEY, 1L, Reason.EMPTY_OUTPUT, 1L)),
                        sha256(bench.bytes("part-0001.csv")),
                        List.of("c1"),
                        "v1",
                        "length",
                        "0.9",
                        true,
                        CheckedModel.CONTROLS.stream()
                                .map(control -> new ControlAnswer(control, List.of(Integer.toString(control.length()))))
                                .toList(),
                        bench.clock.instant(),
                        0,
                        0.0,
                        plan.slices().get(0).sha256(),
                        sha256(bench.bytes("rejects-0001.csv")),
                        3,
                        0,
                        null,
                        "Lengths",
                        manifest.resources(),
                        0));
        assertThat(Json.read(bench.bytes("part-0001.json"), PartitionManifest.class, ""))
                .isEqualTo(manifest);
        assertThat(bench.files())
                .containsExactly(
                        "model-version.json",
                        "part-0001.csv",
                        "part-0001.json",
                        "part-0001.log",
                        "part-0001.stats.json",
                        "plan.json",
                        "rejects-0001.csv");
    }

    @Test
    void theFirstWorkerKeepsWhatIsKnownOfTheModel() {
        Plan plan = bench.plan("smiles\nC\nCC\n", 2);
        bench.model.facts = () -> facts("First");
        bench.predict(plan, 1);
        bench.model.facts = () -> facts("Second");

        bench.predict(plan, 2);

        assertThat(Json.read(bench.bytes("model.json"), ModelFacts.class, "")).isEqualTo(facts("First"));
    }

    @Test
    void aModelWhoseFactsCannotBeReadPredictsAllTheSame() {
        Plan plan = bench.plan("smiles\nC\n", 1);
        bench.model.facts = () -> {
            throw new IllegalArgumentException("a card that nobody thought of");
        };

        assertThat(bench.predict(plan, 1).predicted()).isEqualTo(1);
        assertThat(bench.files()).contains("part-0001.json").doesNotContain("model.json");
    }

    private static ModelFacts facts(String title) {
        return new ModelFacts(title, null, null, null, null, null, List.of(), null, null, null, List.of());
    }

    @Test
    void theWorkersTogetherPredictEveryRowOnceAndNumberRowsByTheFile() {
        String library = IntStream.rangeClosed(1, 30)
                .mapToObj(i -> i % 7 == 0 ? "not smiles" : "C".repeat(i))
                .collect(Collectors.joining("\n", "smiles\n", ""));
        Plan plan = bench.plan(library, 11);
        StringBuilder predicted = new StringBuilder();
        StringBuilder rejected = new StringBuilder();
        for (int worker = 1; worker <= 11; worker++) {
            bench.predict(plan, worker);
            bench.file("part-%04d.csv".formatted(worker))
                    .lines()
                    .skip(1)
                    .forEach(line -> predicted.append(line.split(",", -1)[2]).append(' '));
            bench.file("rejects-%04d.csv".formatted(worker))
                    .lines()
                    .skip(1)
                    .forEach(line -> rejected.append(line.split(",", -1)[0]).append(' '));
        }

        assertThat(predicted.toString().strip().split(" "))
                .containsExactly(IntStream.rangeClosed(1, 30)
                        .filter(i -> i % 7 != 0)
                        .mapToObj(Integer::toString)
                        .toArray(String[]::new));
        assertThat(rejected).hasToString("7 14 21 28 ");
    }

    @Test
    void aSliceWithoutMoleculesNeverStartsTheModel() {
        Plan plan = bench.plan("smiles\nC C\nx y\nC\n", 3);

        PartitionManifest manifest = bench.predict(plan, 1);

        assertThat(bench.model.starts).isZero();
        assertThat(bench.file("part-0001.csv")).isEqualTo("key,input\n");
        assertThat(manifest.columns()).isEmpty();
        assertThat(manifest.rowsIn()).isEqualTo(1);
        assertThat(manifest.predicted()).isZero();
        assertThat(manifest.rejected()).isEqualTo(new Rejections(Map.of(Reason.INVALID_SMILES, 1L)));
        assertThat(manifest.modelVersion()).isNull();
    }

    @Test
    void anEmptySliceIsAnEmptyPartition() {
        Plan plan = bench.plan("smiles\nC\n", 2);

        PartitionManifest manifest = bench.predict(plan, 1);

        assertThat(bench.model.starts).isZero();
        assertThat(manifest.rowsIn()).isZero();
        assertThat(bench.file("rejects-0001.csv")).isEqualTo(NO_REJECTS);
    }

    @Test
    void whatIsPredictedIsKeptAndTheModelNotStartedAgain() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        PartitionManifest first = bench.predict(plan, 1);
        bench.clock.pass(Duration.ofHours(1));

        AtomicLong told = new AtomicLong();
        try (CheckedModel checked = bench.checked(plan)) {
            assertThat(bench.predictJob(plan, checked, told::addAndGet).run(plan, 1, false))
                    .isEqualTo(first);
        }
        assertThat(bench.model.starts).isEqualTo(1);
        assertThat(told).hasValue(2);
    }

    @Test
    void whatAnotherProcessStoredMeanwhileIsKept() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        List<PartitionManifest> others = new ArrayList<>();
        bench.model.facts = () -> {
            bench.model.facts = () -> ModelFacts.NONE;
            bench.clock.pass(Duration.ofHours(1));
            others.add(bench.predict(plan, 1));
            return ModelFacts.NONE;
        };

        assertThat(bench.predict(plan, 1)).isEqualTo(others.get(0));
    }

    @Test
    void whatIsOddAboutTheRowsIsSaid() {
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(PredictJob.class);
        said.start();
        log.addAppender(said);
        try {
            bench.predict(bench.plan(Workbench.keyed("C@1", "CC(C)(C)(C)(C)C@2"), 1), 1);
        } finally {
            log.detachAppender(said);
        }

        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(text -> assertThat(text).contains("keys that do not match their SMILES: 2 of 2"))
                .anySatisfy(text -> assertThat(text).startsWith("worker 1: 1 molecule has an atom of unusual valence"));
    }

    @Test
    void forceOrAnotherRunnerPredictsAgain() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.predict(plan, 1);

        bench.predict(plan, 1, true);
        assertThat(bench.model.starts).isEqualTo(2);

        bench.model.name = "other";
        assertThat(bench.predict(plan, 1).runner()).isEqualTo("other");
        assertThat(bench.model.starts).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"slice_sha256", "model_version", "csv"})
    void aPartitionOfOtherBytesOrAnotherVersionOrWithoutItsCsvIsPredictedAgain(String what) {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        PartitionManifest first = bench.predict(plan, 1);
        if (what.equals("csv")) {
            bench.objects.delete("out/eos4e40/r1/part-0001.csv");
        } else {
            bench.save(
                    "out/eos4e40/r1/part-0001.json",
                    bench.file("part-0001.json").replaceFirst("(\"%s\" : )\"[^\"]*\"".formatted(what), "$1\"x\""));
        }

        assertThat(bench.predict(plan, 1))
                .usingRecursiveComparison()
                .ignoringFields("resources")
                .isEqualTo(first);
        assertThat(bench.model.starts).isEqualTo(2);
    }

    @Test
    void aPartitionPredictedAgainIsNoLongerServed() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.predict(plan, 1);
        bench.serve(plan, 1);

        bench.predict(plan, 1, true);

        assertThat(bench.store.files(MODEL, RUN).isServed(1)).isFalse();
    }

    @Test
    void over64ColumnsTheCsvIsCompressedToTheSameBytesEachTime() throws IOException {
        bench.model.columns = 65;
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        PartitionManifest manifest = bench.predict(plan, 1);
        byte[] first = bench.bytes("part-0001.csv.gz");
        bench.predict(plan, 1, true);

        assertThat(bench.bytes("part-0001.csv.gz")).isEqualTo(first);
        assertThat(manifest.sha256()).isEqualTo(sha256(first));
        assertThat(bench.files()).doesNotContain("part-0001.csv");
        assertThat(new String(
                        new GZIPInputStream(new ByteArrayInputStream(first)).readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("key,input,c1,c2,")
                .contains("\nVNWKTOKETHGBQD-UHFFFAOYSA-N,C,1,1,")
                .endsWith(",2,2\n");
    }

    @Test
    void upTo64ColumnsTheCsvIsPlainAndACompressedOneOfBeforeIsGone() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.model.columns = 65;
        bench.predict(plan, 1);
        bench.model.columns = 64;
        bench.predict(plan, 1, true);

        assertThat(bench.files()).contains("part-0001.csv").doesNotContain("part-0001.csv.gz");
    }

    @Test
    void theFirstWorkerRecordsTheVersionAndOneThatFindsAnotherStopsBeforeItPredicts() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 2);
        bench.predict(plan, 1);
        bench.model.version = "v2";
        bench.model.calls.clear();

        assertThatThrownBy(() -> bench.predict(plan, 2))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessage("run r1 uses version v1 of eos4e40, but this machine has v2; install version v1 here");
        assertThat(bench.model.asked).isEqualTo("v1");
        assertThat(bench.model.calls).as("of no molecule of the slice").hasSize(LengthModel.STARTING);
        assertThat(bench.files()).doesNotContain("part-0002.json", "part-0002.csv");
    }

    @Test
    void aPlannedVersionIsAskedForAndNothingElseTaken() {
        bench.save("lib.csv", Workbench.chains(1));
        PlanRequest request =
                new PlanRequest(MODEL, "v7", null, "lib.csv", null, 1, RUN, Unfinished.CONTINUE, Asker.PLANNER);
        Plan plan = bench.planner().plan(request);

        assertThatThrownBy(() -> bench.predict(plan, 1)).hasMessageStartingWith("run r1 uses version v7 of eos4e40");
        assertThat(bench.model.asked).isEqualTo("v7");

        bench.model.version = null;
        assertThat(bench.predict(plan, 1).modelVersion())
                .as("of a model that does not tell it")
                .isNull();
    }

    @Test
    void theFirstBatchIsTenAndLaterOnesTakeAboutThreeMinutesWhateverTheStartTook() {
        bench.model.start = Duration.ofMinutes(40);
        bench.model.perMolecule = Duration.ofSeconds(2);
        Plan plan = bench.plan(Workbench.chains(IntStream.rangeClosed(1, 250).toArray()), 1);

        PartitionManifest manifest = bench.predict(plan, 1);

        assertThat(manifest.modelSeconds()).as("250 molecules, and controls").isBetween(500.0, 530.0);
        assertThat(manifest.seconds()).isGreaterThan(40 * 60 + 500);
        assertThat(bench.batches().get(0)).isEqualTo(10);
        assertThat(bench.batches().get(1)).isBetween(70, 90);
        assertThat(bench.batches()).hasSize(4);
        assertThat(bench.batches().stream().mapToInt(Integer::intValue).sum()).isEqualTo(250);
    }

    @Test
    void noBatchIsLargerThanAsked() {
        bench.batchSize = 40;
        Plan plan = bench.plan(Workbench.chains(IntStream.rangeClosed(1, 100).toArray()), 1);

        bench.predict(plan, 1);

        assertThat(bench.batches()).containsExactly(10, 40, 40, 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void theFirstBatchIsSmallerWhereASmallerOneIsAsked(int most) {
        bench.batchSize = most;
        Plan plan = bench.plan(Workbench.chains(1, 2, 3), 1);

        bench.predict(plan, 1);

        assertThat(bench.batches().get(0)).isEqualTo(Math.min(3, most));
    }

    @Test
    void theLogOfAModelThatDoesNotAnswerIsKeptButNoPartition() {
        bench.model.silent = true;
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);

        assertThatThrownBy(() -> bench.predict(plan, 1))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL));
        assertThat(bench.files()).containsExactly("part-0001.log", "plan.json");
        assertThat(bench.file("part-0001.log")).isEqualTo("model's log\n");
    }

    @Test
    void whatWasSaidOfAModelThatCannotStartIsKeptAsItsLog() {
        bench.model.absent = true;
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);

        assertThatThrownBy(() -> bench.predict(plan, 1)).hasMessage("cannot fetch eos4e40");
        assertThat(bench.file("part-0001.log")).isEqualTo("cannot fetch eos4e40");
    }

    @Test
    void aFailureLeavesTheLogOfThePartitionThatIsThereAlone() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.predict(plan, 1);
        bench.model.silent = true;
        bench.model.log = new byte[] {'x'};

        assertThatThrownBy(() -> bench.predict(plan, 1, true)).isInstanceOf(Failure.class);
        assertThat(bench.file("part-0001.log")).isEqualTo("model's log\n");
        assertThat(bench.files()).contains("part-0001.json", "part-0001.csv");
    }

    @Test
    void aLibraryThatChangedIsRefusedBeforeTheModelStarts() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        bench.save("lib.csv", Workbench.chains(1, 3));

        assertThatThrownBy(() -> bench.predict(plan, 1))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessageContaining("lib.csv has changed since run r1 was planned");
        assertThat(bench.model.starts).isZero();
    }

    @Test
    void anInterruptedWorkerStopsAndLeavesNothing() {
        Plan plan = bench.plan(Workbench.chains(1, 2), 1);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> bench.predict(plan, 1))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(bench.files()).containsExactly("plan.json");
    }

    @Test
    void aStopAtTheLastRowLeavesNoPartition() {
        Plan plan = bench.plan("smiles\nC C\n", 1);
        try (CheckedModel checked = bench.checked(plan)) {
            PredictJob job = bench.predictJob(
                    plan, checked, rows -> Thread.currentThread().interrupt());
            assertThatThrownBy(() -> job.run(plan, 1, false))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(bench.files()).containsExactly("plan.json");
    }

    @Test
    void twoWorkersOfOneSliceAtOnceEndInOnePartitionOfOneOfThem() throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            Workbench shared = new Workbench();
            Plan plan =
                    shared.plan(Workbench.chains(IntStream.rangeClosed(1, 60).toArray()), 1);
            CyclicBarrier both = new CyclicBarrier(2);
            List<Thread> workers = IntStream.range(0, 2)
                    .mapToObj(i -> {
                        LengthModel own = new LengthModel(shared.clock);
                        own.log = new byte[] {(byte) ('0' + i)};
                        own.odd.add("C");
                        own.oddValue = "worker" + i;
                        own.meeting = both; // else the later one may go on from the batches of the other
                        return new Thread(() -> {
                            try (CheckedModel checked =
                                    new CheckedModel(own, MODEL, null, plan.controls(), new Random(1), wait -> {})) {
                                shared.predictJob(plan, checked).run(plan, 1, false);
                            }
                        });
                    })
                    .toList();
            workers.forEach(Thread::start);
            for (Thread worker : workers) {
                worker.join();
            }

            PartitionManifest manifest =
                    shared.store.manifest(new Partition(MODEL, RUN, 1)).orElseThrow();
            assertThat(manifest.sha256()).isEqualTo(sha256(shared.bytes("part-0001.csv")));
            assertThat(shared.file("part-0001.csv")).contains(",C,worker" + shared.file("part-0001.log"));
            assertThat(shared.files()).doesNotContain("part-0001.claim");
        }
    }
}
