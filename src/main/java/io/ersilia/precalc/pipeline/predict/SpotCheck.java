package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks molecules at random places of a partition again, in another call and order, before it is published: a value that
 * belongs to another molecule then shows.
 */
final class SpotCheck {

    private static final Logger log = LoggerFactory.getLogger(SpotCheck.class);

    /** At least this many molecules of every partition are asked again, or all of them. */
    static final int FEWEST = 5;

    /** One molecule in this many is asked again: 0.5 %. */
    static final int ONE_IN = 200;

    /** Cells remembered until they are asked again, about 200 MB: very large slices of wide models are checked more thinly. */
    private static final int MOST_CELLS = 2_000_000;

    /** With this many differing answers no value of the partition is trusted. */
    static final int MOST_DIFFERING = 3;

    /** Batches up to this size are asked again one by one, larger ones in halves. */
    private static final int SMALL = 10;

    private final long rows;
    private final RandomDraw<Chosen> chosen;
    private final Set<Slice> wrong = new LinkedHashSet<>();

    /** Molecules that were answered differently, and their answers in the next draft: they are asked again in any case. */
    private final Set<String> doubtful = new LinkedHashSet<>();

    private final List<Chosen> doubted = new ArrayList<>();
    private int checkedAgain;
    private int differing;
    private @Nullable String shownRandom;

    /** A molecule with its answer in the draft and its batch. */
    private record Chosen(Slice batch, String smiles, List<String> cells) {}

    /**
     * @param rows of the partition, the most that can be offered
     * @param random decides which are chosen
     */
    SpotCheck(long rows, Random random) {
        this.rows = rows;
        this.chosen = new RandomDraw<>(random);
    }

    /** What was found when the partition was predicted; nothing more can be offered. */
    static SpotCheck of(PartitionManifest before) {
        SpotCheck check = new SpotCheck(0, new Random(0));
        check.checkedAgain = before.checkedAgain();
        check.differing = before.differing();
        check.shownRandom = before.shownRandom();
        return check;
    }

    private static long wanted(long of) {
        return Math.max(FEWEST, (of + ONE_IN - 1) / ONE_IN);
    }

    static long mostKept(long rows, int columns) {
        return Math.min(wanted(rows), Math.max(FEWEST, MOST_CELLS / Math.max(1, columns)));
    }

    /** Begins again with a new draft; what was found before stays. */
    void begin() {
        chosen.clear();
        doubted.clear();
    }

    /** Chooses the answer or not; all that are offered have the same chance. */
    void offer(Slice batch, String smiles, List<String> cells) {
        Chosen one = new Chosen(batch, smiles, cells);
        if (doubtful.contains(smiles)) {
            doubted.add(one);
        } else {
            chosen.offer(one, mostKept(rows, cells.size()));
        }
    }

    /** How many rows a batch that begins at the row may have: rows whose answers were not trusted go in smaller batches. */
    long mostAt(long row) {
        for (Slice batch : wrong) {
            if (batch.from() <= row && row < batch.to()) {
                long most = batch.size() <= SMALL ? 1 : (batch.size() + 1) / 2;
                return Math.min(most, batch.to() - row);
            }
        }
        return Long.MAX_VALUE;
    }

    /**
     * Asks the chosen molecules again; the new answers are not kept.
     *
     * @return the batches that must be asked anew; empty if the draft can be trusted
     * @throws Failure of kind MODEL if too many answers differed
     */
    Set<Slice> run(SliceModel slice, CheckedModel model, BatchSizer sizer) {
        List<Chosen> again = new ArrayList<>(doubted);
        again.addAll(chosen.some(wanted(chosen.offered())));
        if (again.isEmpty()) {
            return Set.of();
        }
        slice.start();
        Set<Slice> found = new LinkedHashSet<>();
        try {
            for (int from = 0; from < again.size() && slice.shownRandom() == null; ) {
                Stop.check();
                List<Chosen> call = again.subList(from, Math.min(from + sizer.require(), again.size()));
                for (Chosen one : otherwise(call, model)) {
                    found.add(one.batch());
                }
                from += call.size();
            }
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        }
        shownRandom = slice.shownRandom();
        if (shownRandom != null) { // the model answers differently each time, so a difference is not a fault
            checkedAgain = 0;
            differing = 0;
            return Set.of();
        }
        wrong.addAll(found);
        return found;
    }

    private List<Chosen> otherwise(List<Chosen> call, CheckedModel model) throws InterruptedException {
        List<Answer> answers =
                model.predict(call.stream().map(Chosen::smiles).toList()).answers();
        List<Chosen> otherwise = new ArrayList<>();
        for (int i = 0; i < call.size(); i++) {
            Chosen before = call.get(i);
            checkedAgain++;
            List<String> now = answers.get(i) instanceof Answer.Predicted predicted ? predicted.cells() : List.of();
            if (model.isSame(before.cells(), now)) {
                continue;
            }
            if (!now.isEmpty() && model.variesAlone(before.smiles())) {
                return List.of();
            }
            differing++;
            log.warn(
                    "{} was answered {} and, asked again, {}: {} asked again",
                    before.smiles(),
                    ModelOutput.brief(before.cells()),
                    ModelOutput.brief(now),
                    Words.many(before.batch().size(), "row is", "rows are"));
            otherwise.add(before);
            doubtful.add(before.smiles());
            if (differing >= MOST_DIFFERING) {
                throw Failure.model(
                        "of %s asked again, %s answered differently, %s the last of them: no value of the slice can be trusted, so none is kept; start or fetch the model again, or tell its authors"
                                .formatted(
                                        Words.many(checkedAgain, "molecule"),
                                        Words.many(differing, "was", "were"),
                                        before.smiles()));
            }
        }
        return otherwise;
    }

    int checkedAgain() {
        return checkedAgain;
    }

    int differing() {
        return differing;
    }

    /** Why nothing could be checked by asking again; null if it could. */
    @Nullable
    String shownRandom() {
        return shownRandom;
    }

    /** Whether the partition was refused: none of its kept batches may come back. */
    boolean isRefused() {
        return differing >= MOST_DIFFERING;
    }
}
