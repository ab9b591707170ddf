package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.model.Answers;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ModelCallException;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each fault of the program before version 0.1.63: first it fools a caller that believes exit codes, then it does not fool us.
 * What the versions since then do is in {@link ErsiliaContract}.
 */
class ErsiliaFaultsTest {

    private static final String ID = "eos3b5e";
    private static final ModelId MODEL = new ModelId(ID);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final TimeLimits LIMITS = new TimeLimits(LONG, LONG, LONG, LONG, LONG, LONG);
    private static final List<String> EMPTY = List.of("", "");

    private final List<String> molecules =
            IntStream.rangeClosed(1, 40).mapToObj(i -> "N" + "C".repeat(i)).toList();

    private final List<Duration> sleeps = new ArrayList<>();
    private FakeErsiliaHome home;
    private NaiveCaller naive;
    private Path work;

    ErsiliaFaultsTest(@TempDir Path folder) throws IOException {
        home = FakeErsiliaHome.in(folder);
        naive = new NaiveCaller(home);
        work = folder.resolve("work");
    }

    @BeforeEach
    void installTheModel() throws IOException {
        home.installed(ID, "v1.0.0");
        faults();
    }

    private void faults(String... namesAndValues) throws IOException {
        home.faults(Stream.concat(Stream.of("version", "0.1.61"), Stream.of(namesAndValues))
                .toArray(String[]::new));
    }

    @AfterEach
    void endWhatTheNaiveCallerLeft() {
        home.close();
    }

    private ErsiliaRunner runner(TimeLimits limits) {
        return new ErsiliaRunner(
                new ErsiliaSettings(FakeErsiliaHome.program().toString(), List.of(), List.of(), null, limits, work),
                home.environment());
    }

    private Answers predict(List<String> smiles) throws InterruptedException {
        try (CheckedModel model =
                new CheckedModel(runner(LIMITS), MODEL, null, CheckedModel.CONTROLS, new Random(5), sleeps::add)) {
            return model.predict(smiles);
        }
    }

    private void assertTrue(Answers answers, Set<String> refused, Reason reason) throws IOException {
        assertThat(answers.columns()).isEqualTo(FakeModel.COLUMNS);
        for (int i = 0; i < molecules.size(); i++) {
            String text = molecules.get(i);
            Answer answer = answers.answers().get(i);
            if (refused.contains(text)) {
                assertThat(answer)
                        .as(text)
                        .isInstanceOfSatisfying(
                                Answer.Refused.class,
                                no -> assertThat(no.reason()).isEqualTo(reason));
            } else {
                assertThat(answer).as(text).isEqualTo(new Answer.Predicted(FakeModel.cells(text)));
            }
        }
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        assertThat(home.living()).isEmpty();
        assertThat(work).isEmptyDirectory();
    }

    private void serveAndRunNaively() throws IOException, InterruptedException {
        assertThat(naive.call("serve", ID)).isZero();
        assertThat(naive.run(NaiveCaller.withHeader(molecules))).isZero();
    }

    @Test
    void exitCodeZeroWithoutAFile() throws IOException, InterruptedException {
        faults("no.output", "true");
        serveAndRunNaively();
        assertThat(naive.hasOutput()).as("exit code 0").isFalse();
        home.close();

        faults("no.output", "true", "once", "true");
        assertTrue(predict(molecules), Set.of(), Reason.MODEL_FAILED);
    }

    @Test
    void theServerDiesInMidRun() throws IOException, InterruptedException {
        faults("die.at.request", "1");
        serveAndRunNaively();
        assertThat(naive.values())
                .hasSize(40)
                .allSatisfy((text, cells) -> assertThat(cells).isEqualTo(EMPTY));
        home.close();
        Files.delete(home.eos().resolve("died"));

        faults("die.at.request", "2");
        assertTrue(predict(molecules), Set.of(), Reason.MODEL_FAILED);
        assertThat(home.eos().resolve("died")).exists();
    }

    @Test
    void aMoleculeThatKillsTheServer() throws IOException, InterruptedException {
        List<String> few = molecules.subList(0, 4);
        faults("kill", few.get(1));
        assertThat(naive.call("serve", ID)).isZero();
        assertThat(naive.run(NaiveCaller.withHeader(few))).isZero();
        assertThat(naive.values().get(few.get(3))).as("a good molecule").isEqualTo(EMPTY);
        home.close();

        List<Answer> answers = predict(few).answers();
        assertThat(answers.get(0)).isEqualTo(new Answer.Predicted(FakeModel.cells(few.get(0))));
        assertThat(answers.get(1)).isInstanceOf(Answer.Refused.class);
        assertThat(answers.get(2)).isEqualTo(new Answer.Predicted(FakeModel.cells(few.get(2))));
        assertThat(answers.get(3)).isEqualTo(new Answer.Predicted(FakeModel.cells(few.get(3))));
        assertNothingIsLeft();
    }

    @Test
    void aDroppedRowShiftsTheValues() throws IOException, InterruptedException {
        faults("drop", molecules.get(20));
        serveAndRunNaively();
        assertThat(naive.values().get(molecules.get(30))).isEqualTo(FakeModel.cells(molecules.get(31)));
        home.close();

        assertTrue(predict(molecules), Set.of(molecules.get(20)), Reason.MODEL_FAILED);
    }

    @Test
    void everySeventeenthRowIsDropped() throws IOException, InterruptedException {
        faults("drop.every", "17");
        serveAndRunNaively();
        assertThat(naive.values().get(molecules.get(30))).isEqualTo(FakeModel.cells(molecules.get(31)));
        home.close();

        assertTrue(predict(molecules), Set.of(), Reason.MODEL_FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reversed", "first-dropped"})
    void theProgramWritesItsValuesInAnotherOrder(String order) throws IOException, InterruptedException {
        faults("run.order", order);
        serveAndRunNaively();
        assertThat(naive.values().get(molecules.get(1)))
                .as("exit code 0")
                .isNotEqualTo(FakeModel.cells(molecules.get(1)));
        home.close();

        assertThatThrownBy(() -> predict(molecules))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL))
                .hasMessageContaining("gives answers that belong to other molecules");
        assertNothingIsLeft();
    }

    @Test
    void aShiftWithinAHalfThatTheProgramMadeItself() throws IOException, InterruptedException {
        faults("drop", molecules.get(3), "fail", molecules.get(39));
        serveAndRunNaively();
        assertThat(naive.values().get(molecules.get(10))).isEqualTo(FakeModel.cells(molecules.get(11)));
        assertThat(naive.values().get(molecules.get(38))).isEqualTo(FakeModel.cells(molecules.get(38)));
        home.close();

        Answers answers = predict(molecules);
        assertThat(answers.answers().get(39)).isInstanceOf(Answer.Refused.class);
        assertThat(answers.answers().get(3)).isInstanceOf(Answer.Refused.class);
        assertThat(answers.answers().get(10)).isEqualTo(new Answer.Predicted(FakeModel.cells(molecules.get(10))));
        assertNothingIsLeft();
    }

    @Test
    void aQuestionOnStdinOfAProgramThatAlreadyServes() throws IOException, InterruptedException {
        assertThat(naive.call("serve", ID)).isZero();
        assertThat(naive.waits("serve", ID)).isTrue();

        // The session that the naive caller left open is this process's own.
        assertThat(predict(molecules).answers()).hasSize(40);
        assertThat(home.commands()).contains("close");
    }

    @Test
    void aProgramThatHangsForEver() throws IOException, InterruptedException {
        assertThat(naive.call("serve", ID)).isZero();
        faults("hangs", "run");
        assertThat(naive.waits("run", "-i", "in.csv", "-o", "out.csv")).isTrue();
        home.close();

        Duration moment = Duration.ofMillis(300);
        TimeLimits limits = new TimeLimits(LONG, LONG, LONG, moment, moment, LONG);
        try (CheckedModel model =
                new CheckedModel(runner(limits), MODEL, null, CheckedModel.CONTROLS, new Random(5), sleeps::add)) {
            assertThatThrownBy(() -> model.predict(molecules))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("ended after 0.3 s");
        }
        assertNothingIsLeft();
    }

    @Test
    void processesAreLeftBehind() throws IOException, InterruptedException {
        naive.call("delete", ID);
        assertThat(naive.call("fetch", ID)).isZero();
        serveAndRunNaively();
        assertThat(naive.call("close")).isZero();
        assertThat(home.living()).as("of fetch and serve").hasSizeGreaterThanOrEqualTo(2);
        home.close();
        naive.call("delete", ID);

        assertTrue(predict(molecules), Set.of(), Reason.MODEL_FAILED);
    }

    @Test
    void temporaryFoldersOfOthersAreRemoved() throws IOException, InterruptedException {
        Path ours = Files.createDirectories(home.home().resolve("tmp/my-ersilia-batches"));
        assertThat(naive.call("serve", ID)).isZero();
        assertThat(ours).doesNotExist();
        Files.createDirectories(ours);
        closeFromAnotherProcess();
        assertThat(naive.run(NaiveCaller.withHeader(molecules))).isZero();
        assertThat(naive.values()).allSatisfy((text, cells) -> assertThat(cells).isEqualTo(EMPTY));
        home.close();

        try (CheckedModel model =
                new CheckedModel(runner(LIMITS), MODEL, null, CheckedModel.CONTROLS, new Random(5), sleeps::add)) {
            model.predict(molecules.subList(0, 2));
            closeFromAnotherProcess();
            Files.createDirectories(ours);
            assertThat(model.predict(molecules).answers()).allMatch(Answer.Predicted.class::isInstance);
            assertThat(home.commands().stream().filter(("serve " + ID)::equals))
                    .as("once by each of us")
                    .hasSize(2);
        }
        assertThat(ours).exists();
        assertNothingIsLeft();
    }

    /** A close of somebody else who shares the machine's temporary folder; the no-op keeps the shell as parent. */
    private void closeFromAnotherProcess() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", "-c", "'%s' close; :".formatted(FakeErsiliaHome.program()));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(home.environment());
        builder.start().waitFor();
    }

    @Test
    void aFetchThatFailsWithExitCodeZero() throws IOException, InterruptedException {
        naive.call("delete", ID);
        faults("fetch.fails", "true");
        assertThat(naive.call("fetch", ID)).isZero();

        assertThatThrownBy(() -> predict(molecules))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL))
                .hasMessage(
                        "eos3b5e could not be fetched: 'ersilia fetch': exit code 0, 'Model eos3b5e failed to fetch:"
                                + " Docker is not active'; try 'ersilia fetch eos3b5e' by hand");
        assertNothingIsLeft();
    }

    @Test
    void aFetchWhoseTrialFailedAlthoughItsStatusSaysDone() throws IOException, InterruptedException {
        naive.call("delete", ID);
        faults("trial.fails", "true", "empty.all", "true");
        String remedy = "'ersilia delete eos3b5e' and the same command again fetch it from scratch)";

        for (String before : List.of(
                "(it was just fetched, 'ersilia fetch': exit code 1, 'All output values are empty': ",
                "(it had been fetched before: ")) {
            assertThatThrownBy(() -> predict(molecules))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL))
                    .hasMessageContaining("does not answer its control molecules")
                    .hasMessageEndingWith(before + remedy);
            assertNothingIsLeft();
        }

        faults();
        naive.call("delete", ID);
        assertTrue(predict(molecules), Set.of(), Reason.MODEL_FAILED);
    }

    @Test
    void everyThirdCallOfItsServerIsBroken() throws IOException, InterruptedException {
        faults("break.every", "3", "break.how", "500");

        assertTrue(predict(molecules), Set.of(), Reason.MODEL_FAILED);
    }

    @Test
    void keysThatAreNoInchiKeys() throws IOException, InterruptedException {
        serveAndRunNaively();
        assertThat(naive.keys()).allMatch(key -> key.matches("[0-9a-f]{32}"));
        home.close();

        assertTrue(predict(molecules), Set.of(), Reason.MODEL_FAILED);
    }

    @Test
    void keysThatBelongToOtherMolecules() throws IOException, InterruptedException {
        faults("wrong.keys", "true");
        serveAndRunNaively();
        home.close();

        assertThatThrownBy(() -> predict(molecules))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("which is not that of");
        assertNothingIsLeft();
    }

    @Test
    void aMoleculeThatIsTakenForAHeader() throws IOException, InterruptedException {
        assertThat(naive.call("serve", ID)).isZero();
        assertThat(naive.run(molecules)).isZero();
        assertThat(naive.values()).hasSize(39).doesNotContainKey(molecules.get(0));
        home.close();

        assertTrue(predict(molecules), Set.of(), Reason.MODEL_FAILED);
    }

    @Test
    void aCircuitBreakerThatOpensAfterAHundredFailures() throws IOException, InterruptedException {
        List<String> bad = IntStream.rangeClosed(1, 60)
                .mapToObj(i -> "bad" + "C".repeat(i))
                .toList();
        List<String> mixed = Stream.of(molecules.subList(0, 10), bad, molecules.subList(10, 40))
                .flatMap(List::stream)
                .toList();
        faults("fail.prefix", "bad");
        assertThat(naive.call("serve", ID)).isZero();
        assertThat(naive.run(NaiveCaller.withHeader(mixed))).isZero();
        assertThat(naive.values().get(molecules.get(30))).as("a good molecule").isEqualTo(EMPTY);
        home.close();

        Answers answers = predict(mixed);
        for (int i = 0; i < mixed.size(); i++) {
            assertThat(answers.answers().get(i))
                    .as(mixed.get(i))
                    .isEqualTo(
                            bad.contains(mixed.get(i))
                                    ? new Answer.Refused(Reason.EMPTY_OUTPUT, "the model gave no value, twice")
                                    : new Answer.Predicted(FakeModel.cells(mixed.get(i))));
        }
        assertNothingIsLeft();
    }

    @Test
    void aModelThatAnswersNothingAtAll() throws IOException, InterruptedException {
        faults("empty.all", "true");
        serveAndRunNaively();
        home.close();

        assertThatThrownBy(() -> predict(molecules))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("does not answer its control molecules");
        assertNothingIsLeft();
    }

    @Test
    void aSessionWithoutModelThatAFailedServeLeft() throws IOException, InterruptedException {
        faults("serve.fails", "true");
        assertThat(naive.call("serve", ID)).isEqualTo(1);
        faults();
        assertThat(naive.call("run", "-i", "in.csv", "-o", "out.csv"))
                .as("KeyError")
                .isEqualTo(1);

        assertTrue(predict(molecules), Set.of(), Reason.MODEL_FAILED);
    }

    @Test
    void aServeWithoutAnAddress() throws IOException, InterruptedException {
        faults("serve.nourl", "true");
        assertThat(naive.call("serve", ID)).isZero();

        assertThatThrownBy(() -> predict(molecules))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("No URL found. Service unsuccessful.");
        assertNothingIsLeft();
    }

    @Test
    void aMoleculeThatHangsForEver() throws IOException, InterruptedException {
        faults("run.hangs", molecules.get(7));
        Duration moment = Duration.ofMillis(300);
        TimeLimits limits = new TimeLimits(LONG, LONG, LONG, moment, moment, LONG);

        try (ModelSession session = runner(limits).start(MODEL, null)) {
            assertThatThrownBy(() -> session.predict(molecules))
                    .isInstanceOfSatisfying(
                            ModelCallException.class,
                            call -> assertThat(call.hasHung()).isTrue())
                    .hasMessageStartingWith("'ersilia run': ended after 0.3 s");
            assertThat(session.isAlive()).isFalse();
            session.restart();
            assertThat(session.isAlive()).isTrue();
        }
        assertNothingIsLeft();
    }

    @Test
    void anotherVersionAfterTheModelWasServedAfresh() throws IOException, InterruptedException {
        faults("die.at.request", "2", "newer.version", "v2.0.0");

        assertThatThrownBy(() -> predict(molecules))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessage("eos3b5e now runs in version v2.0.0, but ran in v1.0.0 before;"
                        + " start version v1.0.0 again, or begin a new run");
        assertNothingIsLeft();
    }

    @Test
    void controlsThatAreAnsweredOtherwiseInALaterSlice() throws IOException, InterruptedException {
        try (CheckedModel model =
                new CheckedModel(runner(LIMITS), MODEL, null, CheckedModel.CONTROLS, new Random(5), sleeps::add)) {
            assertThat(model.askControls().get(1).cells()).isEqualTo(FakeModel.cells(CheckedModel.CONTROLS.get(1)));
            faults("differ", CheckedModel.CONTROLS.get(1));
            assertThat(model.deterministic()).isTrue();

            assertThatThrownBy(model::askControls)
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL))
                    .hasMessageContaining("c1ccccc1 among 4 others is not answered as before");
        }
        assertNothingIsLeft();
    }

    @Test
    void aModelWhoseCardSaysThatItVaries() throws IOException, InterruptedException {
        home.variable(ID);
        faults("noise", "true");

        try (CheckedModel model =
                new CheckedModel(runner(LIMITS), MODEL, null, CheckedModel.CONTROLS, new Random(5), sleeps::add)) {
            assertThat(model.predict(molecules).answers()).allMatch(Answer.Predicted.class::isInstance);
            assertThat(model.deterministic()).isFalse();
            assertThat(model.shownRandom()).contains(" by itself was answered ");
        }
        assertNothingIsLeft();
    }
}
