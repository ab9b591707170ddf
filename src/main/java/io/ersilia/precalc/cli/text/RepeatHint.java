package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.cli.options.RunnerKind;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.words.ShellWord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command that does all of a run again: the same library, slices, model and runner, in a run of its own. */
public final class RepeatHint {

    private RepeatHint() {}

    public static String of(
            Plan plan, @Nullable String modelVersion, @Nullable String runner, String store, @Nullable String table) {
        List<String> words = new ArrayList<>(List.of(
                "precalc",
                "run",
                "--model",
                plan.model().value(),
                "--new-run",
                "--library",
                plan.library().given(),
                "--workers",
                Integer.toString(plan.workers())));
        if (plan.sample() != null) {
            words.addAll(List.of("--sample", Integer.toString(plan.sample())));
        }
        if (modelVersion != null) {
            words.addAll(List.of("--model-version", modelVersion));
        }
        String used = runner == null ? RunnerKind.ERSILIA.toString() : runner;
        words.addAll(List.of("--runner", used));
        if (used.equals(RunnerKind.HTTP.toString())) {
            words.addAll(List.of("--model-url", "URL")); // the URL of the server is not kept
        }
        return ShellWord.all(words) + Shell.places(store, table);
    }
}
