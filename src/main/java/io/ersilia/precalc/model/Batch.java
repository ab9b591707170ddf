package io.ersilia.precalc.model;

import io.ersilia.precalc.run.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Distinct molecules on their way to answers: calls that fail are cut in halves until each culprit is alone, and empty
 * values are asked for once more. Longer than most, as these rules only make sense together.
 */
final class Batch {

    /** So many empty rows in a row are a server in trouble, not molecules. */
    static final int STRETCH = 10;

    /**
     * So many molecules cannot open the server's circuit breaker: 100 failed requests in a row do, and the CLI makes up
     * to two requests per molecule when it halves a failing batch.
     */
    static final int BELOW_BREAKER = 50;

    private static final Logger log = LoggerFactory.getLogger(Batch.class);

    private final ControlledCalls calls;
    private final Map<String, Answer> answers = new HashMap<>();
    private boolean unproven;

    Batch(ControlledCalls calls) {
        this.calls = calls;
    }

    /** What to do with the rows of a sound call. */
    private interface Taker {
        void take(List<String> texts, List<List<String>> rows) throws InterruptedException;
    }

    /** Answers every molecule; none of them may be the control. */
    Map<String, Answer> answer(List<String> texts) throws InterruptedException {
        if (!texts.isEmpty()) {
            solve(texts, this::settle);
        }
        prove();
        return answers;
    }

    private void solve(List<String> texts, Taker taker) throws InterruptedException {
        Reply reply = call(texts);
        if (reply instanceof Reply.Unsound && calls.isDead()) {
            log.warn("the model's server died: serving it again for the same {} molecules", texts.size());
            reply = call(texts);
        }
        if (reply instanceof Reply.Unsound unsound) {
            calls.proveAlive(); // before many more calls are spent: is it these molecules, or the model?
            unproven = false;
            if (unsound.controlDiffers() && !calls.deterministic()) {
                reply = call(texts);
            }
        }
        if (reply instanceof Reply.Sound sound) {
            taker.take(texts, sound.rows());
        } else if (reply instanceof Reply.Unsound unsound) {
            log.warn("{} molecules fail together ({}): trying them in halves", texts.size(), unsound.reason());
            isolate(texts, unsound, taker, true);
        }
    }

    /**
     * Finds a culprit in molecules that fail together. What was not tried on the way is sent in one call the first time,
     * as mostly there is only one culprit, and piece by piece afterwards.
     */
    private void isolate(List<String> failing, Reply.Unsound why, Taker taker, boolean together)
            throws InterruptedException {
        List<List<String>> untried = new ArrayList<>();
        List<String> suspects = failing;
        boolean failedAsTheyAre = true;
        Reply.Unsound reason = why;
        while (suspects.size() > 1) {
            List<String> left = suspects.subList(0, suspects.size() / 2);
            List<String> right = suspects.subList(suspects.size() / 2, suspects.size());
            Reply reply = call(left);
            if (reply instanceof Reply.Sound sound) {
                taker.take(left, sound.rows());
                suspects = right; // one of them must be the culprit: no call needed to know that they fail
                failedAsTheyAre = false;
            } else if (reply instanceof Reply.Unsound unsound) {
                untried.add(0, right);
                suspects = left;
                reason = unsound;
                failedAsTheyAre = true;
            }
        }
        if (failedAsTheyAre) {
            refuse(suspects.get(0), reason);
        } else {
            single(suspects, taker);
        }
        List<String> rest = untried.stream().flatMap(Collection::stream).toList();
        if (together && untried.size() > 1 && call(rest) instanceof Reply.Sound sound) {
            taker.take(rest, sound.rows());
            return;
        }
        for (List<String> piece : untried) {
            Reply reply = call(piece);
            if (reply instanceof Reply.Sound sound) {
                taker.take(piece, sound.rows());
            } else if (reply instanceof Reply.Unsound unsound) {
                isolate(piece, unsound, taker, false);
            }
        }
    }

    private void single(List<String> text, Taker taker) throws InterruptedException {
        Reply reply = call(text);
        if (reply instanceof Reply.Sound sound) {
            taker.take(text, sound.rows());
        } else if (reply instanceof Reply.Unsound unsound) {
            refuse(text.get(0), unsound);
        }
    }

    /** Refuses the molecule; that the model itself lives is proven by the next sound call, or else before the end. */
    private void refuse(String text, Reply.Unsound unsound) throws InterruptedException {
        prove();
        log.warn("the model fails at {}: {}", text, unsound.reason());
        answers.put(text, new Answer.Refused(Reason.MODEL_FAILED, unsound.reason()));
        unproven = true;
    }

    private void prove() throws InterruptedException {
        if (unproven) {
            calls.proveAlive();
            unproven = false;
        }
    }

    private Reply call(List<String> texts) throws InterruptedException {
        Reply reply = calls.call(texts);
        if (reply instanceof Reply.Sound) {
            unproven = false;
        }
        return reply;
    }

    /**
     * Takes the values, unless some were empty that are not when asked again. Such a call is not believed: the CLI may
     * have cut it inside, and rows shifted within a cut leave no other trace than an empty end.
     */
    private void settle(List<String> texts, List<List<String>> rows) throws InterruptedException {
        List<String> empty = empty(texts, rows);
        if (!empty.isEmpty()) {
            int stretch = longestStretch(rows);
            log.info("{} of {} molecules came back empty: asking once more", empty.size(), texts.size());
            if (stretch >= STRETCH) {
                log.warn("{} empty in a row: serving the model again first", stretch);
                calls.distrustServer();
            }
            solve(empty, this::refuseEmpty);
            if (!answers.keySet().containsAll(empty)) {
                log.warn("some had values after all: asking for all {} again", texts.size());
                List<String> again = texts.stream()
                        .filter(text -> !answers.containsKey(text))
                        .toList();
                solve(again, this::takeWhereNoneIsEmpty);
                return;
            }
        }
        record(texts, rows);
    }

    /** Refuses what is empty for the second time; says nothing about the others. */
    private void refuseEmpty(List<String> texts, List<List<String>> rows) throws InterruptedException {
        List<String> empty = empty(texts, rows);
        if (empty.size() == texts.size() && empty.size() > BELOW_BREAKER) {
            for (int from = 0; from < texts.size(); from += BELOW_BREAKER) {
                solve(texts.subList(from, Math.min(from + BELOW_BREAKER, texts.size())), this::refuseEmpty);
            }
            return;
        }
        for (String text : empty) {
            answers.put(text, new Answer.Refused(Reason.EMPTY_OUTPUT, "the model gave no value, twice"));
        }
    }

    private void takeWhereNoneIsEmpty(List<String> texts, List<List<String>> rows) throws InterruptedException {
        if (texts.size() == 1 || empty(texts, rows).isEmpty()) {
            refuseEmpty(texts, rows);
            record(texts, rows);
            return;
        }
        solve(texts.subList(0, texts.size() / 2), this::takeWhereNoneIsEmpty);
        solve(texts.subList(texts.size() / 2, texts.size()), this::takeWhereNoneIsEmpty);
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

    private static int longestStretch(List<List<String>> rows) {
        int longest = 0;
        int stretch = 0;
        for (List<String> row : rows) {
            stretch = ModelOutput.isEmpty(row) ? stretch + 1 : 0;
            longest = Math.max(longest, stretch);
        }
        return longest;
    }
}
