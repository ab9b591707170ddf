package io.ersilia.precalc.model;

import io.ersilia.precalc.model.Reply.Cause;
import io.ersilia.precalc.run.ControlAnswer;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one session, of any number of threads, each ending with a control molecule whose answer is known from the
 * first call. Longer than most: the ways in which a call is not to be believed are kept together.
 */
final class ControlledCalls {

    private static final Logger log = LoggerFactory.getLogger(ControlledCalls.class);

    private final ModelId model;
    private final SharedServer server;
    private final List<String> columns;
    private final List<ControlAnswer> first;
    private final Control control;
    private final List<String> company;
    private final AtomicBoolean firstIsTold = new AtomicBoolean();
    private final CallSizes sizes = new CallSizes();
    private volatile boolean deterministic;

    private ControlledCalls(
            ModelId model, SharedServer server, List<String> controls, ModelOutput output, boolean deterministic) {
        this.model = model;
        this.server = server;
        this.columns = output.columns();
        this.first = IntStream.range(0, controls.size())
                .mapToObj(i -> new ControlAnswer(controls.get(i), output.rows().get(i)))
                .toList();
        List<ControlAnswer> answered = first.stream()
                .filter(answer -> !ModelOutput.isEmpty(answer.cells()))
                .toList();
        this.control = new Control(answered.get(0).smiles(), answered.get(0).cells());
        this.company =
                answered.stream().skip(1).limit(1).map(ControlAnswer::smiles).toList();
        this.deterministic = deterministic;
    }

    /** Sends the controls alone and remembers the first that has an answer. */
    static ControlledCalls first(ModelId model, ModelSession session, List<String> controls)
            throws InterruptedException {
        SharedServer server = new SharedServer(model, session);
        ByThemselves answer =
                ask(model, server, controls, output -> !output.rows().stream().allMatch(ModelOutput::isEmpty));
        return new ControlledCalls(model, server, controls, answer.output(), session.deterministic());
    }

    List<String> columns() {
        return columns;
    }

    Control control() {
        return control;
    }

    boolean deterministic() {
        return deterministic;
    }

    long count() {
        return server.calls();
    }

    /** What the session has learnt of how large a call may be. */
    CallSizes sizes() {
        return sizes;
    }

    /** Serves the model afresh before the next call, unless that was done since this server answered. */
    void distrust(int whichServer) {
        server.condemn(whichServer);
    }

    /**
     * Sends the molecules, which must not hold the control, with the control behind them.
     *
     * @param alone whether no other call may run at the same time
     */
    Reply call(List<String> smiles, boolean alone) throws InterruptedException {
        List<String> sent = new ArrayList<>(smiles);
        sent.add(control.smiles());
        try (SharedServer.Turn turn = server.turn(alone)) {
            return judged(turn, smiles, sent);
        }
    }

    private Reply judged(SharedServer.Turn turn, List<String> smiles, List<String> sent) throws InterruptedException {
        try {
            List<List<String>> rows = sameColumns(send(turn, sent)).rows();
            List<String> last = rows.get(smiles.size());
            if (rows.stream().allMatch(ModelOutput::isEmpty)) {
                return unsound(turn, smiles, "the answer has no value at all", Cause.BROKEN);
            }
            if (ModelOutput.isEmpty(last)) {
                return unsound(turn, smiles, "the control molecule at the end of the call has no value", Cause.FAILED);
            }
            if (deterministic && !control.isAnsweredBy(last)) {
                String reason = "the control molecule has another value than before";
                return unsound(turn, smiles, reason, Cause.CONTROL_DIFFERS);
            }
            return new Reply.Sound(rows.subList(0, smiles.size()), turn.server());
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
            server.condemn(turn.server());
        } else if (!turn.leavesItAlive()) {
            cause = Cause.DIED;
        }
        log.debug("a call of {} with {} molecules brought nothing ({}): {}", model, smiles.size(), cause, reason);
        return new Reply.Unsound(reason, cause, turn.hadCompany(), turn.server());
    }

    /**
     * Makes sure that the model still answers controls by themselves, served afresh if need be, and learns whether it
     * answers them as before.
     *
     * @return whether it did as it was; false when it had to be served afresh first
     * @throws Failure of kind MODEL when it does not answer
     */
    boolean proveAlive() throws InterruptedException {
        List<String> some = new ArrayList<>(company);
        some.add(control.smiles());
        ByThemselves answer = askAgain(some);
        learn(answers(some, answer.output()));
        return answer.atOnce();
    }

    /**
     * What the model answers to all controls by themselves: the first time what it answered at the beginning, later asked
     * anew.
     *
     * @throws Failure of kind MODEL when it does not answer, UNAVAILABLE when it is another version meanwhile
     */
    List<ControlAnswer> controlAnswers() throws InterruptedException {
        server.requireSameVersion();
        if (firstIsTold.compareAndSet(false, true)) {
            return first;
        }
        List<String> all = first.stream().map(ControlAnswer::smiles).toList();
        List<ControlAnswer> answers = answers(all, askAgain(all).output());
        learn(answers);
        return answers;
    }

    private ByThemselves askAgain(List<String> some) throws InterruptedException {
        int known = some.indexOf(control.smiles());
        return ask(
                model,
                server,
                some,
                output -> !ModelOutput.isEmpty(sameColumns(output).rows().get(known)));
    }

    private static List<ControlAnswer> answers(List<String> smiles, ModelOutput output) {
        return IntStream.range(0, smiles.size())
                .mapToObj(i -> new ControlAnswer(smiles.get(i), output.rows().get(i)))
                .toList();
    }

    private void learn(List<ControlAnswer> answers) {
        for (ControlAnswer answer : answers) {
            if (deterministic && first.stream().noneMatch(answer::agreesWith)) {
                log.warn("{} answers {} differently each time: not deterministic", model, answer.smiles());
                deterministic = false;
            }
        }
    }

    /** What controls by themselves brought, and whether the model did not have to be served afresh for it. */
    private record ByThemselves(ModelOutput output, boolean atOnce) {}

    /** Sends controls by themselves; once more to the model served afresh when it does not answer. */
    private static ByThemselves ask(
            ModelId model, SharedServer server, List<String> controls, Predicate<ModelOutput> isAnswer)
            throws InterruptedException {
        String said = "";
        for (boolean again : new boolean[] {false, true}) {
            try (SharedServer.Turn turn = server.turn(again)) { // alone the second time: others may have broken it
                try {
                    return new ByThemselves(answered(turn, controls, isAnswer), !again);
                } catch (ModelCallException e) {
                    said = String.valueOf(e.getMessage());
                    server.condemn(turn.server());
                }
            }
            if (!again) {
                log.warn("{} does not answer its controls ({}), serving it again", model, said);
            }
        }
        throw Failure.model("%s does not answer its control molecules %s, not even served afresh: %s"
                .formatted(model, controls, said));
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
            throw ModelCallException.transport(
                    "%d rows for %d molecules".formatted(output.rows().size(), smiles.size()));
        }
        return output;
    }

    private ModelOutput sameColumns(ModelOutput output) {
        if (!output.columns().equals(columns)) {
            throw Failure.model("%s changed its columns in mid-run from %s to %s; fetch the model again"
                    .formatted(model, columns, output.columns()));
        }
        return output;
    }
}
