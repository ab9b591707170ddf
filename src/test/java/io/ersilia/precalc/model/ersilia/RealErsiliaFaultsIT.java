package io.ersilia.precalc.model.ersilia;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The program itself. Among the tests of the packaged jar, as it takes minutes in which it mostly waits, and other tests go on meanwhile. */
class RealErsiliaFaultsIT implements ErsiliaContract {

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

    /** The program takes no model of numbers and texts. */
    @Test
    void aModelOfTexts(@TempDir Path work) throws Exception {
        ModelId texts = new ModelId("eos0txt");
        real.fetch(texts);

        try (ModelSession session = runner(work, LIMITS).start(texts, null)) {
            ModelOutput output = session.predict(List.of("CCO", "c1ccccc1"));

            assertThat(output.columns()).containsExactly("formula", "words");
            assertThat(output.rows()).containsExactly(List.of("C2H6O", "0003"), List.of("C6H6", "\"Kekulé\", 1 rings"));
        }
    }
}
