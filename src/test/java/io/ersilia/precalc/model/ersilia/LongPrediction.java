package io.ersilia.precalc.model.ersilia;

import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program of its own that asks a model until somebody stops it. */
final class LongPrediction {

    private LongPrediction() {}

    /** Arguments: the folder of the home, the work folder. */
    public static void main(String[] args) throws IOException, InterruptedException {
        FakeErsiliaHome home = FakeErsiliaHome.in(Path.of(args[0]));
        ErsiliaSettings settings = new ErsiliaSettings(
                FakeErsiliaHome.program().toString(),
                List.of(),
                List.of(),
                null,
                TimeLimits.GENEROUS,
                Path.of(args[1]));
        try (CheckedModel model =
                new CheckedModel(new ErsiliaRunner(settings, home.environment()), new ModelId("eos3b5e"), null)) {
            model.predict(List.of("N"));
        } catch (Failure failure) {
            System.out.println(failure.kind());
        }
    }
}
