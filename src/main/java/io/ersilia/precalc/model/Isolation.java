package io.ersilia.precalc.model;

import io.ersilia.precalc.model.Reply.Cause;
import io.ersilia.precalc.model.Reply.Sound;
import io.ersilia.precalc.model.Reply.Unsound;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the molecules that make calls fail: a call that fails is cut in halves until each culprit is alone.
 *
 * <p>For k culprits in n molecules, n at least 2, that takes at most {@code 2·k·ceil(log2 n)} calls more than the one that
 * failed, controls by themselves included. Besides, what may have been the fault of the server, of other calls or of chance
 * is asked once more:
 *
 * <ul>
 *   <li>one call for each time that the server dies;
 *   <li>with several calls at once, one for each molecule that failed in company, and one for a batch that hung in company;
 *   <li>one for controls that had another value than their own, two to controls by themselves, and one more for a model
 *       that answers differently each time; one for each molecule that fails so alone.
 * </ul>
 *
 * A single molecule that fails, for which the bound is 0, takes one call: that the model answers controls must be proven.
 */
final class Isolation {

    /** So few molecules are asked in halves at once: to prove first that the model lives would take as many calls. */
    private static final int FEW = 4;

    private static final Logger log = LoggerFactory.getLogger(Isolation.class);

    private final ControlledCalls calls;
    private final Verdicts verdicts;

    /** What failed alone since the last sound call. */
    private final Set<String> suspected = new LinkedHashSet<>();

    /** From a broken server on: what it does next must be this batch's doing, and is no trouble for others. */
    private boolean alone;

    Isolation(ControlledCalls calls, Verdicts verdicts) {
        this.calls = calls;
        this.verdicts = verdicts;
    }

    /** What to do with the rows of a sound call. */
    interface Taker {
        void take(List<String> texts, Sound reply) throws InterruptedException;
    }

    /** What became of molecules that failed alone. */
    interface Verdicts {
        void refuse(String text, String reason);

        /** It was refused, but it was the server's fault; this is its row. */
        void acquit(String text, List<String> row);
    }

    /** Sends the molecules until each was taken or refused; the last refusal may lack its proof. */
    void solve(List<String> texts, Taker taker) throws InterruptedException {
        Reply reply = call(texts);
        if (reply instanceof Unsound unsound && (texts.size() > 1 || unsound.cause() == Cause.CONTROL_DIFFERS)) {
            reply = onceMore(texts, unsound);
        }
        if (reply instanceof Sound sound) {
            taker.take(texts, sound);
        } else if (reply instanceof Unsound unsound) {
            log.warn("{} molecules fail together ({}): trying them in halves", texts.size(), unsound.reason());
            isolate(texts, unsound, taker, true);
        }
    }

    /** Sends all of them again where it may have been the server's fault, or a passing one. */
    private Reply onceMore(List<String> texts, Unsound first) throws InterruptedException {
        Reply reply = first;
        if (first.mayBeTheServersFault()) {
            log.warn("the model's server broke down: serving it again for the same {} molecules", texts.size());
            reply = call(texts);
        }
        if (reply instanceof Unsound unsound && unsound.cause() == Cause.CONTROL_DIFFERS) {
            return afterMisplacement(texts);
        }
        if (reply instanceof Unsound && texts.size() > FEW) {
            boolean asItWas =
                    calls.proveAlive(); // before many more calls are spent: is it these molecules, or the model?
            suspected.clear();
            if (!asItWas) {
                reply = call(texts);
            }
        }
        return reply;
    }

    /**
     * Asks the same again when answers stood in wrong places: a passing fault is over then. Else known molecules by
     * themselves, twice in different orders, show whether it is the model's doing, which ends it, or that of these molecules.
     */
    private Reply afterMisplacement(List<String> texts) throws InterruptedException {
        Reply reply = call(texts);
        if (reply instanceof Sound) {
            calls.notePassing();
            return reply;
        }
        boolean asItWas = calls.proveAlive();
        asItWas &= calls.proveAlive();
        suspected.clear();
        return asItWas && calls.evidence() == null ? reply : call(texts); // ranges may have widened
    }

    /**
     * Finds a culprit in molecules that fail together. What was not tried on the way is sent in one call the first time,
     * as mostly there is only one culprit, and piece by piece afterwards.
     */
    private void isolate(List<String> failing, Unsound why, Taker taker, boolean together) throws InterruptedException {
        List<List<String>> untried = new ArrayList<>();
        List<String> suspects = failing;
        boolean othersAreSound = false;
        Unsound reason = why;
        while (suspects.size() > 1) {
            List<String> left = suspects.subList(0, suspects.size() / 2);
            List<String> right = suspects.subList(suspects.size() / 2, suspects.size());
            Reply reply = call(left);
            if (reply instanceof Sound sound) {
                taker.take(left, sound);
                suspects = right; // one of them must be the culprit: no call needed to know that they fail
                othersAreSound = true;
            } else if (reply instanceof Unsound unsound) {
                untried.add(0, right);
                suspects = left;
                reason = unsound;
                othersAreSound = false;
            }
        }
        if (othersAreSound) {
            single(suspects, taker, true);
        } else {
            judge(suspects, reason, taker, false);
        }
        List<String> rest = untried.stream().flatMap(Collection::stream).toList();
        if (together && untried.size() > 1 && call(rest) instanceof Sound sound) {
            taker.take(rest, sound);
            return;
        }
        for (List<String> piece : untried) {
            Reply reply = call(piece);
            if (reply instanceof Sound sound) {
                taker.take(piece, sound);
            } else if (reply instanceof Unsound unsound) {
                isolate(piece, unsound, taker, false);
            }
        }
    }

    private void single(List<String> text, Taker taker, boolean isProven) throws InterruptedException {
        Reply reply = call(text);
        if (reply instanceof Sound sound) {
            taker.take(text, sound);
        } else if (reply instanceof Unsound unsound) {
            judge(text, unsound, taker, isProven);
        }
    }

    /**
     * Refuses a molecule that fails alone, once it is certain that it is to blame.
     *
     * @param isProven whether it failed with others before which are sound without it: the model lived in between
     */
    private void judge(List<String> text, Unsound why, Taker taker, boolean isProven) throws InterruptedException {
        Unsound unsound = why;
        if (mayBeInnocent(why)) {
            Reply again = call(text, true);
            if (again instanceof Sound sound) {
                taker.take(text, sound);
                return;
            } else if (again instanceof Unsound second) {
                unsound = second;
            }
        }
        log.warn("the model fails at {}: {}", text.get(0), unsound.reason());
        verdicts.refuse(text.get(0), unsound.reason());
        if (unsound.cause() == Cause.CONTROL_DIFFERS) {
            calls.noteMisplacing(text.get(0));
        }
        if (!isProven) {
            suspected.add(text.get(0));
        }
        if (suspected.size() > 1) {
            prove();
        }
    }

    private boolean mayBeInnocent(Unsound unsound) {
        return unsound.hadCompany() || unsound.cause() == Cause.DIED || unsound.cause() == Cause.CONTROL_DIFFERS;
    }

    /**
     * Proves that the model lives, so that those who failed alone are to blame. Where it had to be served afresh for
     * that, they are asked once more.
     */
    void prove() throws InterruptedException {
        if (suspected.isEmpty()) {
            return;
        }
        List<String> again = List.copyOf(suspected);
        suspected.clear();
        if (calls.proveAlive()) {
            return;
        }
        for (String text : again) {
            if (call(List.of(text)) instanceof Sound sound) {
                verdicts.acquit(text, sound.rows().get(0));
            } else {
                calls.proveAlive(); // for the next one
            }
        }
    }

    private Reply call(List<String> texts) throws InterruptedException {
        return call(texts, alone);
    }

    private Reply call(List<String> texts, boolean byItself) throws InterruptedException {
        Reply reply = calls.call(texts, byItself);
        if (reply instanceof Sound) {
            suspected.clear();
        } else if (reply instanceof Unsound unsound) {
            alone |= unsound.cause() == Cause.DIED || unsound.cause() == Cause.HUNG;
        }
        return reply;
    }
}
