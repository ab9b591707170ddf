package io.ersilia.precalc.pipeline.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.pipeline.LengthModel;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What becomes of a slice whose worker was stopped: one rule a test, all about the same interrupted slice. */
class ResumeTest {

    private static final String CHECKPOINTS = "checkpoints/0001/";
    private static final List<Logger> LOGS = Stream.of(SliceModel.class, Checkpoints.class)
            .map(of -> (Logger) LoggerFactory.getLogger(of))
            .toList();

    private final Workbench bench = new Workbench();
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        LOGS.forEach(log -> log.addAppender(said));
    }

    @AfterEach
    void hangUp() {
        LOGS.forEach(log -> log.detachAppender(said));
    }

    /** A slice of 60 chains in batches of 10 that is stopped in its fourth. */
    private Plan interrupted() {
        bench.batchSize = 10;
        Plan plan = bench.plan(Workbench.chains(IntStream.rangeClosed(1, 60).toArray()), 1);
        bench.model.stopping.add("C".repeat(35));
        assertStops(() -> bench.predict(plan, 1));
        bench.model.stopping.clear();
        bench.model.calls.clear();
        said.list.clear();
        return plan;
    }

    private static void assertStops(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        try {
            assertThatThrownBy(work)
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED));
        } finally {
            Thread.interrupted();
        }
    }

    /** A finished batch as a process would have left it that found something else. */
    private void changed(String batch, String name, String old, String by) {
        String json = bench.file(CHECKPOINTS + batch).replaceFirst(",\"sha256\":\"[0-9a-f]{64}\"}$", "}");
        assertThat(json).contains(old);
        bench.objects.save(
                "out/eos4e40/r1/" + CHECKPOINTS + name,
                Checkpoint.sealed(json.replace(old, by).getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> said() {
        return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private List<String> checkpoints() {
        return bench.files().stream()
                .filter(file -> file.startsWith("checkpoints/"))
                .toList();
    }

    private String undisturbed() {
        Workbench other = new Workbench();
        other.predict(other.plan(Workbench.chains(IntStream.rangeClosed(1, 60).toArray()), 1), 1);
        return other.file("part-0001.csv");
    }

    @Test
    void everyFinishedBatchIsInTheStoreAndOnlyTheOthersAreAskedForAgain() {
        Plan plan = interrupted();
        assertThat(checkpoints())
                .containsExactly(
                        CHECKPOINTS + "batch-000000000-000000010.json",
                        CHECKPOINTS + "batch-000000010-000000020.json",
                        CHECKPOINTS + "batch-000000020-000000030.json");

        PartitionManifest manifest = bench.predict(plan, 1);

        assertThat(bench.batches()).containsExactly(10, 10, 10);
        assertThat(bench.model.calls.get(LengthModel.STARTING)).contains("C".repeat(31));
        assertThat(bench.file("part-0001.csv")).isEqualTo(undisturbed());
        assertThat(manifest.predicted()).isEqualTo(60);
        assertThat(checkpoints()).isEmpty();
        assertThat(said())
                .containsExactly(
                        "rows 1 to 10 are kept: the same rows, eos4e40 in version v1, runner length",
                        "rows 11 to 20 are kept: the same rows, eos4e40 in version v1, runner length",
                        "rows 21 to 30 are kept: the same rows, eos4e40 in version v1, runner length");
    }

    @Test
    void rejectsAreKeptAsWhatTheyWere() {
        bench.batchSize = 10;
        bench.model.empty.add("CCC");
        Plan plan = bench.plan(Workbench.chains(1, 2, 3, 4).replace("CCCC", "C C\nCCCC"), 1);
        bench.batchSize = 4;
        bench.model.stopping.add("CCCC");
        assertStops(() -> bench.predict(plan, 1));
        bench.model.stopping.clear();
        bench.model.empty.clear(); // asked again it would have a value

        PartitionManifest manifest = bench.predict(plan, 1);

        assertThat(bench.file("rejects-0001.csv"))
                .contains("3,ATUOYWHBWRKTHZ-UHFFFAOYSA-N,CCC,model,empty_output,")
                .contains("4,,C C,screen,invalid_smiles,");
        assertThat(manifest.predicted()).isEqualTo(3);
    }

    @Test
    void aSliceWhoseBatchesAreAllThereAsksTheModelForNothingButItsChecks() {
        Plan plan = interrupted();
        bench.refusing.takesOnly(3); // the last three batches and nothing more
        assertStops(() -> bench.predict(plan, 1));
        bench.refusing.takesOnly(Integer.MAX_VALUE);
        bench.model.calls.clear();

        PartitionManifest manifest = bench.predict(plan, 1);

        assertThat(bench.model.batches())
                .as("kept molecules are checked at random all the same")
                .containsExactly(5);
        assertThat(manifest.checkedAgain()).isEqualTo(5);
        assertThat(bench.file("part-0001.csv")).isEqualTo(undisturbed());
        assertThat(manifest.controls()).hasSize(5);
        assertThat(manifest.modelVersion()).isEqualTo("v1");
        assertThat(manifest.runnerVersion()).isEqualTo("0.9");
    }

    @Test
    void aModelThatContradictsASliceWhoseBatchesAreAllThereIsAskedForAllAgain() {
        Plan plan = interrupted();
        bench.refusing.takesOnly(3);
        assertStops(() -> bench.predict(plan, 1));
        bench.refusing.takesOnly(Integer.MAX_VALUE);
        bench.model.calls.clear();
        bench.model.odd.add("c1ccccc1");
        bench.model.oddValue = "7.5";

        bench.predict(plan, 1);

        assertThat(bench.model.batches()).filteredOn(size -> size == 10).hasSize(6);
    }

    @Test
    void batchesOfAnotherRunnerAreRunAgainAndItIsSaidWhy() {
        Plan plan = interrupted();
        bench.model.name = "other";

        bench.predict(plan, 1);

        assertThat(bench.batches()).hasSize(6);
        assertThat(said()).contains("rows 1 to 10 are run again: runner length, not other");
        assertThat(bench.file("part-0001.csv")).isEqualTo(undisturbed());
    }

    @Test
    void batchesOfOtherRowsAreRunAgain() {
        Plan plan = interrupted();
        changed("batch-000000000-000000010.json", "batch-000000010-000000020.json", "\"from\":0,", "\"from\":10,");

        bench.predict(plan, 1);

        assertThat(said()).contains("rows 11 to 20 are run again: other rows");
        assertThat(bench.batches()).hasSize(4);
        assertThat(bench.file("part-0001.csv")).isEqualTo(undisturbed());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 1000})
    void aBatchThatIsNotWholeIsRunAgain(int length) {
        Plan plan = interrupted();
        byte[] whole = bench.bytes(CHECKPOINTS + "batch-000000010-000000020.json");
        byte[] part = java.util.Arrays.copyOf(whole, Math.min(length, whole.length - 1));
        bench.objects.save("out/eos4e40/r1/" + CHECKPOINTS + "batch-000000010-000000020.json", part);
        bench.model.stopping.add("C".repeat(12));
        assertStops(() -> bench.predict(plan, 1));
        assertThat(checkpoints()).doesNotContain(CHECKPOINTS + "batch-000000010-000000020.json");
        bench.model.stopping.clear();
        bench.model.calls.clear();

        bench.predict(plan, 1);

        assertThat(said())
                .anySatisfy(
                        text -> assertThat(text).startsWith("rows 11 to 20 of part-0001 of eos4e40 run r1 are run"));
        assertThat(bench.batches()).hasSize(4);
        assertThat(bench.file("part-0001.csv")).isEqualTo(undisturbed());
    }

    @Test
    void aBatchThatIsJsonButNoBatchIsRunAgain() {
        Plan plan = interrupted();
        bench.objects.save(
                "out/eos4e40/r1/" + CHECKPOINTS + "batch-000000010-000000020.json",
                "{}".getBytes(StandardCharsets.UTF_8));

        bench.predict(plan, 1);

        assertThat(bench.batches()).hasSize(4);
    }

    @Test
    void aGapIsFilledUpToTheNextKeptBatch() {
        Plan plan = interrupted();
        bench.objects.delete("out/eos4e40/r1/" + CHECKPOINTS + "batch-000000010-000000020.json");
        bench.batchSize = 1000;

        bench.predict(plan, 1);

        assertThat(bench.batches()).containsExactly(10, 30);
        assertThat(bench.file("part-0001.csv")).isEqualTo(undisturbed());
    }

    @Test
    void aSmallerBatchSizeHoldsAlsoForWhatIsRunAgain() {
        Plan plan = interrupted();
        bench.model.name = "other";
        bench.batchSize = 4;

        bench.predict(plan, 1);

        assertThat(bench.batches()).allMatch(size -> size <= 4);
        assertThat(bench.file("part-0001.csv")).isEqualTo(undisturbed());
    }

    @Test
    void forceBeginsAnewAndGoesOnWithWhatForceDid() {
        Plan plan = interrupted();
        bench.model.stopping.add("C".repeat(15));
        assertStops(() -> bench.predict(plan, 1, true));
        bench.model.stopping.clear();
        bench.model.calls.clear();

        bench.predict(plan, 1, true);

        assertThat(bench.batches())
                .as("the first was forced, the others were not")
                .hasSize(5);
        assertThat(said()).contains("rows 11 to 20 are run again: --force");
        assertThat(checkpoints()).isEmpty();
    }

    @Test
    void batchesThatTheStoreRefusesAreKeptHereAndFoundAgain() {
        bench.batchSize = 10;
        Plan plan = bench.plan(Workbench.chains(IntStream.rangeClosed(1, 60).toArray()), 1);
        bench.refusing.takesOnly(3); // what is known of the model, and two batches
        assertStops(() -> bench.predict(plan, 1));
        assertThat(bench.here.list(""))
                .containsExactly("out/eos4e40/r1/" + CHECKPOINTS + "batch-000000020-000000030.json");
        bench.refusing.takesOnly(Integer.MAX_VALUE);
        bench.model.stopping.add("C".repeat(35));
        assertStops(() -> bench.predict(plan, 1));
        assertThat(bench.here.list("")).isEmpty();
        bench.model.stopping.clear();
        bench.model.calls.clear();

        bench.predict(plan, 1);

        assertThat(bench.batches()).containsExactly(10, 10, 10);
        assertThat(bench.file("part-0001.csv")).isEqualTo(undisturbed());
    }

    @Test
    void whatIsLeftOfAWrittenPartitionIsRemovedByTheNextThatKeepsIt() {
        Plan plan = interrupted();
        byte[] left = bench.bytes(CHECKPOINTS + "batch-000000010-000000020.json");
        bench.predict(plan, 1);
        bench.objects.save("out/eos4e40/r1/" + CHECKPOINTS + "batch-000000010-000000020.json", left);
        bench.here.save("out/eos4e40/r1/" + CHECKPOINTS + "batch-000000020-000000030.json", left);

        bench.predict(plan, 1);

        assertThat(checkpoints()).isEmpty();
        assertThat(bench.here.list("")).isEmpty();
    }

    @Test
    void controlsOfARandomModelMayBeAnsweredOtherwiseThanBefore() {
        bench.model.fixed = false;
        Plan plan = interrupted();
        bench.model.odd.add("c1ccccc1");
        bench.model.oddValue = "7.5";

        assertThat(bench.predict(plan, 1).deterministic()).isFalse();
        assertThat(bench.model.batches())
                .as("kept batches are kept")
                .filteredOn(size -> size == 10)
                .hasSize(3);
    }

    @Test
    void aModelThatTurnsOutToBeRandomWhenTheSliceIsResumedIsNotAskedAgain() {
        Plan plan = interrupted();
        bench.model.fixed = false;
        bench.model.odd.add("c1ccccc1");
        bench.model.oddValue = "7.5";

        PartitionManifest manifest = bench.predict(plan, 1);

        assertThat(manifest.shownRandom())
                .isEqualTo("its control molecules were answered differently when the slice was resumed");
        assertThat(manifest.checkedAgain()).isZero();
        assertThat(manifest.deterministic()).isFalse();
    }

    @Test
    void batchesOfARandomModelMakeAPartitionThatIsNotDeterministic() {
        bench.model.fixed = false;
        Plan plan = interrupted();
        bench.model.fixed = true;

        assertThat(bench.predict(plan, 1).deterministic()).isFalse();
    }

    @Test
    void controlsOfAFixedModelThatAreAnsweredOtherwiseThanBeforeDiscardWhatWasKept() {
        Plan plan = interrupted();
        bench.model.odd.addAll(List.of("c1ccccc1", "CCCC"));
        bench.model.oddValue = "7.5";

        PartitionManifest manifest = bench.predict(plan, 1);

        assertThat(bench.model.batches()).filteredOn(size -> size == 10).hasSize(6);
        assertThat(bench.file("part-0001.csv")).contains(",CCCC,7.5\n");
        assertThat(manifest.deterministic()).isTrue();
        assertThat(said()).contains("rows 1 to 10 are run again: the control molecules were answered differently");
    }

    @Test
    void batchesUnderOtherColumnsThanTheModelAnswersWithNowAreRunAgain() {
        bench.model.names = List.of("aa", "bb");
        Plan plan = interrupted();
        bench.model.names = List.of("bb", "aa");

        PartitionManifest manifest = bench.predict(plan, 1);

        assertThat(manifest.columns()).containsExactly("bb", "aa");
        assertThat(bench.model.batches()).filteredOn(size -> size == 10).hasSize(6);
        assertThat(bench.file("part-0001.csv").lines().skip(1))
                .hasSize(60)
                .allSatisfy(row -> assertThat(row).matches("[^,]+,(C+),bb(\\d+),aa\\2"));
        assertThat(said()).contains("rows 1 to 10 are run again: columns [aa, bb], not [bb, aa]");
    }

    @Test
    void aColumnThatTheModelHasSinceIsInEveryRow() {
        bench.model.names = List.of("aa", "bb");
        Plan plan = interrupted();
        bench.model.names = List.of("aa", "bb", "cc");

        bench.predict(plan, 1);

        assertThat(bench.file("part-0001.csv").lines())
                .hasSize(61)
                .allSatisfy(row -> assertThat(row.split(",")).hasSize(5));
    }

    @ParameterizedTest
    @CsvSource({"1 to 10, 000000000-000000010", "11 to 20, 000000010-000000020"})
    void keptBatchesThatDisagreeOnTheirColumnsAreSettledByTheModel(String rows, String place) {
        bench.model.names = List.of("aa");
        Plan plan = interrupted();
        String batch = "batch-%s.json".formatted(place);
        changed(batch, batch, "[\"aa\"]", "[\"zz\"]");

        bench.predict(plan, 1);

        assertThat(bench.model.batches()).filteredOn(size -> size == 10).hasSize(4);
        assertThat(bench.file("part-0001.csv")).startsWith("key,input,aa\n").hasLineCount(61);
        assertThat(said()).contains("rows %s are run again: columns [zz], not [aa]".formatted(rows));
    }

    @ParameterizedTest
    @CsvSource({"1 to 10, 000000000-000000010", "11 to 20, 000000010-000000020"})
    void keptBatchesThatDisagreeOnTheControlMoleculesAreSettledByTheModel(String rows, String place) {
        Plan plan = interrupted();
        String batch = "batch-%s.json".formatted(place);
        changed(batch, batch, "\"CCO\",\"cells\":[\"3\"]", "\"CCO\",\"cells\":[\"4\"]");

        bench.predict(plan, 1);

        assertThat(bench.model.batches()).filteredOn(size -> size == 10).hasSize(4);
        assertThat(said())
                .contains("rows %s are run again: the control molecules were answered differently".formatted(rows));
    }

    @Test
    void aBatchThatTheModelContradictsDoesNotComeBackWhenTheSliceStopsAgain() {
        Plan plan = interrupted();
        String batch = "batch-000000010-000000020.json";
        changed(batch, batch, "\"CCO\",\"cells\":[\"3\"]", "\"CCO\",\"cells\":[\"4\"]");
        bench.model.stopping.add("C".repeat(12));

        assertStops(() -> bench.predict(plan, 1));

        assertThat(checkpoints())
                .containsExactly(
                        CHECKPOINTS + "batch-000000000-000000010.json", CHECKPOINTS + "batch-000000020-000000030.json");
    }

    @Test
    void rowsThatAreDoneAreToldOnceAlsoWhenTheSliceBeginsAnew() {
        bench.model.names = List.of("aa", "bb");
        Plan plan = interrupted();
        bench.model.names = List.of("bb", "aa");
        AtomicLong told = new AtomicLong();

        try (CheckedModel checked = bench.checked(plan)) {
            bench.predictJob(plan, checked, told::addAndGet).run(plan, 1, false);
        }

        assertThat(told.get()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void severalBatchesAtOnceAreWrittenInTheOrderOfTheRows(int inFlight) {
        bench.model.inFlight = inFlight;
        bench.batchSize = 7;
        Plan plan = bench.plan(Workbench.chains(IntStream.rangeClosed(1, 60).toArray()), 1);

        bench.predict(plan, 1);

        assertThat(bench.file("part-0001.csv")).isEqualTo(undisturbed());
    }

    @Test
    void noBatchIsBegunThatWouldNotBeDoneInTime() {
        bench.model.perMolecule = Duration.ofSeconds(1);
        bench.stopAt = bench.clock.instant().plusSeconds(60);
        Plan plan = bench.plan(Workbench.chains(IntStream.rangeClosed(1, 60).toArray()), 1);

        assertStops(() -> bench.predict(plan, 1));

        assertThat(bench.clock.instant()).isBefore(bench.stopAt.plusSeconds(5)); // each call has a control, too
        assertThat(checkpoints()).hasSizeGreaterThan(1);
        bench.stopAt = null;
        assertThat(bench.predict(plan, 1).predicted()).isEqualTo(60);
        assertThat(bench.file("part-0001.csv")).isEqualTo(undisturbed());
    }

    @Test
    void theTimeOfKeptBatchesIsTimeOfTheSlice() {
        bench.model.perMolecule = Duration.ofSeconds(1);
        Plan plan = interrupted();
        bench.clock.pass(Duration.ofHours(2)); // while nobody works
        bench.model.stopping.add("C".repeat(45));
        assertStops(() -> bench.predict(plan, 1));
        bench.model.stopping.clear();
        bench.clock.pass(Duration.ofHours(2));

        PartitionManifest manifest = bench.predict(plan, 1);

        assertThat(manifest.seconds()).as("but not the four hours").isBetween(60.0, 110.0);
        assertThat(manifest.modelSeconds()).isEqualTo(72.0); // 60 molecules, and two controls with each of six batches
        assertThat(manifest.started()).isEqualTo(plan.created());
    }

    @Test
    void aKeptBatchOfMoreRowsThanAreScreenedAheadIsWhole() {
        bench.batchSize = 2_301;
        String library = Workbench.chains(IntStream.rangeClosed(1, 12).toArray());
        Plan plan = bench.plan(library.replace("C".repeat(12), "C C\n".repeat(2_300) + "C".repeat(12)), 1);
        bench.model.stopping.add("C".repeat(12));
        assertStops(() -> bench.predict(plan, 1));
        bench.model.stopping.clear();
        bench.model.calls.clear();

        assertThat(bench.predict(plan, 1).rowsIn()).isEqualTo(2_312);
        assertThat(bench.batches()).containsExactly(1);
    }

    @Test
    void keptBatchesTellHowLongAMoleculeTakes() {
        bench.model.perMolecule = Duration.ofSeconds(30);
        Plan plan = interrupted();
        bench.batchSize = 1000;

        bench.predict(plan, 1);

        assertThat(bench.batches()).as("of three minutes each, as before").startsWith(4);
    }

    @Test
    void aModelThatAnswersTwoBatchesAtOnceTakesHalfTheTimeOfEach() {
        bench.model.perMolecule = Duration.ofSeconds(1);
        bench.model.inFlight = 2;
        Plan plan = bench.plan(Workbench.chains(IntStream.rangeClosed(1, 11).toArray()), 1);
        bench.model.stopping.add("C".repeat(11));
        assertStops(() -> bench.predict(plan, 1));
        bench.model.stopping.clear();

        assertThat(bench.predict(plan, 1).modelSeconds()).isEqualTo((10 + 2 + 1 + 2) / 2.0); // two controls with each
    }
}
