package io.ersilia.precalc.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownAnswersTest {

    private static final int CALLS = 400;
    private static final int APART = 40;

    private static KnownAnswers of(int molecules) {
        List<String> smiles =
                IntStream.rangeClosed(1, molecules).mapToObj("C"::repeat).toList();
        List<List<String>> rows = IntStream.rangeClosed(1, molecules)
                .mapToObj(n -> List.of(Integer.toString(n * n)))
                .toList();
        return new KnownAnswers(smiles, new ModelOutput(List.of("value"), rows), new Random(molecules));
    }

    @ParameterizedTest(name = "of {0} controls")
    @ValueSource(ints = {10, 14})
    void rowsOfAnyOfTheLastCallsShowAtTheEndsOfThisOne(int controls) {
        KnownAnswers known = of(controls);
        List<List<String>> ends = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            List<String> sent = known.among(List.of("O", "N" + call));
            assertThat(sent).hasSize(4);
            ends.add(List.of(sent.get(0), sent.get(3)));
        }

        for (int call = 0; call + APART <= CALLS; call++) {
            assertThat(new HashSet<>(ends.subList(call, call + APART))).hasSize(APART);
        }
    }

    @ParameterizedTest(name = "of {0} controls")
    @ValueSource(ints = {0, 1, 2, 3})
    void fewControlsComeAgain(int controls) {
        KnownAnswers known = of(controls);

        for (int call = 0; call < CALLS; call++) {
            assertThat(known.among(List.of("O", "N"))).hasSize(2 + Math.min(2, controls));
        }
    }
}
