package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.model.CheckedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The program itself. */
class RealErsiliaTest implements ErsiliaContract {

    @TempDir(cleanup = CleanupMode.ALWAYS)
    static Path folder;

    private static RealErsilia real;

    @BeforeAll
    static void fetch() throws IOException, InterruptedException {
        real = RealErsilia.in(folder);
    }

    @Override
    public InstalledErsilia ersilia() {
        return real;
    }

    @Test
    void aModelThatSaysNaNOrPrintsOrLeavesAProcess(@TempDir Path work) throws IOException, InterruptedException {
        List<String> few = MOLECULES.subList(0, 4);
        real.faults("nan", few.get(0), "prints", few.get(1), "child", few.get(2));
        List<Answer> answers;
        try (CheckedModel model = new CheckedModel(
                new ErsiliaRunner(
                        new ErsiliaSettings(real.program().toString(), List.of(), List.of(), null, LIMITS, work),
                        real.environment()),
                real.model(),
                null,
                CheckedModel.CONTROLS,
                new Random(5),
                delay -> {})) {
            answers = model.predict(few).answers();
        }

        assertThat(real.living()).isEmpty();
        assertThat(answers.get(0)).isInstanceOf(Answer.Refused.class);
        List<List<String>> truth = real.cells(few);
        for (int i = 1; i < few.size(); i++) {
            assertThat(answers.get(i)).isEqualTo(new Answer.Predicted(truth.get(i)));
        }
    }
}
