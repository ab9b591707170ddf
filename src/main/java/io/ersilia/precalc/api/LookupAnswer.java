package io.ersilia.precalc.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one lookup: every position asked for is in exactly one list, in order.
 *
 * @param deterministic false where the model may answer otherwise the next time; null, and not shown, where it does not
 */
public record LookupAnswer(
        ModelId modelId,
        List<String> columns,
        List<Found> output,
        List<Missing> missing,
        List<Invalid> invalid,
        List<Rejected> rejected,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean deterministic) {

    /** Whether the model may answer otherwise the next time. */
    @JsonIgnore
    public boolean mayVary() {
        return deterministic != null && !deterministic;
    }

    /** What is to be said of a model that nothing is known of. */
    public static LookupAnswer unknown(ModelId model, List<Asked> asked) {
        LookupAnswer answer =
                new LookupAnswer(model, List.of(), List.of(), new ArrayList<>(), new ArrayList<>(), List.of(), null);
        for (int i = 0; i < asked.size(); i++) {
            Asked one = asked.get(i);
            if (one.key() == null) {
                answer.invalid().add(new Invalid(i, one.input(), one.reason()));
            } else {
                answer.missing().add(new Missing(i, one.input()));
            }
        }
        return answer;
    }

    /** How many inputs have no prediction. */
    @JsonIgnore
    public int withoutPrediction() {
        return missing.size() + invalid.size() + rejected.size();
    }

    /**
     * A prediction.
     *
     * @param index position in the request, from 0
     * @param value numbers exactly, texts, and null
     * @param stale whether it is of another version than the model's current one
     * @param columns of its own version, where these are not the answer's
     */
    public record Found(
            int index,
            String input,
            String key,
            String smiles,
            List<@Nullable Object> value,
            @Nullable String modelVersion,
            boolean stale,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<String> columns) {}

    /** A molecule that nobody predicted yet. */
    public record Missing(int index, String input) {}

    /** An input that is neither an InChIKey nor SMILES. */
    public record Invalid(int index, String input, String reason) {}

    /** A molecule for which the model has no value. */
    public record Rejected(int index, String input, String key, Reason reason) {}

    /** A value as JSON shows it. */
    public static @Nullable Object json(Value value) {
        return switch (value.kind()) {
            case NUMBER -> new BigDecimal(value.text());
            case TEXT -> value.text();
            case MISSING -> null;
        };
    }
}
