package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.cli.options.StoreOptions;
import io.ersilia.precalc.cli.options.WorkOptions;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.words.ShellWord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command that shows how long a model takes: a few molecules of the same library, with the same model and store. */
public final class SampleHint {

    private static final int MOLECULES = 100;
    private static final int PART = 10;

    private SampleHint() {}

    public static String of(Plan plan, StoreOptions store, WorkOptions work) {
        long molecules = Math.max(1, Math.min(MOLECULES, plan.rows() / PART));
        List<String> words = new ArrayList<>(
                List.of("precalc", "run", "--model", plan.model().value()));
        words.addAll(List.of("--sample", Long.toString(molecules), "--store", store.store));
        add(words, "--library", work.library.library());
        add(words, "--model-version", work.runner.modelVersion);
        words.addAll(List.of("--runner", work.runner.runner.toString()));
        add(words, "--model-url", work.runner.modelUrl);
        return ShellWord.all(words);
    }

    private static void add(List<String> words, String option, @Nullable String value) {
        if (value != null) {
            words.addAll(List.of(option, value));
        }
    }
}
