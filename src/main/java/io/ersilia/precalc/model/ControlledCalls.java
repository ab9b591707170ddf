package io.ersilia.precalc.model;

import io.ersilia.precalc.run.ControlAnswer;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of one session, each ending with a control molecule whose answer is known from the first call. */
final class ControlledCalls {

    private static final Logger log = LoggerFactory.getLogger(ControlledCalls.class);

    private final ModelId model;
    private final ModelSession session;
    private final List<String> columns;
    private final Control control;
    private final List<String> controls;
    private final List<ControlAnswer> answers;
    private boolean deterministic;
    private boolean dead;
    private long calls;

    private ControlledCalls(
            ModelId model, ModelSession session, long calls, ModelOutput first, List<String> controls, int known) {
        this.model = model;
        this.session = session;
        this.calls = calls;
        this.columns = first.columns();
        this.control = new Control(controls.get(known), first.rows().get(known));
        this.answers = IntStream.range(0, controls.size())
                .mapToObj(i -> new ControlAnswer(controls.get(i), first.rows().get(i)))
                .toList();
        this.controls = companyOf(known, first, controls);
        this.deterministic = session.deterministic();
    }

    /** Sends the controls alone and remembers the first that has an answer. */
    static ControlledCalls first(ModelId model, ModelSession session, List<String> controls)
            throws InterruptedException {
        String said = "";
        for (int call = 1; call <= 2; call++) {
            if (call > 1) {
                log.warn("{} did not answer its controls ({}), serving it again", model, said);
                session.restart();
            }
            try {
                ModelOutput output = session.predict(controls);
                int known = IntStream.range(0, controls.size())
                        .filter(i -> !ModelOutput.isEmpty(output.rows().get(i)))
                        .findFirst()
                        .orElse(-1);
                if (known >= 0) {
                    return new ControlledCalls(model, session, call, output, controls, known);
                }
                said = "every value is empty";
            } catch (ModelCallException e) {
                said = e.getMessage();
            }
        }
        throw silent(model, controls, said);
    }

    /** The control, and before it another molecule that the model answers, if there is one. */
    private static List<String> companyOf(int known, ModelOutput first, List<String> controls) {
        List<String> company = new ArrayList<>();
        IntStream.range(0, controls.size())
                .filter(i -> i != known && !ModelOutput.isEmpty(first.rows().get(i)))
                .limit(1)
                .mapToObj(controls::get)
                .forEach(company::add);
        company.add(controls.get(known));
        return company;
    }

    List<String> columns() {
        return columns;
    }

    List<ControlAnswer> controlAnswers() {
        return answers;
    }

    Control control() {
        return control;
    }

    boolean deterministic() {
        return deterministic;
    }

    long count() {
        return calls;
    }

    /** Whether the last call failed and left a server that does not live: the next call serves the model afresh. */
    boolean isDead() {
        return dead;
    }

    /** Serves the model afresh before the next call. */
    void distrustServer() {
        dead = true;
    }

    /** Sends the molecules, which must not hold the control, with the control behind them. */
    Reply call(List<String> smiles) throws InterruptedException {
        List<String> sent = new ArrayList<>(smiles);
        sent.add(control.smiles());
        try {
            List<List<String>> rows = send(sent);
            List<String> last = rows.get(smiles.size());
            if (ModelOutput.isEmpty(last)) {
                return unsound(smiles, "the control molecule at the end of the call has no value", false);
            }
            if (deterministic && !control.isAnsweredBy(last)) {
                return unsound(smiles, "the control molecule has another value than before", true);
            }
            return new Reply.Sound(rows.subList(0, smiles.size()));
        } catch (ModelCallException e) {
            return unsound(smiles, String.valueOf(e.getMessage()), false);
        }
    }

    /**
     * Makes sure that the model still answers controls alone, served afresh if need be, and learns whether it answers
     * them as before.
     *
     * @throws Failure of kind MODEL when it does not answer
     */
    void proveAlive() throws InterruptedException {
        @Nullable String said = controlsAlone();
        if (said != null) {
            log.warn("{} does not answer its controls ({}), serving it again", model, said);
            dead = true;
            said = controlsAlone();
        }
        if (said != null) {
            throw silent(model, controls, said);
        }
    }

    /** Returns why the controls have no answer; null when they have. */
    private @Nullable String controlsAlone() throws InterruptedException {
        try {
            List<List<String>> rows = send(controls);
            List<String> last = rows.get(rows.size() - 1);
            if (ModelOutput.isEmpty(last)) {
                return "every value is empty";
            }
            if (deterministic && !control.isAnsweredBy(last)) {
                log.warn("{} answers {} differently each time: not deterministic", model, control.smiles());
                deterministic = false;
            }
            return null;
        } catch (ModelCallException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private List<List<String>> send(List<String> smiles) throws ModelCallException, InterruptedException {
        if (dead) {
            session.restart();
            dead = false;
        }
        calls++;
        ModelOutput output = session.predict(smiles);
        if (!output.columns().equals(columns)) {
            throw Failure.model("%s changed its columns in mid-run from %s to %s; fetch the model again"
                    .formatted(model, columns, output.columns()));
        }
        if (output.rows().size() != smiles.size()) {
            throw new ModelCallException(
                    "%d rows for %d molecules".formatted(output.rows().size(), smiles.size()));
        }
        return output.rows();
    }

    private Reply unsound(List<String> smiles, String reason, boolean controlDiffers) {
        dead = !session.isAlive();
        log.info(
                "a call of {} with {} molecules brought nothing{}: {}",
                model,
                smiles.size(),
                dead ? " and its server does not live" : "",
                reason);
        return new Reply.Unsound(reason, controlDiffers);
    }

    private static Failure silent(ModelId model, List<String> controls, @Nullable String said) {
        return Failure.model("%s does not answer its control molecules %s, not even served afresh: %s"
                .formatted(model, controls, said));
    }
}
