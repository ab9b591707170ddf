package io.ersilia.precalc.model;

import io.ersilia.precalc.model.Reply.Cause;
import io.ersilia.precalc.run.ControlAnswer;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.words.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of one session, from any number of threads. Each carries control molecules, whose answers are known. */
final class ControlledCalls {

    private static final Logger log = LoggerFactory.getLogger(ControlledCalls.class);

    /** How often a molecule is asked for alone to find out whether the model's answers vary. */
    private static final int TIMES = 4;

    private static final int TIMES_WITHOUT_EVIDENCE = 3;

    /** A few answers may be in their places by chance, but not in several orders. */
    private static final int ORDERS_OF_FEWER = 3;

    /** A call that is wrong once and right when repeated is a passing fault; this many are not. */
    private static final int MOST_PASSING = 5;

    /**
     * How many molecules of a session may be answered in wrong places even when asked alone; or {@link #MISPLACING_PART} of
     * the session if that is more.
     */
    private static final int MOST_MISPLACING = 5;

    private static final double MISPLACING_PART = 0.05;

    private final ModelId model;
    private final SharedServer server;
    private final List<String> controls;
    private final Map<String, List<String>> first;
    private final KnownAnswers known;
    private final AtomicBoolean firstIsUsed = new AtomicBoolean();
    private final CallSizes sizes = new CallSizes();
    private final AtomicInteger passing = new AtomicInteger();
    private final AtomicInteger misplacing = new AtomicInteger();
    private final AtomicLong believed = new AtomicLong();

    private ControlledCalls(
            ModelId model, SharedServer server, List<String> controls, ByThemselves answer, Random random) {
        this.model = model;
        this.server = server;
        this.controls = controls;
        this.first = answer.byText();
        this.known = new KnownAnswers(answer.smiles(), answer.output(), random);
    }

    /**
     * Sends the controls and other well-known molecules, then all of them again in another order. If only the others
     * cause trouble, the controls suffice: every later call is judged anyway.
     *
     * @throws Failure of kind MODEL when the model does not answer, or its answers do not follow the molecules
     */
    static ControlledCalls first(ModelId model, ModelSession session, List<String> controls, Random random)
            throws InterruptedException {
        SharedServer server = new SharedServer(model, session);
        ByThemselves answer = ask(model, server, WellKnown.with(controls), controls, output -> !hasNothing(output));
        ControlledCalls calls = new ControlledCalls(model, server, controls, answer, random);
        String misplaced = calls.tryOrders(answer.smiles(), 1);
        if (misplaced != null && answer.smiles().size() > controls.size()) {
            log.warn("{}: {}; asking fewer at once", model, misplaced);
            answer = ask(model, server, controls, controls, output -> !hasNothing(output));
            calls = new ControlledCalls(model, server, controls, answer, random);
            misplaced = calls.tryOrders(controls, ORDERS_OF_FEWER);
        }
        if (misplaced != null) {
            throw calls.misaligned(misplaced);
        }
        if (calls.known.evidence() == null && calls.known.goByLength()) {
            throw calls.misaligned(
                    "molecules whose texts are equally long have the same numbers, however different they are");
        }
        return calls;
    }

    /** Asks for the molecules in other orders; returns the evidence that answers go by place, null if there is none. */
    private @Nullable String tryOrders(List<String> molecules, int orders) throws InterruptedException {
        String misplaced = null;
        for (int order = 0; order < orders && misplaced == null; order++) {
            misplaced = askAgain(known.reordered(molecules)).misplaced();
        }
        return misplaced;
    }

    private static boolean hasNothing(ModelOutput output) {
        return output.rows().stream().allMatch(ModelOutput::isEmpty);
    }

    List<String> columns() {
        return known.columns();
    }

    /** Whether two answers of this session are the same, apart from the noise of a batch. */
    boolean same(List<String> one, List<String> other) {
        return known.same(one, other);
    }

    /** The evidence that the model's answers vary; null while there is none. */
    @Nullable
    String evidence() {
        return known.evidence();
    }

    long count() {
        return server.calls();
    }

    /** What the session has learnt about the size of calls. */
    CallSizes sizes() {
        return sizes;
    }

    /** Makes the next call restart the model first, unless it was restarted since this server answered. */
    void requireRestart(int whichServer) {
        server.requireRestart(whichServer);
    }

    /**
     * Sends the molecules with controls among them.
     *
     * @param alone whether no other call may run at the same time
     */
    Reply call(List<String> smiles, boolean alone) throws InterruptedException {
        List<String> sent = known.among(smiles);
        try (SharedServer.Turn turn = server.turn(alone)) {
            return judged(turn, smiles, sent);
        }
    }

    private Reply judged(SharedServer.Turn turn, List<String> smiles, List<String> sent) throws InterruptedException {
        try {
            List<List<String>> rows = sameColumns(send(turn, sent)).rows();
            if (rows.stream().allMatch(ModelOutput::isEmpty)) {
                return unsound(turn, smiles, "the answer has no value at all", Cause.BROKEN);
            }
            for (int i = 0; i < sent.size(); i++) {
                if (known.hold(sent.get(i)) && ModelOutput.isEmpty(rows.get(i))) {
                    return unsound(turn, smiles, "a control molecule has no value", Cause.FAILED);
                }
            }
            List<String> foreign = known.foreign(sent, rows);
            if (!foreign.isEmpty()) {
                log.debug(
                        "{} answers {} as it cannot be, among {}", model, foreign, Words.many(sent.size(), "molecule"));
                String reason = "a control molecule has another value than its own";
                return unsound(turn, smiles, reason, Cause.CONTROL_DIFFERS);
            }
            known.learn(sent, rows);
            believed.addAndGet(smiles.size());
            Map<String, List<String>> byText = byText(sent, rows);
            return new Reply.Sound(
                    smiles.stream()
                            .map(text -> Optional.ofNullable(byText.get(text)).orElseThrow())
                            .toList(),
                    turn.server());
        } catch (ModelCallException e) {
            return unsound(turn, smiles, String.valueOf(e.getMessage()), cause(e.fault()));
        }
    }

    private static Cause cause(ModelCallException.Fault fault) {
        return switch (fault) {
            case MODEL -> Cause.FAILED;
            case TRANSPORT -> Cause.BROKEN;
            case HUNG -> Cause.HUNG;
        };
    }

    private Reply unsound(SharedServer.Turn turn, List<String> smiles, String reason, Cause looksLike) {
        Cause cause = looksLike;
        if (cause == Cause.HUNG) {
            server.requireRestart(turn.server());
        } else if (!turn.leavesItAlive()) {
            cause = Cause.DIED;
        }
        log.debug(
                "a call of {} with {} brought nothing ({}): {}",
                model,
                Words.many(smiles.size(), "molecule"),
                cause,
                reason);
        return new Reply.Unsound(reason, cause, turn.hadCompany(), turn.server());
    }

    /**
     * Notes a call whose answers were in the wrong places and, repeated, in the right ones.
     *
     * @throws Failure of kind MODEL when that happens too often
     */
    void notePassing() {
        log.warn("{} returned answers in the wrong places once, and in the right ones when asked again", model);
        if (passing.incrementAndGet() >= MOST_PASSING) {
            throw misaligned("%d times it returned answers in the wrong places and, when asked again, in the right ones"
                    .formatted(MOST_PASSING));
        }
    }

    /**
     * Notes a molecule that is answered in the wrong place even when asked alone.
     *
     * @throws Failure of kind MODEL when there are too many for the molecules to be the cause
     */
    void noteMisplacing(String smiles) {
        int so = misplacing.incrementAndGet();
        if (so > Math.max(MOST_MISPLACING, MISPLACING_PART * believed.get())) {
            throw misaligned("%d molecules, %s the last of them, are answered in the wrong places even when asked alone"
                    .formatted(so, smiles));
        }
    }

    private Failure misaligned(String shown) {
        return Failure.model(
                "%s gives answers that belong to other molecules: %s; none of its values can be trusted: start or fetch it again, or tell its authors"
                        .formatted(model, shown));
    }

    /**
     * Checks that known molecules, sent on their own, still get their answers, restarting the model if need be.
     *
     * @return false when the model had to be restarted first
     * @throws Failure of kind MODEL when it does not answer, or its answers do not follow the molecules
     */
    boolean proveAlive() throws InterruptedException {
        return right(askAgain(known.some(controls.size(), Set.of()))).atOnce();
    }

    /**
     * The answers to all controls, sent on their own. The first call returns those from the start of the session; later
     * calls ask again.
     *
     * @throws Failure of kind MODEL when the answers have changed, UNAVAILABLE when the model is now another version
     */
    List<ControlAnswer> controlAnswers() throws InterruptedException {
        server.requireSameVersion();
        if (firstIsUsed.compareAndSet(false, true)) {
            return KnownAnswers.controlAnswers(controls, first);
        }
        List<String> order = known.reordered(controls);
        return KnownAnswers.controlAnswers(controls, right(askAgain(order)).byText());
    }

    private ByThemselves right(ByThemselves answer) {
        if (answer.misplaced() != null) {
            throw misaligned(answer.misplaced());
        }
        return answer;
    }

    /** Asks for known molecules on their own, in this order, and judges the answers. */
    private ByThemselves askAgain(List<String> order) throws InterruptedException {
        ByThemselves answer = askThese(order);
        List<String> foreign = foreign(answer);
        if (foreign.isEmpty()) {
            return answer;
        }
        ByThemselves repeated = askThese(order);
        if (foreign(repeated).isEmpty()) {
            notePassing();
            return repeated;
        }
        if (!variesAlone(foreign)) {
            return repeated.misplaced(
                    "%s among %s is not answered as before, but by itself it is answered the same each time"
                            .formatted(foreign.get(0), Words.many(order.size() - 1, "other")));
        }
        if (foreign(repeated).isEmpty()) {
            return repeated;
        }
        ByThemselves last = askThese(order);
        List<String> still = foreign(last);
        return still.isEmpty()
                ? last
                : last.misplaced(
                        "%s among %s is answered as another molecule is, although no answer of its own is ever so far from the others"
                                .formatted(still.get(0), Words.many(order.size() - 1, "other")));
    }

    private ByThemselves askThese(List<String> order) throws InterruptedException {
        return ask(model, server, order, order, output -> !hasNothing(sameColumns(output)));
    }

    private List<String> foreign(ByThemselves answer) {
        List<List<String>> rows = answer.output().rows();
        List<String> foreign = known.foreign(answer.smiles(), rows);
        if (foreign.isEmpty()) {
            known.learn(answer.smiles(), rows);
        }
        return foreign;
    }

    /**
     * Asks for a few molecules repeatedly, each alone: if answers differ even then, the model is random, and is judged
     * by the ranges of its answers from now on.
     */
    boolean variesAlone(List<String> suspects) throws InterruptedException {
        List<String> witnesses = Stream.concat(suspects.stream().limit(1), known.extremes().stream())
                .distinct()
                .toList();
        Ranges ranges = new Ranges();
        Map<String, List<String>> before = new HashMap<>();
        String evidence = known.evidence();
        for (int time = 1; time <= TIMES; time++) {
            for (String witness : witnesses) {
                List<String> row = askAlone(witness);
                List<String> other = before.putIfAbsent(witness, row);
                if (evidence == null && other != null && !known.same(other, row)) {
                    evidence = "%s by itself was answered %s".formatted(witness, known.difference(other, row));
                }
                if (known.hold(witness)) {
                    ranges.learn(witness, row);
                }
            }
            if (evidence == null && time >= TIMES_WITHOUT_EVIDENCE) {
                return false;
            }
        }
        if (known.becomeRanges(String.valueOf(evidence), ranges)) {
            log.warn("{} answers differently each time: not deterministic ({})", model, evidence);
        }
        return true;
    }

    private List<String> askAlone(String smiles) throws InterruptedException {
        List<String> alone = List.of(smiles);
        return ask(
                        model,
                        server,
                        alone,
                        alone,
                        output -> sameColumns(output).rows().size() == 1)
                .output()
                .rows()
                .get(0);
    }

    /**
     * The answers to known molecules sent on their own.
     *
     * @param smiles the molecules sent
     * @param atOnce whether the model answered without a restart
     * @param misplaced the evidence that answers do not follow the molecules; null if there is none
     */
    private record ByThemselves(
            List<String> smiles,
            ModelOutput output,
            boolean atOnce,
            @Nullable String misplaced) {

        Map<String, List<String>> byText() {
            return ControlledCalls.byText(smiles, output.rows());
        }

        ByThemselves misplaced(String how) {
            return new ByThemselves(smiles, output, atOnce, how);
        }
    }

    /**
     * Sends known molecules on their own.
     *
     * @param otherwise the molecules sent after a restart if the model does not answer
     */
    private static ByThemselves ask(
            ModelId model,
            SharedServer server,
            List<String> molecules,
            List<String> otherwise,
            Predicate<ModelOutput> isAnswer)
            throws InterruptedException {
        String said = "";
        for (boolean again : new boolean[] {false, true}) {
            List<String> sent = again ? otherwise : molecules;
            try (SharedServer.Turn turn = server.turn(again)) { // alone the second time: others may have broken it
                try {
                    return new ByThemselves(sent, answered(turn, sent, isAnswer), !again, null);
                } catch (ModelCallException e) {
                    said = String.valueOf(e.getMessage());
                    server.requireRestart(turn.server());
                }
            }
            if (!again) {
                log.warn("{} does not answer its controls ({}), restarting it", model, said);
            }
        }
        throw Failure.model("%s does not answer its control molecules %s, not even after a restart: %s"
                .formatted(model, otherwise, said));
    }

    private static ModelOutput answered(SharedServer.Turn turn, List<String> controls, Predicate<ModelOutput> isAnswer)
            throws ModelCallException, InterruptedException {
        ModelOutput output = send(turn, controls);
        if (!isAnswer.test(output)) {
            throw new ModelCallException("every value is empty");
        }
        return output;
    }

    private static ModelOutput send(SharedServer.Turn turn, List<String> smiles)
            throws ModelCallException, InterruptedException {
        ModelOutput output = turn.predict(smiles);
        if (output.rows().size() != smiles.size()) {
            throw ModelCallException.transport("%s for %s"
                    .formatted(Words.many(output.rows().size(), "row"), Words.many(smiles.size(), "molecule")));
        }
        return output;
    }

    private static Map<String, List<String>> byText(List<String> texts, List<List<String>> rows) {
        Map<String, List<String>> byText = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            byText.put(texts.get(i), rows.get(i));
        }
        return byText;
    }

    private ModelOutput sameColumns(ModelOutput output) {
        if (!output.columns().equals(known.columns())) {
            throw Failure.model("%s changed its columns mid-run from %s to %s; fetch the model again"
                    .formatted(model, known.columns(), output.columns()));
        }
        return output;
    }
}
