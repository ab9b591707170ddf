package io.ersilia.precalc.cli.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.pipeline.estimate.Estimate;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.pipeline.plan.Matrix;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.words.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it is shown, with what is left of it and what that takes; apart from the commands, whose signatures
 * {@code --help} loads.
 *
 * @param table that is going to be written
 * @param staged whether it is going to be written beside what lookups see
 * @param sample the command that would show how long a molecule takes
 */
public record PlanView(Plan plan, Matrix matrix, Estimate estimate, TableAhead table, boolean staged, String sample) {

    /** With more slices, the rest is only counted. */
    private static final int MOST_LISTED = 256;

    public ObjectNode json() {
        ObjectNode json = matrix.json(plan);
        json.set("estimate", Json.MAPPER.valueToTree(estimate));
        return json;
    }

    public List<String> estimateLines() {
        List<String> lines = new ArrayList<>(EstimateText.lines(estimate, sample));
        if (plan.known() != null) {
            lines.add(0, EstimateText.known(plan, plan.known(), estimate));
        }
        if (staged && estimate.work().rowsToServe() > 0) {
            lines.add(EstimateText.staged(plan, estimate));
        }
        return lines;
    }

    /**
     * The warning that the table is too slow; empty when it is fast enough.
     *
     * @param writes write units a second that are used at most; infinite for all that the table takes
     * @param left until the deadline; null without one
     */
    public Optional<String> warning(double writes, @Nullable Duration left) {
        return TooSlow.warning(table, (double) estimate.table().writeUnits(), writes, left);
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("run %s of %s: %s of %s, %s%n"
                .formatted(
                        plan.run(),
                        plan.model(),
                        Words.many(plan.rows(), "row"),
                        plan.library().given(),
                        Words.many(plan.workers(), "worker")));
        text.append("model version: %s%n"
                .formatted(plan.modelVersion() == null ? "the first worker records it" : plan.modelVersion()));
        text.append(
                "slices to predict: %s%n".formatted(Words.count(matrix.workers().size())));
        List<Integer> listed = matrix.workers()
                .subList(0, Math.min(MOST_LISTED, matrix.workers().size()));
        for (int worker : listed) {
            Slice slice = plan.share(worker).slice();
            text.append("  worker %d of %d: rows %s to %s%n"
                    .formatted(worker, plan.workers(), Words.count(slice.from() + 1), Words.count(slice.to())));
        }
        if (matrix.workers().size() > listed.size()) {
            text.append("  and %s%n".formatted(Words.many(matrix.workers().size() - listed.size(), "more slice")));
        }
        estimateLines().forEach(line -> text.append(line).append(System.lineSeparator()));
        return text.toString();
    }
}
