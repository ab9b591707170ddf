package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.model.Answers;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ModelCallException;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runner makes of each fault that a model can have, whichever program is between the two. */
interface ErsiliaContract {

    /** Time enough for a call, and short enough to wait for one that never ends. */
    Duration MOMENT = Duration.ofSeconds(8);

    Duration LONG = Duration.ofMinutes(2);
    TimeLimits LIMITS = new TimeLimits(LONG, LONG, LONG, LONG, LONG, LONG);
    List<String> MOLECULES =
            IntStream.rangeClosed(1, 20).mapToObj(i -> "N" + "C".repeat(i)).toList();

    /** Whose fetch fails: there is none, and no network to get it from. */
    ModelId NO_MODEL = new ModelId("eos0zzz");

    InstalledErsilia ersilia();

    @AfterEach
    default void endWhatIsLeft() throws IOException {
        ersilia().endAll();
        ersilia().faults();
    }

    default ErsiliaRunner runner(Path work, TimeLimits limits) {
        return new ErsiliaRunner(
                new ErsiliaSettings(ersilia().program().toString(), List.of(), List.of(), null, limits, work),
                ersilia().environment());
    }

    private Answers predict(Path work) throws InterruptedException {
        try (CheckedModel model = new CheckedModel(
                runner(work, LIMITS), ersilia().model(), null, CheckedModel.CONTROLS, new Random(5), delay -> {})) {
            return model.predict(MOLECULES);
        }
    }

    /** Every molecule has its own values, except those refused for the reason. */
    private void assertRefused(Path work, Map<String, Reason> refused) throws IOException, InterruptedException {
        Answers answers = predict(work);
        List<List<String>> truth = ersilia().cells(MOLECULES);
        assertThat(answers.columns()).isEqualTo(ersilia().columns());
        for (int i = 0; i < MOLECULES.size(); i++) {
            String text = MOLECULES.get(i);
            Answer answer = answers.answers().get(i);
            if (refused.containsKey(text)) {
                assertThat(answer)
                        .as(text)
                        .isInstanceOfSatisfying(
                                Answer.Refused.class,
                                no -> assertThat(no.reason()).isEqualTo(refused.get(text)));
            } else {
                assertThat(answer).as(text).isEqualTo(new Answer.Predicted(truth.get(i)));
            }
        }
        assertNothingIsLeft(work);
    }

    private void assertNothingIsLeft(Path work) {
        assertThat(ersilia().living()).isEmpty();
        Path session =
                ErsiliaHome.in(Path.of(ersilia().environment().get("HOME"))).session();
        assertThat(session).doesNotExist();
        assertThat(work).isEmptyDirectory();
    }

    @Test
    default void everyMoleculeGetsItsOwnValues(@TempDir Path work) throws IOException, InterruptedException {
        assertRefused(work, Map.of());
    }

    @Test
    default void aDroppedRowShiftsNoValue(@TempDir Path work) throws IOException, InterruptedException {
        ersilia().faults("drop", MOLECULES.get(7));

        assertRefused(work, Map.of(MOLECULES.get(7), Reason.MODEL_FAILED));
    }

    /** A restart loads the model again, which takes minutes for some: it is worth it only if the server is to blame. */
    @Test
    default void aCallThatFailsLeavesTheServerAsItIs(@TempDir Path work) throws Exception {
        List<String> few = MOLECULES.subList(0, 3);
        List<String> other = MOLECULES.subList(3, 4);
        List<List<String>> truth = ersilia().cells(other);
        ersilia().faults("drop", few.get(1));

        try (ModelSession session = runner(work, LIMITS).start(ersilia().model(), null)) {
            Set<ProcessHandle> server = session.processes();
            assertThatThrownBy(() -> session.predict(few))
                    .isInstanceOfSatisfying(
                            ModelCallException.class,
                            call -> assertThat(call.fault()).isEqualTo(ModelCallException.Fault.TRANSPORT))
                    .hasMessageContaining("returned 2 results for 3 inputs");
            assertThat(session.isAlive()).isTrue();
            assertThat(session.predict(other).rows()).isEqualTo(truth);
            assertThat(session.processes()).isNotEmpty().isEqualTo(server);
        }
        assertNothingIsLeft(work);
    }

    @Test
    default void aModelThatCannotBeFetched(@TempDir Path work) throws IOException {
        assertThatThrownBy(() -> runner(work, LIMITS).start(NO_MODEL, null))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL))
                .hasMessageStartingWith(NO_MODEL + " could not be fetched: 'ersilia fetch': exit code 1, ");
        assertNothingIsLeft(work);
    }

    @Test
    default void aMoleculeThatMakesTheModelFail(@TempDir Path work) throws IOException, InterruptedException {
        ersilia().faults("fail", MOLECULES.get(3));

        assertRefused(work, Map.of(MOLECULES.get(3), Reason.MODEL_FAILED));
    }

    /** The program only says that the server stopped responding. */
    @Test
    default void aCallOnWhichTheModelFailedIsTheModelsFault(@TempDir Path work) throws Exception {
        List<String> few = MOLECULES.subList(0, 3);
        ersilia().faults("fail", few.get(1));

        try (ModelSession session = runner(work, LIMITS).start(ersilia().model(), null)) {
            assertThatThrownBy(() -> session.predict(few))
                    .isInstanceOfSatisfying(
                            ModelCallException.class,
                            call -> assertThat(call.fault()).isEqualTo(ModelCallException.Fault.MODEL))
                    .hasMessageContaining("stopped responding during the run");
            assertThat(session.isAlive()).isTrue();
        }
        assertNothingIsLeft(work);
    }

    @Test
    default void aRowTooManyShiftsNoValue(@TempDir Path work) throws IOException, InterruptedException {
        ersilia().faults("extra", MOLECULES.get(7));

        assertRefused(work, Map.of(MOLECULES.get(7), Reason.MODEL_FAILED));
    }

    @Test
    default void answersInReverseOrder(@TempDir Path work) throws IOException {
        ersilia().faults("order", "reversed");

        assertThatThrownBy(() -> predict(work))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL))
                .hasMessageContaining("gives answers that belong to other molecules");
        assertNothingIsLeft(work);
    }

    @Test
    default void aModelThatSaysNaNOrPrintsOrLeavesAProcess(@TempDir Path work)
            throws IOException, InterruptedException {
        ersilia().faults("nan", MOLECULES.get(0), "prints", MOLECULES.get(1), "child", MOLECULES.get(2));

        assertRefused(work, Map.of(MOLECULES.get(0), Reason.EMPTY_OUTPUT));
    }

    @Test
    default void aMoleculeThatKillsTheServer(@TempDir Path work) throws IOException, InterruptedException {
        ersilia().faults("kill", MOLECULES.get(11));

        assertRefused(work, Map.of(MOLECULES.get(11), Reason.MODEL_FAILED));
    }

    @Test
    default void aMoleculeThatHangs(@TempDir Path work) throws IOException, InterruptedException {
        ersilia().faults("run.hangs", MOLECULES.get(5));
        TimeLimits limits = new TimeLimits(LONG, LONG, LONG, MOMENT, MOMENT, LONG);

        try (ModelSession session = runner(work, limits).start(ersilia().model(), null)) {
            assertThatThrownBy(() -> session.predict(MOLECULES))
                    .isInstanceOfSatisfying(
                            ModelCallException.class,
                            call -> assertThat(call.hasHung()).isTrue());
            session.restart();
            assertThat(session.isAlive()).isTrue();
        }
        assertNothingIsLeft(work);
    }

    @Test
    default void aModelThatAnswersNothingAtAll(@TempDir Path work) throws IOException {
        ersilia().faults("empty.all", "true");

        assertThatThrownBy(() -> predict(work))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("does not answer its control molecules");
        assertNothingIsLeft(work);
    }

    @Test
    default void aSessionThatWasLeftOpen(@TempDir Path work) throws IOException, InterruptedException {
        ProcessBuilder serve = new ProcessBuilder(
                        ersilia().program().toString(),
                        "serve",
                        ersilia().model().value())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        serve.environment().clear();
        serve.environment().putAll(ersilia().environment());
        assertThat(serve.start().waitFor()).isZero();
        assertThat(ersilia().living()).isNotEmpty();

        assertRefused(work, Map.of());
    }
}
