package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.model.Answers;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ResourceMeter;
import io.ersilia.precalc.pipeline.predict.Checkpoint.KeptAnswer;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.run.ControlAnswer;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Resources;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model as one slice asks it: started at the first molecule without an answer, with the control molecules first, and
 * every batch kept as soon as it is answered. Batches kept before are not asked again.
 */
public final class SliceModel {

    private static final Logger log = LoggerFactory.getLogger(SliceModel.class);

    private final CheckedModel model;
    private final RunVersion version;
    private final Checkpoints checkpoints;
    private final boolean forced;
    private final Clock clock;
    private final Instant begun;
    private List<ControlAnswer> controls = List.of();
    private List<String> columns = List.of();
    private @Nullable String keptRunnerVersion;
    private boolean asked;
    private boolean answersVary;
    private boolean controlsVary;
    private @Nullable String titleBefore;
    private @Nullable Instant keptSince;
    private double keptSeconds;
    private double keptModelSeconds;
    private final ResourceMeter meter;
    private final LongAdder answeredNanos = new LongAdder();

    /** @param forced whether only the kept batches of a forced run count */
    SliceModel(CheckedModel model, RunVersion version, Checkpoints checkpoints, boolean forced, Clock clock) {
        this.model = model;
        this.version = version;
        this.checkpoints = checkpoints;
        this.forced = forced;
        this.clock = clock;
        this.begun = clock.instant();
        this.meter = model.meter();
    }

    /** Continues a stored partition that needs more answers. */
    SliceModel(CheckedModel model, RunVersion version, Checkpoints checkpoints, Clock clock, PartitionManifest before) {
        this(model, version, checkpoints, false, clock);
        controls = before.controls();
        columns = before.columns();
        answersVary = !before.deterministic();
        keptSince = before.started();
        keptSeconds = before.seconds();
        keptModelSeconds = before.secondsOfModel();
        titleBefore = before.modelTitle();
    }

    /**
     * Relies on what a partition of an earlier run says of the model until the model is asked; then it must say the same.
     *
     * @return how the model, if asked already, differs from that, in a few words; empty if it does not
     */
    Optional<String> follow(PartitionManifest earlier) {
        if (asked && !earlier.columns().isEmpty() && !earlier.columns().equals(columns)) {
            return Optional.of("the model answers with the columns %s, not %s".formatted(columns, earlier.columns()));
        }
        if (asked && earlier.deterministic() && model.deterministic() && !agree(earlier.controls(), controls)) {
            return Optional.of("the model answers its control molecules differently now");
        }
        if (!asked) {
            columns = earlier.columns();
            controls = earlier.controls();
        }
        answersVary |= !earlier.deterministic();
        keptRunnerVersion = earlier.runnerVersion();
        titleBefore = earlier.modelTitle();
        return Optional.empty();
    }

    /**
     * The kept batch that begins at the row and has the next of these rows, unless it belongs to other work.
     *
     * @throws StaleBatches if the model had to be asked and contradicts batches taken before
     */
    Optional<Checkpoint> kept(long from, ScreenedRows rows) throws IOException {
        Optional<Checkpoint> found = checkpoints.at(from);
        if (found.isEmpty()) {
            return found;
        }
        Checkpoint batch = found.get();
        List<ScreenedRow> next = rows.peek(batch.rows());
        String where = "rows %d to %d".formatted(from + 1, from + batch.rows());
        Optional<String> difference = work(next).differsFrom(batch.work());
        if (difference.isEmpty()) {
            difference = answersDiffer(batch, next);
            difference.ifPresent(discarded -> checkpoints.discard(from));
        }
        if (difference.isPresent()) {
            log.info("{} are run again: {}", where, difference.get());
            return Optional.empty();
        }
        log.info(
                "{} are kept: the same rows, {} in version {}, runner {}",
                where,
                batch.work().model(),
                batch.work().modelVersion(),
                batch.work().runner());
        columns = batch.columns();
        controls = controls.isEmpty() ? batch.controls() : controls;
        answersVary |= !batch.deterministic();
        keptRunnerVersion = batch.runnerVersion();
        keptSince = keptSince == null || batch.started().isBefore(keptSince) ? batch.started() : keptSince;
        keptSeconds += batch.seconds();
        keptModelSeconds += batch.seconds();
        return found;
    }

    /** Why the answers of a batch of the same work differ from those of the slice, in a few words; empty if they do not. */
    private Optional<String> answersDiffer(Checkpoint batch, List<ScreenedRow> rows) {
        int molecules = ScreenedRow.toAsk(rows).size();
        if (batch.answers().size() != molecules) {
            return Optional.of(
                    "%d answers for %d molecules".formatted(batch.answers().size(), molecules));
        }
        if (!columns.isEmpty() && !columns.equals(batch.columns())) {
            start(); // the model says which are right
            return Optional.of("columns %s, not %s".formatted(batch.columns(), columns));
        }
        if (controls.isEmpty() || agree(controls, batch.controls())) {
            return Optional.empty();
        }
        if (!answersVary && batch.deterministic()) {
            start();
            if (model.deterministic()) {
                return Optional.of("the control molecules were answered differently");
            }
        }
        vary();
        return Optional.empty();
    }

    /** Starts the model before the first molecule. Its time is not counted: fetching a model may take an hour. */
    void start() {
        if (asked) {
            return;
        }
        try {
            model.start();
            version.agreeOn(model.modelVersion());
            keepFacts(version.store(), version.plan());
            takeOver(model.askControls(), model.predict(List.of()).columns());
            asked = true;
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        }
    }

    /** Compares what the model answers now with the batches that were taken. */
    private void takeOver(List<ControlAnswer> controlsNow, List<String> columnsNow) {
        if (!columns.isEmpty() && !columns.equals(columnsNow)) {
            throw new StaleBatches(
                    "the model answers with the columns %s, finished batches have %s".formatted(columnsNow, columns));
        }
        if (!controls.isEmpty() && !agree(controls, controlsNow)) {
            if (!answersVary && model.deterministic()) {
                throw new StaleBatches(
                        "the model answers its control molecules differently than for the finished batches");
            }
            vary();
        }
        columns = columnsNow;
        controls = controls.isEmpty() ? controlsNow : controls;
    }

    /** How many batches of all slices may be asked for at once. */
    int inFlight() {
        return model.inFlight();
    }

    /** How many of these are for this slice. */
    int share() {
        return model.share();
    }

    /** Asks for those molecules of the rows that the model must be asked about, and keeps the answers. */
    Answered ask(long from, List<ScreenedRow> rows, List<String> molecules) throws InterruptedException {
        Instant called = clock.instant();
        Answers answers = model.predict(molecules);
        Duration all = Duration.between(called, clock.instant());
        Duration time = all.compareTo(answers.waited()) < 0 ? Duration.ZERO : all.minus(answers.waited());
        answeredNanos.add(time.toNanos());
        checkpoints.save(new Checkpoint(
                from,
                rows.size(),
                work(rows),
                model.runnerVersion(),
                model.deterministic(),
                controls,
                begun,
                time.toMillis() / 1000.0 / inFlight(),
                answers.columns(),
                answers.answers().stream().map(KeptAnswer::of).toList()));
        return new Answered(answers, molecules.size(), time);
    }

    /**
     * The answers of a batch.
     *
     * @param molecules how many were asked for
     */
    record Answered(Answers answers, int molecules, Duration time) {}

    /** Why asking again shows nothing: how the model was seen to answer differently each time; null if it was not. */
    @Nullable
    String shownRandom() {
        String shown = model.shownRandom();
        return shown == null && controlsVary
                ? "its control molecules were answered differently when the slice was resumed"
                : shown;
    }

    /** The answers to the control molecules at the beginning of the slice; empty if the model was not asked. */
    List<ControlAnswer> controls() {
        return controls;
    }

    /** The version of the program that ran the model, in this process or the one before; null when it has none. */
    @Nullable
    String runnerVersion() {
        return model.started() ? model.runnerVersion() : keptRunnerVersion;
    }

    /** What the model's card calls it; null when unknown. */
    @Nullable
    String modelTitle() {
        return model.started() ? model.modelTitle() : titleBefore;
    }

    /** What this process and the model's processes have used for the slice so far. */
    Resources resources() {
        return meter.used();
    }

    boolean deterministic() {
        return !answersVary && model.deterministic();
    }

    /** When the first process whose batches are in the slice began. */
    Instant started() {
        return keptSince == null ? begun : keptSince;
    }

    /** Seconds in which the model answered; of several batches at once, each counts its share. */
    double modelSeconds() {
        return keptModelSeconds + answeredNanos.sum() / 1e9 / inFlight();
    }

    /** Seconds of work on the slice so far, without pauses between processes. */
    double seconds() {
        return keptSeconds + Duration.between(begun, clock.instant()).toMillis() / 1000.0;
    }

    private static boolean agree(List<ControlAnswer> before, List<ControlAnswer> now) {
        return before.size() == now.size()
                && IntStream.range(0, now.size()).allMatch(i -> before.get(i).agreesWith(now.get(i)));
    }

    private BatchWork work(List<ScreenedRow> rows) {
        return BatchWork.of(rows, version.plan().model(), model.modelVersion(), model.runnerName(), forced);
    }

    private void vary() {
        if (!answersVary) {
            log.warn(
                    "{} answers its control molecules differently than before this slice was resumed",
                    version.plan().model());
            controlsVary = true;
        }
        answersVary = true;
    }

    /** Keeps what the author of the started model says about it, once a run. A failure here must not fail a prediction. */
    private void keepFacts(RunStore store, Plan plan) throws InterruptedException {
        try {
            if (store.facts(plan.model(), plan.run()).isPresent()) {
                return;
            }
            ModelFacts facts = model.facts();
            if (!facts.isEmpty()) {
                store.recordFacts(plan.model(), plan.run(), facts);
            }
        } catch (Failure e) {
            if (e.kind() == Failure.Kind.STOPPED) {
                throw e;
            }
            log.warn("the facts about {} are not kept with run {}: {}", plan.model(), plan.run(), e.getMessage());
        } catch (RuntimeException e) { // a card may contain anything
            log.warn("the facts about {} are not kept with run {}: {}", plan.model(), plan.run(), e.toString());
        }
    }

    /**
     * The model, asked only now, contradicts finished batches that were taken: the slice must begin anew. The message says
     * what differs.
     */
    static final class StaleBatches extends RuntimeException {

        StaleBatches(String difference) {
            super(difference);
        }
    }
}
