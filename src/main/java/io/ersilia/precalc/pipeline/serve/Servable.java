package io.ersilia.precalc.pipeline.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.pipeline.shared.Precedence;
import io.ersilia.precalc.pipeline.shared.RunVersion;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.run.SliceStatus;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a run that can be served now: predicted and not in the table. While the table answers with another
 * version of the model, serving part of the new one would make most molecules stale, so all of them wait for the last.
 *
 * @param workers their numbers, in order
 * @param waits why predicted partitions are not among them; null if none waits
 */
public record Servable(List<Integer> workers, @Nullable String waits) {

    /** The most jobs that serve at once: more would only be throttled by the table. */
    public static final int MAX_GROUPS = 10;

    public Servable {
        workers = List.copyOf(workers);
    }

    /**
     * Finds the partitions.
     *
     * @param plan null for a run that was imported, which is served as it is
     */
    public static Servable of(List<SliceStatus> slices, @Nullable Plan plan, RunStore store, PredictionTable table) {
        List<Integer> predicted = slices.stream()
                .filter(slice -> slice.state() == SliceState.PREDICTED || slice.state() == SliceState.REPLACED)
                .map(SliceStatus::worker)
                .toList();
        if (plan == null || predicted.isEmpty()) {
            return new Servable(predicted, null);
        }
        Precedence among = Precedence.of(store, table, plan);
        Optional<Rank> ahead = among.ahead();
        if (ahead.isPresent()) {
            long waiting = slices.stream()
                    .filter(slice -> slice.state() == SliceState.PREDICTED)
                    .count();
            return new Servable(
                    List.of(),
                    waiting == 0
                            ? null
                            : "%s not served: %s; serve --force overwrites it"
                                    .formatted(
                                            Words.many(waiting, "predicted partition is", "predicted partitions are"),
                                            among.why(ahead.get())));
        }
        long toPredict =
                slices.stream().filter(slice -> slice.state().isToPredict()).count();
        if (toPredict == 0) {
            return new Servable(predicted, null);
        }
        String version = new RunVersion(store, plan).known();
        Optional<ModelRecord> other =
                table.model(plan.model()).filter(current -> !Objects.equals(current.version(), version));
        return other.isEmpty()
                ? new Servable(predicted, null)
                : new Servable(
                        List.of(),
                        "%s until %s predicted: %s has version %s of %s, run %s predicts version %s"
                                .formatted(
                                        Words.many(
                                                predicted.size(),
                                                "predicted partition waits",
                                                "predicted partitions wait"),
                                        Words.many(toPredict, "more slice is", "more slices are"),
                                        table.name(),
                                        name(other.get().version()),
                                        plan.model(),
                                        plan.run(),
                                        name(version)));
    }

    /** The partitions divided into at most {@value #MAX_GROUPS} groups whose sizes differ by at most one. */
    public List<List<Integer>> groups() {
        int count = Math.min(MAX_GROUPS, workers.size());
        return IntStream.range(0, count)
                .mapToObj(group -> IntStream.range(0, workers.size())
                        .filter(position -> position % count == group)
                        .mapToObj(workers::get)
                        .toList())
                .toList();
    }

    /** The groups as a matrix of GitHub Actions: {@code {"include":[{"group":1,"partitions":"1,11,21"},…]}}. */
    public ObjectNode matrix() {
        ObjectNode matrix = Json.MAPPER.createObjectNode();
        ArrayNode include = matrix.putArray("include");
        List<List<Integer>> groups = groups();
        for (int group = 0; group < groups.size(); group++) {
            include.addObject()
                    .put("group", group + 1)
                    .put(
                            "partitions",
                            groups.get(group).stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        return matrix;
    }

    private static String name(@Nullable String version) {
        return version == null ? "unknown" : version;
    }
}
