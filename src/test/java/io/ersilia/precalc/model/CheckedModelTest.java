package io.ersilia.precalc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.run.ControlAnswer;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedModelTest {

    private static final String CONTROL = CheckedModel.CONTROLS.get(0);

    private final MoodyModel moody = new MoodyModel();
    private final CheckedModel model =
            new CheckedModel(moody, new ModelId("eos3b5e"), null, CheckedModel.CONTROLS, new Random(5), wait -> {});

    static List<String> molecules(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "N" + "C".repeat(i))
                .toList();
    }

    /** Every molecule has its own value, but for those refused for the reason. */
    static void assertTrue(List<String> asked, Answers answers, Set<String> refused, Reason reason) {
        assertThat(answers.answers()).hasSameSizeAs(asked);
        for (int i = 0; i < asked.size(); i++) {
            String text = asked.get(i);
            if (refused.contains(text)) {
                assertThat(answers.answers().get(i))
                        .as(text)
                        .isInstanceOfSatisfying(
                                Answer.Refused.class,
                                answer -> assertThat(answer.reason()).isEqualTo(reason));
            } else {
                assertThat(answers.answers().get(i)).as(text).isEqualTo(new Answer.Predicted(FakeModel.cells(text)));
            }
        }
    }

    @Test
    void startsAtTheFirstMoleculeOnly() throws InterruptedException {
        assertThat(model.predict(List.of()).answers()).isEmpty();
        assertThat(model.started()).isFalse();
        assertThat(moody.starts).isZero();

        model.predict(molecules(2));

        assertThat(model.started()).isTrue();
        assertThat(model.modelVersion()).isEqualTo("v1.0.0");
        assertThat(moody.starts).isEqualTo(1);
    }

    @Test
    void sendsWellKnownMoleculesTwiceFirstAndControlsAtBothEndsOfEveryLaterCall() throws InterruptedException {
        model.predict(molecules(2));

        List<String> known = WellKnown.with(CheckedModel.CONTROLS);
        assertThat(known).hasSize(10).startsWith(CheckedModel.CONTROLS.toArray(new String[0]));
        assertThat(moody.calls.get(0)).isEqualTo(known);
        assertThat(moody.calls.get(1)).isNotEqualTo(known).containsExactlyInAnyOrderElementsOf(known);
        List<String> call = moody.calls.get(2);
        assertThat(call.subList(1, 3)).containsExactly("NC", "NCC");
        assertThat(known).contains(call.get(0), call.get(3));
        assertThat(call).doesNotHaveDuplicates().hasSize(4);
        assertThat(model.callCount()).isEqualTo(3);
    }

    @Test
    void controlsStandInALargeCallWhereChanceWills() throws InterruptedException {
        Set<Integer> places = new HashSet<>();
        Set<String> controls = new HashSet<>();
        for (int call = 0; call < 20; call++) {
            model.predict(molecules(400));
            List<String> sent = moody.calls.get(MoodyModel.START + call);
            assertThat(moody.batch(call)).isEqualTo(molecules(400));
            assertThat(sent).hasSize(400 + 2 + 3);
            for (int i = 0; i < sent.size(); i++) {
                if (!sent.get(i).startsWith("NC")) {
                    places.add(i);
                    controls.add(sent.get(i));
                }
            }
        }
        assertThat(places).contains(0, 404).hasSizeGreaterThan(40);
        assertThat(controls).containsExactlyInAnyOrderElementsOf(WellKnown.with(CheckedModel.CONTROLS));
    }

    @Test
    void aCallHasRoomForOneControlWithinForEveryFiftyMolecules() throws InterruptedException {
        for (int size : List.of(1, 49, 50, 99, 100, 149, 150, 1000)) {
            model.predict(molecules(size));

            assertThat(moody.calls.get(moody.calls.size() - 1)).hasSize(size + 2 + Math.min(3, size / 50));
        }
    }

    @Test
    void sendsEqualTextsOnceAndAnswersThemAll() throws InterruptedException {
        List<String> asked = List.of("NC", "NCC", "NC", "NC");

        assertTrue(asked, model.predict(asked), Set.of(), Reason.MODEL_FAILED);

        assertThat(moody.batch(0)).containsExactly("NC", "NCC");
    }

    @Test
    void asksForAControlInItsOwnPlaceLikeForAnyOther() throws InterruptedException {
        List<String> asked = List.of(CONTROL, "NC", CONTROL);

        assertTrue(asked, model.predict(asked), Set.of(), Reason.MODEL_FAILED);
        assertTrue(List.of(CONTROL), model.predict(List.of(CONTROL)), Set.of(), Reason.MODEL_FAILED);

        assertThat(moody.calls.get(2).subList(1, 3)).containsExactly(CONTROL, "NC");
        assertThat(moody.calls.get(2)).doesNotHaveDuplicates();
        List<String> all = WellKnown.with(CheckedModel.CONTROLS);
        assertTrue(all, model.predict(all), Set.of(), Reason.MODEL_FAILED);
    }

    @Test
    void takesControlsThatHaveAnAnswer() throws InterruptedException {
        List<String> known = WellKnown.with(CheckedModel.CONTROLS);
        moody.empty.addAll(known.subList(0, 8));

        for (int call = 2; call < 10; call++) {
            model.predict(List.of("NC"));
            assertThat(moody.calls.get(call)).containsExactlyInAnyOrder(known.get(8), "NC", known.get(9));
        }
    }

    @Test
    void theOnlyControlThatHasAnAnswerStandsAtTheEndWhereEveryShiftShows() throws InterruptedException {
        moody.empty.addAll(WellKnown.with(CheckedModel.CONTROLS).subList(1, 10));

        model.predict(List.of("NC"));

        assertThat(moody.calls.get(2)).containsExactly("NC", CONTROL);
    }

    @Test
    void controlsAtBothEndsHaveDifferentAnswersWhereThereAreTwo() throws InterruptedException {
        moody.twins.addAll(WellKnown.with(CheckedModel.CONTROLS).subList(0, 9));
        String other = WellKnown.with(CheckedModel.CONTROLS).get(9);

        for (int call = 2; call < 22; call++) {
            model.predict(List.of("NC"));
            assertThat(moody.calls.get(call)).contains(other).hasSize(3);
        }
    }

    @Test
    void failsWhenNoControlIsAnsweredNotEvenServedAfresh() {
        moody.silent = true;

        assertThatThrownBy(() -> model.predict(List.of("NC")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL))
                .hasMessageContaining("does not answer its control molecules");
        assertThat(moody.restarts).isEqualTo(1);
    }

    @Test
    void failsWhenTheModelFallsSilentLater() throws InterruptedException {
        model.predict(List.of("NC"));
        moody.silent = true;

        assertThatThrownBy(() -> model.predict(molecules(1000))).isInstanceOf(Failure.class);
        assertThat(moody.calls).as("few calls are spent on it").hasSizeLessThan(8);
    }

    @Test
    void findsTheMoleculeThatShiftsAllOthers() throws InterruptedException {
        List<String> asked = molecules(100);
        moody.dropped.add(asked.get(41));

        assertTrue(asked, model.predict(asked), Set.of(asked.get(41)), Reason.MODEL_FAILED);
        assertThat(model.deterministic()).isTrue();
    }

    @Test
    void believesNoCallWhenEveryTenthRowIsDropped() throws InterruptedException {
        moody.dropsEvery = 10; // the well-known molecules in one call already
        List<String> asked = molecules(100);

        assertTrue(asked, model.predict(asked), Set.of(), Reason.MODEL_FAILED);
    }

    @Test
    void sendsTheSameBatchAgainWhenTheServerDied() throws InterruptedException {
        moody.diesAtCall = 3;
        List<String> asked = molecules(20);

        assertTrue(asked, model.predict(asked), Set.of(), Reason.MODEL_FAILED);

        assertThat(moody.restarts).isEqualTo(1);
        assertThat(moody.calls).hasSize(4);
        assertThat(moody.batch(1)).isEqualTo(moody.batch(0));
    }

    @Test
    void refusesASingleMoleculeThatKillsTheServer() throws InterruptedException {
        moody.killing.add("NC");

        assertTrue(List.of("NC"), model.predict(List.of("NC")), Set.of("NC"), Reason.MODEL_FAILED);
    }

    @Test
    void asksOnceMoreForScatteredEmptyValues() throws InterruptedException {
        List<String> asked = molecules(30);
        moody.empty.addAll(List.of(asked.get(3), asked.get(17)));

        assertTrue(asked, model.predict(asked), moody.empty, Reason.EMPTY_OUTPUT);

        assertThat(moody.calls).hasSize(4);
        assertThat(moody.batch(1)).containsExactly(asked.get(3), asked.get(17));
        assertThat(moody.restarts).isZero();
    }

    @Test
    void takesTheValueThatComesTheSecondTime() throws InterruptedException {
        List<String> asked = molecules(30);
        moody.emptyOnce.addAll(List.of(asked.get(3), asked.get(17)));

        assertTrue(asked, model.predict(asked), Set.of(), Reason.EMPTY_OUTPUT);
    }

    @Test
    void servesTheModelAgainWhenAWholeStretchIsEmpty() throws InterruptedException {
        List<String> asked = molecules(60);
        moody.emptyCall = 3;
        moody.emptyFrom = 20;
        moody.emptyTo = 20 + Batch.MOST_EMPTY;

        assertTrue(asked, model.predict(asked), Set.of(), Reason.EMPTY_OUTPUT);

        assertThat(moody.restarts).isEqualTo(1);
        assertThat(moody.batch(1)).hasSize(Batch.MOST_EMPTY);
    }

    @Test
    void refusesAllMoleculesWhenOnlyTheControlIsAnswered() throws InterruptedException {
        List<String> asked = molecules(120);
        moody.empty.addAll(asked);

        assertTrue(asked, model.predict(asked), moody.empty, Reason.EMPTY_OUTPUT);
    }

    @Test
    void learnsThatAModelIsNotDeterministicAndHowItWasShown() throws InterruptedException {
        moody.noisy = true;

        Answers answers = model.predict(List.of("NC", "NCC"));

        assertThat(answers.answers()).allMatch(Answer.Predicted.class::isInstance);
        assertThat(model.deterministic()).isFalse();
        assertThat(model.shownRandom())
                .matches("\\S+ by itself was answered [0-9.]+ in column number, and then [0-9.]+");
        int calls = moody.calls.size();
        model.predict(List.of("NC", "NCC"));
        assertThat(moody.calls).hasSize(calls + 1);
    }

    @Test
    void aCardThatSaysVariableIsSaidOnButNotBelievedWithoutEvidence() throws InterruptedException {
        moody.fixed = false;

        model.predict(List.of("NC"));

        assertThat(model.deterministic()).isFalse();
        assertThat(model.shownRandom()).isNull();
        moody.differing.addAll(WellKnown.with(CheckedModel.CONTROLS));
        assertThatThrownBy(() -> model.predict(List.of("NC"))).isInstanceOf(Failure.class);
    }

    @Test
    void tellsTheFirstAnswersToTheControlsAndAsksAllOfThemAnewForEveryLaterSlice() throws InterruptedException {
        List<ControlAnswer> truth = CheckedModel.CONTROLS.stream()
                .map(smiles -> new ControlAnswer(smiles, FakeModel.cells(smiles)))
                .toList();

        model.predict(List.of("NC"));
        assertThat(model.askControls()).isEqualTo(truth);
        assertThat(moody.calls).hasSize(3);
        assertThat(model.askControls()).isEqualTo(truth);

        assertThat(moody.calls).hasSize(4);
        assertThat(moody.calls.get(3)).containsExactlyInAnyOrderElementsOf(CheckedModel.CONTROLS);
        assertThat(model.callCount()).isEqualTo(4);
        assertThat(model.deterministic()).isTrue();
    }

    @Test
    void anAnswerToTheControlsHoldsThoseWithoutAValueToo() throws InterruptedException {
        moody.empty.addAll(CheckedModel.CONTROLS.subList(0, 4));

        for (int slice = 1; slice <= 2; slice++) {
            List<ControlAnswer> answers = model.askControls();
            assertThat(answers).extracting(ControlAnswer::smiles).isEqualTo(CheckedModel.CONTROLS);
            assertThat(answers.get(0).cells()).containsExactly("", "");
            assertThat(answers.get(4).cells()).isEqualTo(FakeModel.cells(CheckedModel.CONTROLS.get(4)));
        }
        assertThat(model.deterministic()).isTrue();
    }

    @Test
    void aControlThatHasAnotherValueForGoodInALaterSliceIsNoAnswerToBelieve() throws InterruptedException {
        model.askControls();
        moody.differing.add(CheckedModel.CONTROLS.get(3));

        assertThatThrownBy(model::askControls)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL))
                .hasMessageContaining("Cn1cnc2c1c(=O)n(C)c(=O)n2C among 4 others is not answered as before");
    }

    @Test
    void controlsThatVaryInALaterSliceShowAModelThatIsNotDeterministic() throws InterruptedException {
        model.askControls();
        moody.noisy = true;

        assertThat(model.askControls()).hasSize(5);

        assertThat(model.deterministic()).isFalse();
        assertThat(model.shownRandom()).isNotNull();
    }

    @Test
    void aServerThatDiedBetweenSlicesIsServedAfreshOnceForTheControls() throws InterruptedException {
        model.askControls();
        moody.diesAtCall = 3;

        assertThat(model.askControls()).hasSize(5);

        assertThat(moody.restarts).isEqualTo(1);
    }

    @Test
    void failsWhenNoControlIsAnsweredInALaterSlice() throws InterruptedException {
        model.askControls();
        moody.silent = true;

        assertThatThrownBy(model::askControls)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL));
        assertThat(moody.restarts).isEqualTo(1);
    }

    @Test
    void controlsThatHangAreAskedOnceMoreServedAfreshAndThenTheModelHasFailed() throws InterruptedException {
        model.askControls();
        moody.hanging.addAll(CheckedModel.CONTROLS);

        assertThatThrownBy(model::askControls)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL))
                .hasMessageEndingWith("not even after a restart: ended after PT1S");
        assertThat(moody.hungCalls).isEqualTo(2);
    }

    @Test
    void refusesAnotherVersionOnceItIsServedAfresh() {
        moody.nextVersion = "v2.0.0";
        moody.diesAtCall = 3;

        assertThatThrownBy(() -> model.predict(List.of("NC")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessage("eos3b5e now runs in version v2.0.0, but ran in v1.0.0 before;"
                        + " start version v1.0.0 again, or begin a new run");
    }

    @Test
    void refusesAnotherVersionInALaterSlice() throws InterruptedException {
        model.askControls();
        moody.version = "v3.0.0";

        assertThatThrownBy(model::askControls)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    }

    @Test
    void failsWhenTheColumnsChange() throws InterruptedException {
        model.predict(List.of("NC"));
        moody.columns = List.of("length", "number");

        assertThatThrownBy(() -> model.predict(List.of("NCC")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("changed its columns");
    }

    @Test
    void keepsTheLogWhenClosed() throws InterruptedException {
        model.predict(List.of("NC"));
        model.close();
        model.close();

        assertThat(moody.closed).isTrue();
        assertThat(new String(model.logTail(2), StandardCharsets.UTF_8)).isEqualTo("og");
        assertThatThrownBy(() -> model.predict(List.of("NC"))).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void noMoleculeEverCarriesItsNeighboursValue(int seed) throws InterruptedException {
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            List<String> asked = molecules(1 + random.nextInt(80));
            MoodyModel bad = new MoodyModel();
            bad.dropped.addAll(some(asked, random.nextInt(4), random.nextInt()));
            bad.failing.addAll(some(asked, random.nextInt(3), random.nextInt()));
            bad.killing.addAll(some(asked, random.nextInt(3), random.nextInt()));
            bad.raising.addAll(some(asked, random.nextInt(4), random.nextInt()));
            bad.empty.addAll(some(asked, random.nextInt(4), random.nextInt()));
            bad.emptyOnce.addAll(some(asked, random.nextInt(4), random.nextInt()));
            bad.diesAtCall = 2 + random.nextInt(30);
            Set<String> poison = new HashSet<>(bad.dropped);
            poison.addAll(bad.failing);
            poison.addAll(bad.killing);
            poison.addAll(bad.raising);
            poison.addAll(bad.empty);
            try (CheckedModel checked = new CheckedModel(
                    bad, new ModelId("eos3b5e"), null, CheckedModel.CONTROLS, new Random(5), wait -> {})) {
                Answers answers = checked.predict(asked);
                for (int i = 0; i < asked.size(); i++) {
                    String text = asked.get(i);
                    if (answers.answers().get(i) instanceof Answer.Predicted predicted) {
                        assertThat(predicted.cells()).as(text).isEqualTo(FakeModel.cells(text));
                        assertThat(poison).doesNotContain(text);
                    }
                }
                long refused = answers.answers().stream()
                        .filter(Answer.Refused.class::isInstance)
                        .count();
                assertThat(refused).isBetween((long) poison.size(), poison.size() + 3L);
            }
        }
    }

    static Set<String> some(List<String> texts, int count, int seed) {
        List<String> shuffled = new ArrayList<>(texts);
        Collections.shuffle(shuffled, new Random(seed));
        return new HashSet<>(shuffled.subList(0, Math.min(count, shuffled.size())));
    }
}
