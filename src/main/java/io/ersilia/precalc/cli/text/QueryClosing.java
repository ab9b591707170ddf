package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.api.LookupStatus;
import io.ersilia.precalc.cli.options.QueryInput;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.words.ShellWord;
import io.ersilia.precalc.words.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The last line of a query: how many inputs have which status, why the exit code is not 0, and what to do next.
 *
 * @param statuses of the inputs, in the order asked
 */
public record QueryClosing(QueryInput asked, List<LookupStatus> statuses) {

    private static final int MOST_NAMED = 5;

    public QueryClosing {
        statuses = List.copyOf(statuses);
    }

    /** How many inputs have no prediction. */
    public int withoutPrediction() {
        return without().size();
    }

    /**
     * The line.
     *
     * @param exitCode that the command ends with
     * @param next the command that finds what is missing; null for none
     */
    public String line(int exitCode, @Nullable String next) {
        String why = exitCode == 0
                ? ""
                : "; exit code %d: %s no prediction, the answer says why"
                        .formatted(exitCode, Words.many(withoutPrediction(), "input has", "inputs have"));
        return "%s in: %s%s%s"
                .formatted(Words.count(statuses.size()), counts(), why, next == null ? "" : "; next: " + next);
    }

    private List<LookupInput> without() {
        return IntStream.range(0, statuses.size())
                .filter(i -> !statuses.get(i).hasPrediction())
                .mapToObj(asked.molecules()::get)
                .toList();
    }

    /** Names the inputs without a prediction, for an answer that does not; empty where there is none. */
    public Optional<String> named() {
        List<LookupInput> without = without();
        if (without.isEmpty()) {
            return Optional.empty();
        }
        String some = without.stream().limit(MOST_NAMED).map(LookupInput::input).collect(Collectors.joining(", "));
        return Optional.of("%s of %s no prediction: %s%s"
                .formatted(
                        Words.count(without.size()),
                        Words.many(statuses.size(), "input has", "inputs have"),
                        some,
                        without.size() > MOST_NAMED
                                ? " and %s more".formatted(Words.count(without.size() - MOST_NAMED))
                                : ""));
    }

    private String counts() {
        if (statuses.isEmpty()) {
            return "the file has no molecule";
        }
        return Words.counts(statuses.stream());
    }

    /**
     * The command that writes what is missing as a library.
     *
     * @param model null where all models were asked
     * @param from the options that say where predictions are looked up
     * @return null where no molecule is missing of which the structure is known
     */
    @Nullable
    public String toListMissing(@Nullable ModelId model, String from) {
        Path file = asked.file();
        boolean isAny = IntStream.range(0, statuses.size())
                .anyMatch(i -> statuses.get(i) == LookupStatus.MISSING
                        && asked.molecules().get(i).isSmiles());
        return file == null || !isAny
                ? null
                : "precalc query --model %s --input %s --missing missing.csv%s"
                        .formatted(model == null ? "ID" : model, ShellWord.of(file.toString()), from);
    }
}
