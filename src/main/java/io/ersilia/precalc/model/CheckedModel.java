package io.ersilia.precalc.model;

import io.ersilia.precalc.run.ControlAnswer;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Sleeper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A model whose answers can be trusted: started on first use, with every call checked by control molecules.
 * Thread-safe; as many calls run at once as the model allows.
 */
public final class CheckedModel implements AutoCloseable {

    /** Ethanol, benzene, aspirin, caffeine, ibuprofen: whatever a model is for, it answers some of them. */
    public static final List<String> CONTROLS = List.of(
            "CCO", "c1ccccc1", "CC(=O)Oc1ccccc1C(=O)O", "Cn1cnc2c1c(=O)n(C)c(=O)n2C", "CC(C)Cc1ccc(cc1)C(C)C(=O)O");

    /** How much of the log is kept once the session is closed. */
    private static final int KEPT_LOG_BYTES = 64 * 1024;

    private final ModelRunner runner;
    private final ModelId model;
    private final @Nullable String version;
    private final List<String> controls;
    private final Sleeper sleeper;
    private final Random random;
    private final ReentrantLock starting = new ReentrantLock();
    private final Object closing = new Object();
    private volatile @Nullable ModelSession session;
    private volatile @Nullable ControlledCalls calls;
    private volatile boolean closed;
    private volatile int sharers = 1;
    private byte[] keptLog = {};

    public CheckedModel(ModelRunner runner, ModelId model, @Nullable String version) {
        this(runner, model, version, CONTROLS);
    }

    public CheckedModel(ModelRunner runner, ModelId model, @Nullable String version, List<String> controls) {
        this(runner, model, version, controls, new Random(), Sleeper.REAL);
    }

    /**
     * Names a model without starting it.
     *
     * @param version the version that must run; null for the newest
     * @param controls SMILES of molecules that the model is expected to answer
     * @param random chooses the controls of a call and their places
     * @param sleeper waits for a broken server to recover
     */
    public CheckedModel(
            ModelRunner runner,
            ModelId model,
            @Nullable String version,
            List<String> controls,
            Random random,
            Sleeper sleeper) {
        this.sleeper = sleeper;
        this.runner = runner;
        this.model = model;
        this.version = version;
        this.controls = List.copyOf(controls);
        this.random = random;
        if (controls.size() < 2 || new HashSet<>(controls).size() != controls.size()) {
            throw new IllegalArgumentException("expected two or more different control molecules, not " + controls);
        }
    }

    /**
     * Answers all molecules, in their order; equal texts are sent once.
     *
     * @throws Failure of kind MODEL if the model does not even answer its controls
     */
    public Answers predict(List<String> smiles) throws InterruptedException {
        if (smiles.isEmpty()) {
            ControlledCalls known = calls;
            return new Answers(known == null ? List.of() : known.columns(), List.of());
        }
        ControlledCalls controlled = calls();
        List<String> texts = List.copyOf(new LinkedHashSet<>(smiles));
        Batch batch = new Batch(controlled, sleeper);
        Map<String, Answer> answers = batch.answer(texts);
        return new Answers(
                controlled.columns(),
                smiles.stream().map(text -> answered(answers, text)).toList(),
                batch.waited());
    }

    private static Answer answered(Map<String, Answer> answers, String text) {
        Answer answer = answers.get(text);
        if (answer == null) {
            throw new IllegalStateException("no answer for " + text);
        }
        return answer;
    }

    private ControlledCalls calls() throws InterruptedException {
        requireOpen();
        ControlledCalls known = calls;
        if (known != null) {
            return known;
        }
        starting.lockInterruptibly(); // it may take an hour
        try {
            requireOpen();
            known = calls;
            return known == null ? begin() : known;
        } finally {
            starting.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(model + " is closed");
        }
    }

    private ControlledCalls begin() throws InterruptedException {
        ModelSession started = session;
        if (started == null) {
            started = start(runner);
        }
        try {
            ControlledCalls controlled = ControlledCalls.first(model, started, controls, random);
            calls = controlled;
            return controlled;
        } catch (Failure failure) { // only now is it clear whether what was fetched and started works
            boolean hasRemedy =
                    failure.kind() == Failure.Kind.MODEL && !started.remedy().isEmpty();
            throw hasRemedy ? failure.with(started.remedy()) : failure;
        }
    }

    private ModelSession start(ModelRunner by) throws InterruptedException {
        try {
            ModelSession started = by.start(model, version);
            session = started;
            if (closed) {
                started.close(); // another thread closed this, and found no session to close yet
                throw Failure.stopped("%s was closed while it started".formatted(model), null);
            }
            return started;
        } catch (Failure failure) {
            keepLog(String.valueOf(failure.getMessage()));
            throw failure;
        }
    }

    /** Starts the model and asks its controls, unless that is done already; without this, the first prediction does it. */
    public void start() throws InterruptedException {
        calls();
    }

    /**
     * Asks for the control molecules, as at the start of every slice, and checks that the answers have not changed.
     *
     * @return one per control, in the order of the plan
     */
    public List<ControlAnswer> askControls() throws InterruptedException {
        return calls().controlAnswers();
    }

    /** How many threads may call {@link #predict} at once; 1 before the start. */
    public int inFlight() {
        ModelSession started = session;
        return started == null ? 1 : started.inFlight();
    }

    /** Shares the model among this many slices from now on. */
    public void shareAmong(int slices) {
        if (slices < 1) {
            throw new IllegalArgumentException("not a number of slices: " + slices);
        }
        sharers = slices;
    }

    /** One slice's share of the calls in flight: about the same for each slice, and at least one. */
    public int share() {
        return (int) Math.max(1, Math.round((double) inFlight() / sharers));
    }

    public boolean started() {
        return session != null;
    }

    /** The running version; before the start, the requested one; null when unknown. */
    public @Nullable String modelVersion() {
        ModelSession started = session;
        return started == null ? version : started.modelVersion();
    }

    /** The title on the model's card; null before the start, or if unknown. */
    public @Nullable String modelTitle() {
        ModelSession started = session;
        return started == null ? null : started.title();
    }

    /** Everything the model's author says about it, as far as the runner can know; nothing before the start. */
    public ModelFacts facts() throws InterruptedException {
        ModelSession started = session;
        return started == null ? ModelFacts.NONE : started.facts();
    }

    /** Measures what this process and the model's processes use from now on. */
    public ResourceMeter meter() {
        return new ResourceMeter(() -> {
            ModelSession started = session;
            return started == null ? Set.of() : started.processes();
        });
    }

    public String runnerName() {
        return runner.name();
    }

    /** The version of the program that runs the model; null before the start, or if it has none. */
    public @Nullable String runnerVersion() {
        ModelSession started = session;
        return started == null ? null : started.runnerVersion();
    }

    /** Whether the model gives the same answers each time, as far as its card says and its answers show. */
    public boolean deterministic() {
        ModelSession started = session;
        return (started == null || started.deterministic()) && shownRandom() == null;
    }

    /** The evidence that the model's answers vary, whatever its card says; null while there is none. */
    public @Nullable String shownRandom() {
        ControlledCalls asked = calls;
        return asked == null ? null : asked.evidence();
    }

    /** Whether the answers to this molecule vary even when it is asked for alone, which shows the model to be random. */
    public boolean variesAlone(String smiles) throws InterruptedException {
        return calls().variesAlone(List.of(smiles));
    }

    /**
     * Whether two answers to one molecule are the same, apart from the noise that the rest of a batch causes.
     *
     * @throws IllegalStateException before the first call
     */
    public boolean isSame(List<String> cells, List<String> others) {
        ControlledCalls asked = calls;
        if (asked == null) {
            throw new IllegalStateException(model + " was not asked yet");
        }
        return asked.same(cells, others);
    }

    /** How many calls were made, including retries and controls; 0 until the model has answered. */
    public long callCount() {
        ControlledCalls asked = calls;
        return asked == null ? 0 : asked.count();
    }

    /** The end of the model's own log, also after closing; if the model could not start, what was said then. */
    public byte[] logTail(int limit) {
        ModelSession started = session;
        byte[] tail;
        synchronized (closing) {
            tail = started == null || closed ? keptLog : started.logTail(limit);
        }
        return Arrays.copyOfRange(tail, Math.max(0, tail.length - limit), tail.length);
    }

    @Override
    public void close() {
        ModelSession started = null;
        synchronized (closing) {
            if (!closed) {
                started = session;
                keptLog = started == null ? keptLog : started.logTail(KEPT_LOG_BYTES);
                closed = true;
            }
        }
        if (started != null) {
            started.close();
        }
    }

    private void keepLog(String said) {
        synchronized (closing) {
            keptLog = said.getBytes(StandardCharsets.UTF_8);
        }
    }
}
