package io.ersilia.precalc.model;

import static io.ersilia.precalc.model.CheckedModelTest.assertTrue;
import static io.ersilia.precalc.model.CheckedModelTest.molecules;
import static io.ersilia.precalc.model.CheckedModelTest.some;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** How many calls it takes to find the culprits of a batch, by kinds of culprits. */
class IsolationTest {

    private static final ModelId ID = new ModelId("eos3b5e");

    /** Well-known molecules by themselves twice, and the batch itself; besides, each culprit is asked again before it is refused. */
    private static final int NEEDED = MoodyModel.START + 1;

    /** A shift that shows within a call is proven not to pass, by the same call and controls by themselves. */
    private static final int PROOF = 2;

    /** Hundreds of thousands of calls fail here on purpose. */
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(IsolationTest.class.getPackageName());

    @BeforeEach
    void sayNothing() {
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void sayWhatIsUsual() {
        LOG.setLevel(null);
    }

    private static int bound(int culprits, int count) {
        return 2 * culprits * (32 - Integer.numberOfLeadingZeros(count - 1));
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("failing", (Function<MoodyModel, Set<String>>) moody -> moody.failing),
                Arguments.of("dropped", (Function<MoodyModel, Set<String>>) moody -> moody.dropped));
    }

    private static int extraCalls(MoodyModel moody, Set<String> culprits, List<String> asked)
            throws InterruptedException {
        try (CheckedModel checked =
                new CheckedModel(moody, ID, null, CheckedModel.CONTROLS, new Random(5), wait -> {})) {
            assertTrue(asked, checked.predict(asked), culprits, Reason.MODEL_FAILED);
            assertThat(checked.callCount()).isEqualTo(moody.calls.size());
            return moody.calls.size() - NEEDED - culprits.size();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void everyCulpritOfASmallBatchIsFoundWithinTheBound(String name, Function<MoodyModel, Set<String>> kind)
            throws InterruptedException {
        for (int count = 2; count <= 40; count++) {
            List<String> asked = molecules(count);
            for (int culprits = 1; culprits <= count; culprits++) {
                for (int seed = 0; seed < 8; seed++) {
                    MoodyModel moody = new MoodyModel();
                    kind.apply(moody).addAll(some(asked, culprits, seed));
                    assertThat(extraCalls(moody, Set.copyOf(kind.apply(moody)), asked))
                            .as("%d culprits in %d, seed %d", culprits, count, seed)
                            .isLessThanOrEqualTo(bound(culprits, count));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aSingleCulpritIsFoundWithinTheBoundWhereverItIs(String name, Function<MoodyModel, Set<String>> kind)
            throws InterruptedException {
        for (int count = 2; count <= 40; count++) {
            List<String> asked = molecules(count);
            for (String culprit : asked) {
                MoodyModel moody = new MoodyModel();
                kind.apply(moody).add(culprit);
                assertThat(extraCalls(moody, Set.of(culprit), asked))
                        .as("%s in %d", culprit, count)
                        .isLessThanOrEqualTo(bound(1, count));
            }
        }
    }

    @ParameterizedTest(name = "{0} culprits in {1}")
    @CsvSource({"1, 1000", "2, 1000", "5, 300", "20, 500", "300, 300"})
    void everyCulpritOfALargeBatchIsFoundWithinTheBound(int culprits, int count) throws InterruptedException {
        List<String> asked = molecules(count);
        for (int seed = 0; seed < 10; seed++) {
            MoodyModel moody = new MoodyModel();
            List<String> poison = List.copyOf(some(asked, culprits, seed));
            moody.failing.addAll(poison.subList(0, culprits / 2));
            moody.dropped.addAll(poison.subList(culprits / 2, culprits));
            assertThat(extraCalls(moody, Set.copyOf(poison), asked))
                    .isLessThanOrEqualTo(bound(culprits, count) + PROOF);
        }
    }

    @Test
    void aServerThatDiesCostsOneMoreCallEachTime() throws InterruptedException {
        for (int count : List.of(2, 3, 4, 5, 7, 8, 9, 16, 17, 40, 300)) {
            List<String> asked = molecules(count);
            for (int culprits : List.of(1, 2, Math.min(count, 5))) {
                for (int seed = 0; seed < 20; seed++) {
                    MoodyModel moody = new MoodyModel();
                    moody.killing.addAll(some(asked, culprits, seed));
                    assertThat(extraCalls(moody, moody.killing, asked))
                            .as("%d culprits in %d, seed %d", culprits, count, seed)
                            .isLessThanOrEqualTo(bound(culprits, count) + moody.deaths);
                    assertThat(moody.restarts).isLessThanOrEqualTo(moody.deaths);
                }
            }
        }
    }

    @Test
    void aSingleMoleculeThatFailsTakesOneCallToProveThatTheModelLives() throws InterruptedException {
        MoodyModel moody = new MoodyModel();
        moody.failing.add("NC");

        assertThat(extraCalls(moody, Set.of("NC"), List.of("NC"))).isEqualTo(1);
        assertThat(moody.batch(1)).as("beside controls").isEmpty();
    }

    @Test
    void aMoleculeThatHangsCostsFewHungCalls() throws InterruptedException {
        List<String> asked = molecules(1000);
        for (int seed = 0; seed < 20; seed++) {
            MoodyModel moody = new MoodyModel();
            moody.hanging.addAll(some(asked, 1, seed));
            assertThat(extraCalls(moody, moody.hanging, asked)).isLessThanOrEqualTo(bound(1, 1000));
            assertThat(moody.hungCalls).as("hung calls").isLessThanOrEqualTo(1 + 10 + 1);
            assertThat(moody.restarts).isLessThanOrEqualTo(moody.hungCalls);
        }
    }

    @Test
    void aBatchThatHangsIsNotSentAgainWhole() throws InterruptedException {
        MoodyModel moody = new MoodyModel();
        List<String> asked = molecules(16);
        moody.hanging.add(asked.get(0));

        extraCalls(moody, moody.hanging, asked);

        assertThat(moody.calls.stream().filter(call -> call.size() == 16 + 2)).hasSize(1);
    }

    @Test
    void aSingleMoleculeThatHangsIsRefusedAfterAMinuteAndASecondTryWithWhatWasSaid() throws InterruptedException {
        MoodyModel moody = new MoodyModel();
        moody.hanging.add("NC");
        List<Duration> waits = new ArrayList<>();

        try (CheckedModel checked =
                new CheckedModel(moody, ID, null, CheckedModel.CONTROLS, new Random(5), waits::add)) {
            assertThat(checked.predict(List.of("NC")).answers())
                    .containsExactly(
                            new Answer.Refused(Reason.MODEL_FAILED, "asked 2 times alone: ended after PT1S", true));
        }
        assertThat(waits).containsExactly(Duration.ofMinutes(1));
        assertThat(moody.hungCalls).isEqualTo(2);
        assertThat(moody.restarts).isEqualTo(2);
    }

    @Test
    void aServerThatDiesByItselfWhileCulpritsAreSoughtMakesNobodyACulprit() throws InterruptedException {
        for (int death = 3; death < 20; death++) {
            MoodyModel moody = new MoodyModel();
            List<String> asked = molecules(9);
            moody.failing.add(asked.get(death % 9));
            moody.diesAtCall = death;

            extraCalls(moody, moody.failing, asked);
        }
    }

    @Test
    void moleculesThatFailedBeforeAServerHadToBeServedAfreshAreAskedAgain() throws InterruptedException {
        for (int count : IntStream.rangeClosed(1, 12).toArray()) {
            for (String wedge : molecules(count)) {
                MoodyModel moody = new MoodyModel();
                moody.wedge = wedge;

                try (CheckedModel checked =
                        new CheckedModel(moody, ID, null, CheckedModel.CONTROLS, new Random(5), wait -> {})) {
                    List<Answer> answers = checked.predict(molecules(count)).answers();
                    assertThat(answers)
                            .as("%s of %d", wedge, count)
                            .isEqualTo(molecules(count).stream()
                                    .map(text -> new Answer.Predicted(FakeModel.cells(text)))
                                    .toList());
                }
            }
        }
    }

    @Test
    void aMoleculeWithoutAnAnswerIsAskedFourTimesInAMinuteWithTheControlsInBetween() throws InterruptedException {
        MoodyModel moody = new MoodyModel();
        moody.cutting.add("NCC");
        List<Duration> waits = new ArrayList<>();

        try (CheckedModel checked =
                new CheckedModel(moody, ID, null, CheckedModel.CONTROLS, new Random(5), waits::add)) {
            Answers answers = checked.predict(List.of("NC", "NCC"));
            assertThat(answers.answers())
                    .containsExactly(
                            new Answer.Predicted(FakeModel.cells("NC")),
                            new Answer.Refused(Reason.MODEL_FAILED, "asked 4 times alone: the answer is cut", true));
            assertThat(answers.waited()).isEqualTo(Duration.ofMinutes(1));
        }
        assertThat(waits).containsExactly(Duration.ofSeconds(15), Duration.ofSeconds(45));
        assertThat(moody.restarts).as("fresh servers").isEqualTo(2);
        List<Integer> asked = IntStream.range(0, moody.calls.size())
                .filter(i -> moody.calls.get(i).contains("NCC")
                        && !moody.calls.get(i).contains("NC"))
                .boxed()
                .toList();
        assertThat(asked).hasSize(4);
        for (int again = 2; again < asked.size(); again++) {
            assertThat(moody.calls.subList(asked.get(again - 1), asked.get(again)))
                    .anyMatch(WellKnown.with(CheckedModel.CONTROLS)::containsAll);
        }
    }

    @Test
    void allMoleculesOfABatchWithoutAnAnswerShareOneMinute() throws InterruptedException {
        MoodyModel moody = new MoodyModel();
        List<String> asked = molecules(100);
        moody.cutting.addAll(some(asked, 20, 1));
        List<Duration> waits = new ArrayList<>();

        try (CheckedModel checked =
                new CheckedModel(moody, ID, null, CheckedModel.CONTROLS, new Random(5), waits::add)) {
            assertTrue(asked, checked.predict(asked), moody.cutting, Reason.MODEL_FAILED);
        }
        assertThat(waits).containsExactly(Duration.ofSeconds(15), Duration.ofSeconds(45));
        assertThat(moody.calls).hasSizeLessThan(bound(20, 100) + 20 * 3 + 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatMendsWithinTheMinuteIsNoReject(int wait) throws InterruptedException {
        MoodyModel moody = new MoodyModel();
        List<String> asked = molecules(30);
        moody.cutting.addAll(some(asked, 5, 1));
        List<Duration> waits = new ArrayList<>();

        try (CheckedModel checked = new CheckedModel(moody, ID, null, CheckedModel.CONTROLS, new Random(5), time -> {
            waits.add(time);
            if (waits.size() == wait) {
                moody.cutting.clear();
            }
        })) {
            assertTrue(asked, checked.predict(asked), Set.of(), Reason.MODEL_FAILED);
        }
        assertThat(waits).hasSize(wait);
    }

    @Test
    void aServerThatIsBrokenForTheControlsTooIsTheModelsFailure() {
        MoodyModel moody = new MoodyModel();
        moody.cutting.add("NC");

        try (CheckedModel checked = new CheckedModel(
                moody,
                ID,
                null,
                CheckedModel.CONTROLS,
                new Random(5),
                time -> moody.cutting.addAll(CheckedModel.CONTROLS))) {
            assertThatThrownBy(() -> checked.predict(List.of("NC")))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aModelThatDropsARowOfEveryCallOfAFewHasFailed(int most) {
        MoodyModel moody = new MoodyModel();
        moody.dropsAbove = most;

        try (CheckedModel checked =
                new CheckedModel(moody, ID, null, CheckedModel.CONTROLS, new Random(5), wait -> {})) {
            assertThatThrownBy(() -> checked.predict(molecules(60)))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL));
        }
        assertThat(moody.calls).hasSizeLessThan(40);
    }

    @ParameterizedTest(name = "more than {0}")
    @CsvSource({"6, 65", "8, 50", "20, 40"})
    void aModelThatDropsARowOfEveryLargeCallIsSoonAskedSmallCallsOnly(int most, int calls) throws InterruptedException {
        MoodyModel moody = new MoodyModel();
        moody.dropsAbove = most;
        List<String> asked = molecules(60);

        try (CheckedModel checked =
                new CheckedModel(moody, ID, null, CheckedModel.CONTROLS, new Random(5), wait -> {})) {
            List<Answer> answers =
                    new ArrayList<>(checked.predict(asked.subList(0, 10)).answers());
            answers.addAll(checked.predict(asked.subList(10, 60)).answers());
            assertTrue(asked, new Answers(FakeModel.COLUMNS, answers), Set.of(), Reason.MODEL_FAILED);
        }
        assertThat(moody.calls).hasSizeLessThan(calls);
    }

    @Test
    void aSliceOfTenThousandDoesNotHalveEveryBatchAnew() throws InterruptedException {
        MoodyModel moody = new MoodyModel();
        moody.dropsAbove = 300;
        try (CheckedModel checked =
                new CheckedModel(moody, ID, null, CheckedModel.CONTROLS, new Random(5), wait -> {})) {
            for (int batch = 0; batch < 10; batch++) {
                List<String> asked = IntStream.range(0, 1000)
                        .mapToObj(i -> "N" + "C".repeat(1 + i % 37) + "O".repeat(i / 37))
                        .toList();
                assertTrue(asked, checked.predict(asked), Set.of(), Reason.MODEL_FAILED);
            }
        }
        assertThat(moody.calls.stream().filter(call -> call.size() > moody.dropsAbove))
                .hasSizeLessThan(12);
        assertThat(moody.calls).hasSizeLessThan(80);
    }

    @Test
    void aBatchWhoseControlsVaryIsAskedAgainWholeOnceTheModelIsKnownToVary() throws InterruptedException {
        MoodyModel moody = new MoodyModel();
        List<String> asked = molecules(40);
        try (CheckedModel checked =
                new CheckedModel(moody, ID, null, CheckedModel.CONTROLS, new Random(5), wait -> {})) {
            checked.predict(List.of("N"));
            moody.noisy = true;

            assertThat(checked.predict(asked).answers()).allMatch(Answer.Predicted.class::isInstance);

            assertThat(checked.deterministic()).isFalse();
        }
        assertThat(moody.calls.stream().filter(call -> call.contains("NC")))
                .hasSize(3)
                .allMatch(call -> call.containsAll(asked));
    }

    @Test
    void aPassingFaultMakesNoCallSmallerForLong() throws InterruptedException {
        MoodyModel moody = new MoodyModel();
        try (CheckedModel checked =
                new CheckedModel(moody, ID, null, CheckedModel.CONTROLS, new Random(5), wait -> {})) {
            moody.dropsAbove = 10;
            checked.predict(molecules(200));
            moody.dropsAbove = Integer.MAX_VALUE;
            checked.predict(molecules(1000));
            moody.calls.clear();

            checked.predict(molecules(1000));

            assertThat(moody.calls).hasSizeLessThan(4);
        }
    }
}
