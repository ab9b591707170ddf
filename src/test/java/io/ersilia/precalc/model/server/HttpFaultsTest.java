package io.ersilia.precalc.model.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.model.Answers;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.run.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of a server, seen from the pipeline: every molecule gets its true value or none. */
@Timeout(60)
class HttpFaultsTest {

    private static final List<String> MOLECULES =
            IntStream.rangeClosed(1, 1000).mapToObj(HttpFaultsTest::molecule).toList();
    private static final Set<String> POISON = Set.of(
            molecule(1), molecule(2), molecule(300), molecule(555), molecule(556), molecule(700), molecule(1000));

    private final FaultyServer scene;

    HttpFaultsTest(@TempDir Path folder) throws IOException {
        scene = new FaultyServer(folder);
    }

    @AfterEach
    void end() {
        scene.close();
    }

    /** Different, and in bits of carbon and nitrogen. */
    private static String molecule(int number) {
        return "O" + Integer.toBinaryString(number).replace('0', 'C').replace('1', 'N');
    }

    private Answers predict() throws InterruptedException {
        try (CheckedModel model = scene.checked()) {
            return model.predict(MOLECULES);
        }
    }

    private static void assertTrue(Answers answers, Set<String> refused) {
        assertThat(answers.columns()).isEqualTo(FakeModel.COLUMNS);
        for (int i = 0; i < MOLECULES.size(); i++) {
            String text = MOLECULES.get(i);
            if (refused.contains(text)) {
                assertThat(answers.answers().get(i)).as(text).isInstanceOf(Answer.Refused.class);
            } else {
                assertThat(answers.answers().get(i)).as(text).isEqualTo(new Answer.Predicted(FakeModel.cells(text)));
            }
        }
    }

    @Test
    void aServerWithoutFaultsAnswersAllInOneCall() throws Exception {
        assertTrue(predict(), Set.of());

        assertThat(scene.requests()).containsExactly(10, 10, 1005);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reversed", "shuffled", "shuffled-but-last", "first-dropped", "swapped", "doubled"})
    void aModelThatAnswersInAnotherOrderHasFailedBeforeTheFirstMolecule(String order) throws Exception {
        scene.faults("order", order);

        assertThatThrownBy(this::predict)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL))
                .hasMessageContaining("gives answers that belong to other molecules");
        assertThat(scene.requests()).allMatch(size -> size <= 10);
    }

    @Test
    void aModelThatAnswersLargeCallsInAnotherOrderIsAskedInSmallOnes() throws Exception {
        scene.faults("order", "large-reversed");

        assertTrue(predict(), Set.of());
    }

    @Test
    void aModelThatDropsOneRowInAThousandGivesNoWrongValue() throws Exception {
        scene.faults("drop.every", "1000");

        assertTrue(predict(), Set.of());
    }

    @Test
    void aModelThatDropsAMoleculeRefusesThatOneOnly() throws Exception {
        scene.faults("drop", molecule(500));

        assertTrue(predict(), Set.of(molecule(500)));
    }

    @Test
    void sevenPoisonMoleculesInAThousandAreRefusedAndNoOthers() throws Exception {
        scene.faults("fail", String.join(" ", POISON));

        assertTrue(predict(), POISON);
        assertThat(scene.requests().size()).isLessThan(2 * 7 * 10 + 20);
    }

    @Test
    void halfAnswersAndBrokenConnectionsRefuseOnlyTheirMolecules() throws Exception {
        scene.faults("half", molecule(10), "cutoff", molecule(900));

        assertTrue(predict(), Set.of(molecule(10), molecule(900)));
    }

    @Test
    void aThrottledServerIsWaitedForAndAnswersAll() throws Exception {
        Duration minute = Duration.ofMinutes(1);
        scene.limits(new ServerLimits(minute, minute, minute, Duration.ofMinutes(15)))
                .faults("throttle", "3", "busy", "2", "breaker", "2");

        assertTrue(predict(), Set.of());
    }

    @Test
    void aServerThatDiesInMidRunAndComesBackAnswersAll() throws Exception {
        scene.faults("die.at.request", "2").atSleep(scene::comeBack);

        assertTrue(predict(), Set.of());
    }

    @Test
    void aServerThatDiesForGoodIsUnavailable() throws Exception {
        scene.faults("die.at.request", "2");

        assertThatThrownBy(this::predict)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE))
                .hasMessageContaining("no model server answers at");
    }

    @Test
    void aModelThatCutsColumnsGivesNoValueAtAll() throws Exception {
        scene.faults("columns.cut", "true");

        assertThatThrownBy(this::predict)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL))
                .hasMessageContaining("row 1 of the answer has 1 column, expected 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "script", "html", "null", "short", "cut", "reset"})
    void aServerThatBreaksEveryThirdCallLosesNoMolecule(String how) throws Exception {
        scene.faults("break.every", "3", "break.how", how);
        List<Answer> answers = new ArrayList<>();
        try (CheckedModel model = scene.checked()) {
            for (int size : List.of(1, 1, 1, 1, 2, 2, 2, 10, 180)) {
                int from = answers.size();
                answers.addAll(
                        model.predict(MOLECULES.subList(from, from + size)).answers());
            }
        }

        assertThat(answers)
                .hasSize(200)
                .isEqualTo(MOLECULES.stream()
                        .limit(200)
                        .map(text -> new Answer.Predicted(FakeModel.cells(text)))
                        .toList());
    }

    @Test
    void fourBatchesAtOnceRefuseTheirOwnPoisonOnly() throws Exception {
        scene.inFlight = 4;
        scene.faults(
                "fail", String.join(" ", POISON), "half", molecule(10), "cutoff", molecule(900), "drop", molecule(400));

        Set<String> refused = new HashSet<>(POISON);
        refused.addAll(List.of(molecule(10), molecule(900), molecule(400)));
        assertTrue(predictInParts(4), refused);
    }

    @Test
    void fourBatchesAtOnceOutliveTheDeathOfTheirServer() throws Exception {
        scene.inFlight = 4;
        scene.faults("sleep.millis", "1", "die.at.request", "4").atSleep(scene::comeBack);

        assertTrue(predictInParts(4), Set.of());
    }

    /** As many batches at once, one thread each. */
    private Answers predictInParts(int parts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(parts);
        try (CheckedModel model = scene.checked()) {
            model.start();
            List<Future<Answers>> batches = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                List<String> batch =
                        MOLECULES.subList(MOLECULES.size() * part / parts, MOLECULES.size() * (part + 1) / parts);
                batches.add(threads.submit(() -> model.predict(batch)));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answers> batch : batches) {
                answers.addAll(batch.get().answers());
            }
            return new Answers(FakeModel.COLUMNS, answers);
        } finally {
            threads.shutdownNow();
        }
    }
}
