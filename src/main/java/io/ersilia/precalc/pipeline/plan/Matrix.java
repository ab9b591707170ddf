package io.ersilia.precalc.pipeline.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import java.util.List;

/**
 * The slices that are still to be predicted, as a matrix of GitHub Actions.
 *
 * @param workers their numbers, in order
 */
public record Matrix(List<Integer> workers) {

    public Matrix {
        workers = List.copyOf(workers);
    }

    /**
     * What is left of the plan.
     *
     * @param force whether predicted slices are to be predicted again
     */
    public static Matrix of(Plan plan, RunStore store, boolean force) {
        RunFiles files = store.files(plan.model(), plan.run());
        return new Matrix(plan.sharesWithRows().stream()
                .map(Plan.Share::worker)
                .filter(worker -> force || !files.isPredicted(worker))
                .toList());
    }

    /** The plan with {@code matrix{include:[{worker,workers}]}}. */
    public ObjectNode json(Plan plan) {
        ObjectNode json = Json.MAPPER.valueToTree(plan);
        json.set("matrix", include(plan));
        return json;
    }

    /** Whether there are more slices than a matrix has jobs. */
    public boolean isTooLarge() {
        return workers.size() > Worker.MOST_IN_MATRIX;
    }

    /** Just {@code {"include":[{"worker":1,"workers":50},…]}}, of the first {@link Worker#MOST_IN_MATRIX} slices. */
    public ObjectNode include(Plan plan) {
        ObjectNode matrix = Json.MAPPER.createObjectNode();
        ArrayNode include = matrix.putArray("include");
        for (int worker : workers.subList(0, Math.min(Worker.MOST_IN_MATRIX, workers.size()))) {
            include.addObject().put("worker", worker).put("workers", plan.workers());
        }
        return matrix;
    }
}
