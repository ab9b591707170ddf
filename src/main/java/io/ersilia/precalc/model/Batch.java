package io.ersilia.precalc.model;

import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.Sleeper;
import io.ersilia.precalc.words.Words;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets answers for distinct molecules: isolates those that fail, and asks once more for empty values. */
final class Batch implements Isolation.Verdicts {

    /** This many empty rows in succession mean a server in trouble, not bad molecules. */
    static final int MOST_EMPTY = 10;

    /**
     * Too few molecules to open the server's circuit breaker: that takes 100 failed requests in a row, and the CLI
     * makes up to two per molecule when it halves a failing batch.
     */
    static final int BELOW_BREAKER = 50;

    private static final Answer NO_VALUE = new Answer.Refused(Reason.EMPTY_OUTPUT, "the model gave no value, twice");

    private static final Logger log = LoggerFactory.getLogger(Batch.class);

    private final ControlledCalls calls;
    private final Isolation isolation;
    private final Map<String, Answer> answers = new HashMap<>();

    /** @param sleeper waits for a broken server to recover */
    Batch(ControlledCalls calls, Sleeper sleeper) {
        this.calls = calls;
        this.isolation = new Isolation(calls, this, sleeper);
    }

    Map<String, Answer> answer(List<String> texts) throws InterruptedException {
        if (!texts.isEmpty()) {
            isolation.solve(texts, this::settle);
        }
        isolation.reconsider();
        return answers;
    }

    /** The time spent waiting for a broken server to recover. */
    Duration waited() {
        return isolation.waited();
    }

    @Override
    public void refuse(String text, String reason, boolean ofTransport) {
        answers.put(text, new Answer.Refused(Reason.MODEL_FAILED, reason, ofTransport));
    }

    @Override
    public void clear(String text, List<String> row) {
        answers.put(text, ModelOutput.isEmpty(row) ? NO_VALUE : new Answer.Predicted(row));
    }

    /**
     * Takes the values, unless rows that were empty have values when asked for again. Such a call is not believed: the CLI
     * may have split it, and rows shifted within a part show only as empty rows at its end.
     */
    private void settle(List<String> texts, Reply.Sound reply) throws InterruptedException {
        List<List<String>> rows = reply.rows();
        List<String> empty = empty(texts, rows);
        if (!empty.isEmpty()) {
            int run = longestEmptyRun(rows);
            log.info(
                    "{} of {} came back empty: asking once more",
                    Words.count(empty.size()),
                    Words.many(texts.size(), "molecule"));
            if (run >= MOST_EMPTY) {
                log.warn("{} empty in a row: restarting the model first", Words.count(run));
                calls.requireRestart(reply.server());
            }
            isolation.solve(empty, this::refuseEmpty);
            if (!answers.keySet().containsAll(empty)) {
                log.warn("some had values after all: asking for all {} again", Words.count(texts.size()));
                List<String> again = texts.stream()
                        .filter(text -> !answers.containsKey(text))
                        .toList();
                isolation.solve(again, this::takeWhereNoneIsEmpty);
                return;
            }
        }
        record(texts, rows);
    }

    /** Refuses molecules whose row is empty for the second time; leaves the others open. */
    private void refuseEmpty(List<String> texts, Reply.Sound reply) throws InterruptedException {
        List<String> empty = empty(texts, reply.rows());
        if (empty.size() == texts.size() && empty.size() > BELOW_BREAKER) {
            for (int from = 0; from < texts.size(); from += BELOW_BREAKER) {
                isolation.solve(texts.subList(from, Math.min(from + BELOW_BREAKER, texts.size())), this::refuseEmpty);
            }
            return;
        }
        for (String text : empty) {
            answers.put(text, NO_VALUE);
        }
    }

    private void takeWhereNoneIsEmpty(List<String> texts, Reply.Sound reply) throws InterruptedException {
        if (texts.size() == 1 || empty(texts, reply.rows()).isEmpty()) {
            refuseEmpty(texts, reply);
            record(texts, reply.rows());
            return;
        }
        isolation.solve(texts.subList(0, texts.size() / 2), this::takeWhereNoneIsEmpty);
        isolation.solve(texts.subList(texts.size() / 2, texts.size()), this::takeWhereNoneIsEmpty);
    }

    private void record(List<String> texts, List<List<String>> rows) {
        for (int i = 0; i < texts.size(); i++) {
            answers.putIfAbsent(texts.get(i), new Answer.Predicted(rows.get(i)));
        }
    }

    private static List<String> empty(List<String> texts, List<List<String>> rows) {
        return IntStream.range(0, texts.size())
                .filter(i -> ModelOutput.isEmpty(rows.get(i)))
                .mapToObj(texts::get)
                .toList();
    }

    private static int longestEmptyRun(List<List<String>> rows) {
        int longest = 0;
        int run = 0;
        for (List<String> row : rows) {
            run = ModelOutput.isEmpty(row) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
