package io.ersilia.precalc.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.ersilia.precalc.nearest.Fingerprints;
import io.ersilia.precalc.nearest.Neighbour;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one lookup: every position asked for is in exactly one list, in order.
 *
 * @param meaning of the columns; only in the first of several answers to one list
 * @param deterministic false if the model may answer differently the next time; null, and not shown, otherwise
 * @param next index of the first unanswered input, if the answer would be too long; null, and not shown, if all are
 *     answered
 * @param runId in a part of a long answer, the run that lookups see: parts belong together if they have the same run; null,
 *     and not shown, for an answer in one part
 */
public record PredictionsAnswer(
        ModelId modelId,
        List<String> columns,
        @JsonUnwrapped Meaning meaning,
        List<Found> output,
        List<Missing> missing,
        List<Invalid> invalid,
        List<Rejected> rejected,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean deterministic,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer next,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RunId runId) {

    /** Sorts the rows into their lists. */
    public static PredictionsAnswer of(
            ModelId model,
            List<String> columns,
            Meaning meaning,
            List<Row> rows,
            boolean mayVary,
            @Nullable Integer next) {
        return new PredictionsAnswer(
                model,
                columns,
                meaning,
                only(Found.class, rows),
                only(Missing.class, rows),
                only(Invalid.class, rows),
                only(Rejected.class, rows),
                mayVary ? Boolean.FALSE : null,
                next,
                null);
    }

    /** This answer as a part of a longer one. */
    PredictionsAnswer partOf(RunId run) {
        return new PredictionsAnswer(
                modelId, columns, meaning, output, missing, invalid, rejected, deterministic, next, run);
    }

    /** All rows, in order. */
    public List<Row> rows() {
        return Stream.of(output, missing, invalid, rejected)
                .<Row>flatMap(List::stream)
                .sorted(Comparator.comparingInt(Row::index))
                .toList();
    }

    private static <T extends Row> List<T> only(Class<T> kind, List<Row> rows) {
        return rows.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** A value of an answer as text, for a table. */
    public static String text(@Nullable Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value == null ? "" : value.toString();
    }

    /** Whether the model may answer differently the next time. */
    @JsonIgnore
    public boolean mayVary() {
        return deterministic != null && !deterministic;
    }

    /** The answer for an unknown model. */
    public static PredictionsAnswer unknown(ModelId model, List<LookupInput> asked) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            rows.add(without(i, asked.get(i)));
        }
        return of(model, List.of(), Meaning.UNKNOWN, rows, false, null);
    }

    /** The row of an input without an item in the table. */
    static Row without(int index, LookupInput one) {
        return one.key() == null ? new Invalid(index, one.input(), one.reason()) : new Missing(index, one.input());
    }

    /** The same answer with other missing rows. */
    PredictionsAnswer withMissing(List<Missing> more) {
        return new PredictionsAnswer(
                modelId, columns, meaning, output, more, invalid, rejected, deterministic, next, runId);
    }

    /** The same answer with the most similar molecule of the library beside each missing one, but never its values. */
    public PredictionsAnswer besideNearest(Fingerprints library) {
        return withMissing(missing.stream()
                .map(one -> new Missing(
                        one.index,
                        one.input,
                        one.parentKey,
                        library.nearest(one.input).orElse(null)))
                .toList());
    }

    /** The answer for one input. */
    public sealed interface Row {

        /** Position in the request, from 0. */
        int index();

        /** Why there is no prediction; empty if the kind of row says it. */
        default String why() {
            return "";
        }

        /** The same row for another input. */
        Row at(int index, String input);
    }

    /**
     * A prediction.
     *
     * @param index position in the request, from 0
     * @param value exact numbers, strings and null
     * @param stale whether the prediction is not from the model's current version
     * @param columns the columns of the prediction's own version, if they differ from the answer's
     * @param computed true if it was predicted just now, for this answer; null, and not shown, if it was stored
     * @param percentiles for each value, the share of the library's values that are lower, 0 to 100, or null; null, and not
     *     shown, if not asked for
     */
    public record Found(
            int index,
            String input,
            String key,
            String smiles,

            @JsonDeserialize(contentUsing = AnswerValue.class)
            List<@Nullable Object> value,

            @Nullable String modelVersion,
            boolean stale,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<String> columns,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean computed,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @JsonDeserialize(contentUsing = AnswerValue.AnswerNumber.class)
            @Nullable
            List<@Nullable BigDecimal> percentiles)
            implements Row {

        /** The values under these columns of the answer, as text; a stale prediction may have had others. */
        public List<String> texts(List<String> wanted) {
            List<String> own = columns;
            if (own == null || own.equals(wanted)) { // saves looking up thousands of columns one by one
                return value instanceof JsonValues typed
                        ? typed.texts()
                        : value.stream().map(PredictionsAnswer::text).toList();
            }
            return wanted.stream()
                    .map(own::indexOf)
                    .map(at -> at < 0 || at >= value.size() ? "" : text(value.get(at)))
                    .toList();
        }

        /** A stored prediction. */
        Found(
                int index,
                String input,
                String key,
                String smiles,
                List<@Nullable Object> value,
                @Nullable String modelVersion,
                boolean stale,
                @Nullable List<String> columns) {
            this(index, input, key, smiles, value, modelVersion, stale, columns, null, null);
        }

        /** Whether it was predicted just now, for this answer. */
        @JsonIgnore
        public boolean isComputed() {
            return computed != null && computed;
        }

        @Override
        public Row at(int position, String asked) {
            return new Found(position, asked, key, smiles, value, modelVersion, stale, columns, computed, percentiles);
        }

        Found withPercentiles(@Nullable List<@Nullable BigDecimal> of) {
            return new Found(index, input, key, smiles, value, modelVersion, stale, columns, computed, of);
        }

        Found withColumns(@Nullable List<String> own) {
            return new Found(index, input, key, smiles, value, modelVersion, stale, own, computed, percentiles);
        }
    }

    /**
     * A molecule without a prediction.
     *
     * @param parentKey of this salt's or mixture's parent molecule, if that has a prediction; null, and not shown, otherwise
     * @param nearest the most similar molecule of the library; null, and not shown, if there is none or it was not asked for
     */
    public record Missing(
            int index,
            String input,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String parentKey,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Neighbour nearest)
            implements Row {

        Missing(int index, String input) {
            this(index, input, null);
        }

        Missing(int index, String input, @Nullable String parentKey) {
            this(index, input, parentKey, null);
        }

        @Override
        public Row at(int position, String asked) {
            return new Missing(position, asked, parentKey, nearest);
        }
    }

    /** An input that is neither an InChIKey nor a SMILES. */
    public record Invalid(int index, String input, String reason) implements Row {
        @Override
        public String why() {
            return reason;
        }

        @Override
        public Row at(int position, String asked) {
            return new Invalid(position, asked, reason);
        }
    }

    /** A molecule for which the model has no value. */
    public record Rejected(int index, String input, String key, Reason reason) implements Row {
        @Override
        public String why() {
            return reason.label();
        }

        @Override
        public Row at(int position, String asked) {
            return new Rejected(position, asked, key, reason);
        }
    }

    /** Values as JSON shows them. */
    public static List<@Nullable Object> json(List<Value> values) {
        return new JsonValues(values);
    }

    /** Values made only when they are read: millions are in memory at once, and a table needs only their texts. */
    private static final class JsonValues extends AbstractList<@Nullable Object> implements RandomAccess {
        private final List<Value> values;

        JsonValues(List<Value> values) {
            this.values = values;
        }

        @Override
        public @Nullable Object get(int at) {
            Value value = values.get(at);
            return switch (value.kind()) {
                case NUMBER -> new BigDecimal(value.text());
                case TEXT -> value.text();
                case MISSING -> null;
            };
        }

        @Override
        public int size() {
            return values.size();
        }

        List<String> texts() {
            List<String> texts = new ArrayList<>(values.size());
            values.forEach(value -> texts.add(value.text()));
            return texts;
        }
    }
}
