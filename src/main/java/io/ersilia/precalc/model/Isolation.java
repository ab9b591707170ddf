package io.ersilia.precalc.model;

import io.ersilia.precalc.model.Reply.Cause;
import io.ersilia.precalc.model.Reply.Sound;
import io.ersilia.precalc.model.Reply.Unsound;
import io.ersilia.precalc.run.Sleeper;
import io.ersilia.precalc.words.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the molecules that make calls fail: a failing call is halved until each culprit is alone.
 *
 * <p>For k culprits among n molecules, n at least 2, that takes at most {@code 2·k·ceil(log2 n)} calls after the one that
 * failed, including those of controls on their own. In addition, if the server, other calls or chance may be to blame, it
 * asks once more:
 *
 * <ul>
 *   <li>one call each time the server dies;
 *   <li>with concurrent calls, one for each molecule that failed beside other calls, and one for a batch that hung beside them;
 *   <li>one if controls had wrong values, two of controls on their own, and one more for a random model; one for each
 *       molecule that fails in this way alone.
 * </ul>
 *
 * For a single failing molecule the bound is 0, but it takes one call: the model must prove that it answers controls.
 *
 * <p>A culprit is refused only once it has failed again, alone; if the model itself gave no answer, only after it has failed
 * three more times, within a minute that all culprits share, each time with the controls answered first.
 */
final class Isolation {

    /** Up to this many molecules are halved right away: proving first that the model is alive would cost as many calls. */
    private static final int FEW = 4;

    private static final Logger log = LoggerFactory.getLogger(Isolation.class);

    /** The waits before molecules that failed alone are asked for again: a minute in all. */
    static final List<Duration> ROUNDS = List.of(Duration.ZERO, Duration.ofSeconds(15), Duration.ofSeconds(45));

    private final ControlledCalls calls;
    private final Verdicts verdicts;
    private final Sleeper sleeper;

    /** Molecules that failed alone since the last sound call. */
    private final Set<String> unproven = new LinkedHashSet<>();

    /** Molecules that failed alone and have not been answered since. */
    private final Map<String, LoneFailure> failures = new LinkedHashMap<>();

    private Duration waited = Duration.ZERO;

    /** True once a server broke: from then on this batch's calls run alone, so that what happens is due to it and disturbs no other. */
    private boolean alone;

    Isolation(ControlledCalls calls, Verdicts verdicts, Sleeper sleeper) {
        this.calls = calls;
        this.verdicts = verdicts;
        this.sleeper = sleeper;
    }

    /** Receives the rows of a sound call. */
    interface Receiver {
        void receive(List<String> texts, Sound reply) throws InterruptedException;
    }

    /** Takes the outcome of molecules that failed alone. */
    interface Verdicts {
        /** The molecule failed each time; {@code ofTransport}: the connection or the server failed, not the model. */
        void refuse(String text, String reason, boolean ofTransport);

        /** The molecule was refused, but the server was at fault; this is its row. */
        void clear(String text, List<String> row);
    }

    /** Sends the molecules until each is answered or refused; the last refusal may still lack its proof. */
    void solve(List<String> texts, Receiver receiver) throws InterruptedException {
        for (int from = 0; from < texts.size(); ) {
            int to = (int) Math.min((long) from + calls.sizes().next(), texts.size());
            solveTogether(texts.subList(from, to), receiver);
            from = to;
        }
    }

    private void solveTogether(List<String> texts, Receiver receiver) throws InterruptedException {
        Reply reply = call(texts);
        if (reply instanceof Unsound unsound && (texts.size() > 1 || unsound.cause() == Cause.CONTROL_DIFFERS)) {
            reply = onceMore(texts, unsound);
        }
        if (reply instanceof Sound sound) {
            receiver.receive(texts, sound);
        } else if (reply instanceof Unsound unsound) {
            log.warn(
                    "{} failed together ({}): trying them in halves",
                    Words.many(texts.size(), "molecule"),
                    unsound.reason());
            isolate(texts, unsound, receiver, true);
        }
    }

    /** Sends all molecules again if the fault may have been the server's or a passing one. */
    private Reply onceMore(List<String> texts, Unsound first) throws InterruptedException {
        Reply reply = first;
        if (first.mayBeTheServersFault()) {
            log.warn(
                    "the model's server broke down: restarting it for the same {}",
                    Words.many(texts.size(), "molecule"));
            reply = call(texts);
        }
        if (reply instanceof Unsound unsound && unsound.cause() == Cause.CONTROL_DIFFERS) {
            return afterMisplacement(texts);
        }
        if (reply instanceof Unsound && texts.size() > FEW) {
            boolean asItWas =
                    calls.proveAlive(); // before many more calls are spent: is it these molecules, or the model?
            unproven.clear();
            if (!asItWas) {
                reply = call(texts);
            }
        }
        return reply;
    }

    /**
     * Asks again when answers stood in wrong places, as the fault may have passed. If not, known molecules on their
     * own, twice in different orders, show whether the model is to blame, which ends the session, or these molecules.
     */
    private Reply afterMisplacement(List<String> texts) throws InterruptedException {
        Reply reply = call(texts);
        if (reply instanceof Sound) {
            calls.notePassing();
            return reply;
        }
        boolean asItWas = calls.proveAlive();
        asItWas &= calls.proveAlive();
        unproven.clear();
        return asItWas && calls.evidence() == null ? reply : call(texts); // ranges may have widened
    }

    /**
     * Finds a culprit in molecules that fail together. The molecules not tried on the way are sent in one call the first
     * time, as there is usually only one culprit, and piece by piece afterwards.
     */
    private void isolate(List<String> failing, Unsound why, Receiver receiver, boolean together)
            throws InterruptedException {
        List<List<String>> untried = new ArrayList<>();
        List<String> suspects = failing;
        boolean othersAreSound = false;
        List<String> smallestFailed = failing;
        int largestSound = 0;
        Unsound reason = why;
        while (suspects.size() > 1) {
            List<String> left = suspects.subList(0, suspects.size() / 2);
            List<String> right = suspects.subList(suspects.size() / 2, suspects.size());
            Reply reply = call(left);
            if (reply instanceof Sound sound) {
                receiver.receive(left, sound);
                suspects = right; // one of them must be the culprit: no call is needed to know that they fail
                othersAreSound = true;
                largestSound = Math.max(largestSound, left.size());
            } else if (reply instanceof Unsound unsound) {
                untried.add(0, right);
                suspects = left;
                reason = unsound;
                othersAreSound = false;
                smallestFailed = left;
                largestSound = 0;
            }
        }
        if (!othersAreSound) {
            judge(suspects, reason, receiver, false);
        } else if (single(suspects, receiver)) {
            learnSize(smallestFailed, largestSound);
        }
        List<String> rest = untried.stream().flatMap(Collection::stream).toList();
        if (together && untried.size() > 1 && rest.size() <= calls.sizes().next()) {
            if (call(rest) instanceof Sound all) {
                receiver.receive(rest, all);
                return;
            }
        }
        for (List<String> piece : untried) {
            if (piece.size() > calls.sizes().next()) {
                solve(piece, receiver);
                continue;
            }
            Reply reply = call(piece);
            if (reply instanceof Sound whole) {
                receiver.receive(piece, whole);
            } else if (reply instanceof Unsound unsound) {
                isolate(piece, unsound, receiver, false);
            }
        }
    }

    /** No molecule is to blame: asking once more shows whether it was chance or they are too many for one call. */
    private void learnSize(List<String> texts, int largestSound) throws InterruptedException {
        if (call(texts) instanceof Unsound) {
            calls.sizes().failed(texts.size(), largestSound);
        }
    }

    /**
     * Asks for the molecule that must be the culprit, as all others are sound without it; true if it is answered after all.
     */
    private boolean single(List<String> text, Receiver receiver) throws InterruptedException {
        Reply reply = call(text);
        if (reply instanceof Sound sound) {
            receiver.receive(text, sound);
            return true;
        } else if (reply instanceof Unsound unsound) {
            judge(text, unsound, receiver, true);
        }
        return false;
    }

    /**
     * Refuses a molecule that fails alone, once it is certain that it is to blame.
     *
     * @param isProven whether the others it failed with were sound without it, which shows that the model was alive
     */
    private void judge(List<String> text, Unsound why, Receiver receiver, boolean isProven)
            throws InterruptedException {
        Unsound unsound = why;
        int asked = 1;
        if (mayNotBeToBlame(why)) {
            asked++;
            Reply again = call(text, true);
            if (again instanceof Sound sound) {
                receiver.receive(text, sound);
                return;
            } else if (again instanceof Unsound second) {
                unsound = second;
            }
        }
        log.warn("the model fails at {}: {}", text.get(0), unsound.reason());
        refuse(text.get(0), LoneFailure.first(unsound, asked));
        if (unsound.cause() == Cause.CONTROL_DIFFERS) {
            calls.noteMisplacing(text.get(0));
        }
        if (!isProven) {
            unproven.add(text.get(0));
        }
        if (unproven.size() > 1) {
            prove();
        }
    }

    private boolean mayNotBeToBlame(Unsound unsound) {
        return unsound.hadCompany() || unsound.cause() == Cause.DIED || unsound.cause() == Cause.CONTROL_DIFFERS;
    }

    /**
     * Proves that the model is alive, so that the molecules that failed alone are to blame. If this took a restart, they are
     * asked for once more.
     */
    void prove() throws InterruptedException {
        if (unproven.isEmpty()) {
            return;
        }
        List<String> again = List.copyOf(unproven);
        unproven.clear();
        if (calls.proveAlive()) {
            return;
        }
        for (String text : again) {
            if (!isCleared(text)) {
                calls.proveAlive(); // for the next one
            }
        }
    }

    /**
     * Asks again for each molecule that failed alone, until it is answered or has failed often enough. Called once, at
     * the end, so that all share the waiting.
     */
    void reconsider() throws InterruptedException {
        prove();
        Duration wait = Duration.ZERO;
        for (int round = 0; round < ROUNDS.size(); round++) {
            boolean isLast = round == ROUNDS.size() - 1;
            wait = wait.plus(ROUNDS.get(round));
            List<String> open = failures.entrySet().stream()
                    .filter(failure -> failure.getValue().isOpen(isLast))
                    .map(Map.Entry::getKey)
                    .toList();
            if (open.isEmpty()) {
                continue;
            }
            if (!wait.isZero()) {
                giveTime(wait, open);
                wait = Duration.ZERO;
            }
            List<String> left = stillFailing(open);
            while (!left.isEmpty() && left.size() < open.size()) { // the fault passed for some: it may for the others
                open = left;
                left = stillFailing(open);
            }
            if (unproven.size() == 1 && round == 0) {
                unproven.clear(); // the model was proven alive just before
            }
            prove();
        }
    }

    /** Gives a broken server time to recover, and restarts it if it is ours. */
    private void giveTime(Duration wait, List<String> open) throws InterruptedException {
        log.warn(
                "{} alone without an answer: asking again in {}",
                Words.many(open.size(), "molecule fails", "molecules fail"),
                Words.duration(wait));
        sleeper.sleep(wait);
        waited = waited.plus(wait);
        failures.values().stream()
                .map(LoneFailure::last)
                .filter(last -> last.cause() == Cause.BROKEN)
                .forEach(last -> calls.requireRestart(last.server()));
        calls.proveAlive();
    }

    /** The time spent waiting for a broken server to recover. */
    Duration waited() {
        return waited;
    }

    /** Asks for each molecule alone and returns those that fail again. */
    private List<String> stillFailing(List<String> texts) throws InterruptedException {
        List<String> left = new ArrayList<>();
        for (String text : texts) {
            if (!isCleared(text)) {
                left.add(text);
                unproven.add(text);
            }
        }
        return left;
    }

    private boolean isCleared(String text) throws InterruptedException {
        Reply reply = call(List.of(text), true);
        if (reply instanceof Sound sound) {
            failures.remove(text);
            verdicts.clear(text, sound.rows().get(0));
            return true;
        }
        LoneFailure before = failures.get(text);
        Unsound unsound = (Unsound) reply;
        refuse(text, before == null ? LoneFailure.first(unsound, 1) : before.again(unsound));
        return false;
    }

    private void refuse(String text, LoneFailure failure) {
        failures.put(text, failure);
        verdicts.refuse(text, failure.detail(), failure.isOfTransport());
    }

    private Reply call(List<String> texts) throws InterruptedException {
        return call(texts, alone);
    }

    private Reply call(List<String> texts, boolean byItself) throws InterruptedException {
        Reply reply = calls.call(texts, byItself);
        if (reply instanceof Sound) {
            unproven.clear();
            calls.sizes().sound(texts.size());
        } else if (reply instanceof Unsound unsound) {
            alone |= unsound.cause() == Cause.DIED || unsound.cause() == Cause.HUNG;
        }
        return reply;
    }
}
