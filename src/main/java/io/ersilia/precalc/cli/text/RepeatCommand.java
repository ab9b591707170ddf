package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.cli.options.RunnerKind;
import io.ersilia.precalc.report.PartitionFacts;
import io.ersilia.precalc.report.RunFacts;
import io.ersilia.precalc.run.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The command that does all of a run again: the same library, slices, model and runner, in a run of its own. */
public final class RepeatCommand {

    private RepeatCommand() {}

    public static String of(RunFacts run, Plan plan, String store, @Nullable String table) {
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
        if (run.modelVersion() != null) {
            words.addAll(List.of("--model-version", run.modelVersion()));
        }
        String runner = run.partitions().stream()
                .map(PartitionFacts::runner)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(RunnerKind.ERSILIA.toString());
        words.addAll(List.of("--runner", runner));
        if (runner.equals(RunnerKind.HTTP.toString())) {
            words.addAll(List.of("--model-url", "URL")); // whose server it was, nobody wrote down
        }
        return words.stream().map(Shell::word).collect(Collectors.joining(" ")) + Shell.places(store, table);
    }
}
