package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What happened to every row of a run. The last count of finish is stored as {@code account.json}, so that every report
 * shows the same.
 *
 * @param finished when finish counted; null if only the manifests were added up, which is never stored
 * @param tableId of the table for which it was counted; null for a table without an id
 * @param partitionsSha256 of the partitions and how they were served: once it changes, the account is outdated
 * @param maxRejectRate the share of rows that may be rejected; null if it was not counted, or by an earlier version
 * @param seconds from the start of the first partition to the end of the last
 */
public record Reconciliation(
        RunId run,
        @Nullable Instant finished,
        @Nullable String tableId,
        String partitionsSha256,
        @JsonUnwrapped Rows rows,
        @Nullable Double maxRejectRate,
        double seconds,
        @JsonUnwrapped Checks checks) {

    /** Fields of account.json that the commands do not print. */
    private static final List<String> NOT_PRINTED = List.of(
            "finished",
            "table_id",
            "partitions_sha256",
            "max_reject_rate",
            "served_rejected",
            "not_predicted",
            "not_served");

    /**
     * Rows in = predicted + taken over + rejected by predict + not predicted; predicted + taken over = served + duplicates +
     * rejected by serve + not served.
     *
     * @param in of all slices
     * @param takenOver predictions of an earlier run, instead of asking the model again
     * @param served predictions in the table
     * @param duplicates predictions whose key also occurs in a later row; before finish, only within one partition
     * @param rejected by predict and by serve
     * @param unaccounted rows that are not accounted for; 0 once the run is complete
     * @param servedRejected of the rejected rows, those that serve rejected
     * @param notPredicted rows of slices without a partition
     * @param notServed predictions of partitions that are not in the table
     */
    public record Rows(
            @JsonProperty("rows_in") long in,
            long predicted,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long takenOver,
            long served,
            long duplicates,
            Rejections rejected,
            long unaccounted,
            Rejections servedRejected,
            long notPredicted,
            long notServed) {

        public Rows {
            servedRejected =
                    servedRejected == null ? Rejections.NONE : servedRejected; // not written by earlier versions
        }

        /** Whether there is nothing to look up: every row was rejected. */
        public boolean areAllRejected() {
            return in == rejected.total();
        }

        /** Rows with a prediction, of this run or an earlier one. */
        public long withPrediction() {
            return predicted + takenOver;
        }

        /** The rows that predict rejected. */
        public Rejections predictRejected() {
            return rejected.minus(servedRejected);
        }

        /** Rows without a prediction or a reason: lost by a bug, rather than not processed yet. */
        public long lost() {
            return Math.max(0, unaccounted - notPredicted - notServed);
        }
    }

    /**
     * The checks of the predictions.
     *
     * @param verified items that were read back from the table and matched, without those that other runs replaced
     * @param verifiable items of the run, predictions and rejections; 0 if none was read back
     * @param replacedBy items that were read back and had been replaced by newer runs, by run
     * @param checkedAgain molecules that predict asked again, at random places
     * @param differing how many of them got a different answer; their batches were predicted again
     */
    public record Checks(
            long verified,
            long verifiable,
            @JsonSetter(nulls = Nulls.AS_EMPTY) Map<RunId, Long> replacedBy,
            long checkedAgain,
            long differing) {

        public Checks {
            Map<RunId, Long> sorted = new TreeMap<>(Comparator.comparing(RunId::value));
            sorted.putAll(replacedBy);
            replacedBy = Collections.unmodifiableMap(sorted);
        }
    }

    public boolean complete() {
        return finished != null && rows.unaccounted() == 0;
    }

    /** The counts as {@code run} and {@code finish} print them. */
    public ObjectNode printed() {
        ObjectNode all = Json.MAPPER.valueToTree(this);
        all.remove(NOT_PRINTED);
        return all;
    }
}
