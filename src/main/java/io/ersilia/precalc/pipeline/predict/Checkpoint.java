package io.ersilia.precalc.pipeline.predict;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.model.Answers;
import io.ersilia.precalc.run.ControlAnswer;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.run.Slice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished batch as it is kept until its partition is written.
 *
 * @param from the batch's first row, counted as the plan counts them
 * @param rows how many rows of the slice it has, including those that screening rejected
 * @param work what was asked of which model: the answers are valid for nothing else
 * @param runnerVersion of the program that ran the model; null when it has none
 * @param deterministic whether the model had answered the same each time so far
 * @param controls what the model answered to the control molecules at the beginning of the slice
 * @param started when the process that asked began the slice
 * @param seconds of the slice's time that the batch took
 * @param answers one per molecule that screening accepted, in order
 */
public record Checkpoint(
        long from,
        int rows,
        BatchWork work,
        @Nullable String runnerVersion,
        boolean deterministic,
        List<ControlAnswer> controls,
        Instant started,
        double seconds,
        List<String> columns,
        List<KeptAnswer> answers) {

    private static final String SEAL = ",\"sha256\":\"%s\"}";
    private static final int SEAL_BYTES = SEAL.length() - "%s".length() + 64;

    public Checkpoint {
        controls = List.copyOf(controls);
        columns = List.copyOf(columns);
        answers = List.copyOf(answers);
        if (from < 0 || rows < 1 || answers.size() > rows || !(seconds >= 0) || Double.isInfinite(seconds)) {
            throw new IllegalArgumentException("no batch of %d rows from row %d with %d answers in %s s"
                    .formatted(rows, from, answers.size(), seconds));
        }
    }

    /**
     * An answer: cells, or else the reason and detail of a refusal.
     *
     * @param ofTransport true if a refusal was caused on the way to the model, else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record KeptAnswer(
            @Nullable List<String> cells,
            @Nullable Reason reason,
            @Nullable String detail,
            @Nullable Boolean ofTransport) {

        static KeptAnswer of(Answer answer) {
            if (answer instanceof Answer.Predicted predicted) {
                return new KeptAnswer(predicted.cells(), null, null, null);
            }
            Answer.Refused refused = (Answer.Refused) answer;
            return new KeptAnswer(null, refused.reason(), refused.detail(), refused.ofTransport() ? true : null);
        }

        Answer answer() {
            if (cells != null) {
                return new Answer.Predicted(cells);
            }
            if (reason == null || detail == null) {
                throw new IllegalArgumentException("an answer without cells and without a reason");
            }
            return new Answer.Refused(reason, detail, ofTransport != null && ofTransport);
        }
    }

    Slice slice() {
        return new Slice(from, from + rows);
    }

    Answers toAnswers() {
        return new Answers(columns, answers.stream().map(KeptAnswer::answer).toList());
    }

    /**
     * The content of its file: JSON in one line, with its own SHA-256 as the last field. It is not compressed, as that would
     * cost more than it saves.
     */
    byte[] bytes() {
        try {
            return sealed(Json.MAPPER.writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a batch as JSON", e);
        }
    }

    /**
     * Reads what {@link #bytes} made.
     *
     * @throws IOException if the batch is not complete and intact
     */
    static Checkpoint read(byte[] bytes) throws IOException {
        try {
            Checkpoint read = Json.read(unsealed(bytes), Checkpoint.class, "it");
            read.toAnswers();
            return read;
        } catch (Failure | IllegalArgumentException | NullPointerException | DateTimeException e) {
            throw new IOException("it is truncated, changed, or not a batch", e);
        }
    }

    /** The JSON object with the SHA-256 of its bytes as a further field at its end. */
    static byte[] sealed(byte[] json) {
        byte[] seal = seal(json);
        byte[] sealed = Arrays.copyOf(json, json.length - 1 + seal.length);
        System.arraycopy(seal, 0, sealed, json.length - 1, seal.length);
        return sealed;
    }

    private static byte[] unsealed(byte[] sealed) throws IOException {
        int length = Math.max(0, sealed.length - SEAL_BYTES) + 1;
        byte[] json = Arrays.copyOf(sealed, length);
        json[length - 1] = '}';
        if (!Arrays.equals(sealed(json), sealed)) {
            throw new IOException("it is truncated or changed: its SHA-256 differs");
        }
        return json;
    }

    private static byte[] seal(byte[] json) {
        return SEAL.formatted(Sha256.hex(json)).getBytes(StandardCharsets.US_ASCII);
    }
}
