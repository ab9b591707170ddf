package io.ersilia.precalc.report;

import io.ersilia.precalc.model.LogText;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The ends of the logs of slices that failed, and of the slowest ones.
 *
 * @param notes on what could not be read
 */
record ReportedLogs(RunStore store, ModelId model, RunId run, List<String> notes) {

    private static final int MOST_FAILED = 10;
    private static final int SLOWEST = 5;
    private static final int LINES = 40;

    /** A log in the store is no longer than this; one that is was put there by somebody else. */
    private static final int MOST_BYTES = 64 * 1024;

    List<LogTail> of(List<PartitionFacts> partitions, RunFiles files) {
        List<LogTail> logs = new ArrayList<>();
        partitions.stream()
                .filter(one -> one.state() == SliceState.FAILED)
                .limit(MOST_FAILED)
                .forEach(one -> add(logs, one, true));
        PartitionFacts.slowest(partitions, SLOWEST).stream()
                .filter(one -> files.hasLog(one.worker()))
                .forEach(one -> add(logs, one, false));
        return logs;
    }

    private void add(List<LogTail> logs, PartitionFacts partition, boolean failed) {
        ByteSource log = store.log(new Partition(model, run, partition.worker()));
        try {
            long size = log.size().orElse(0);
            if (size == 0) {
                logs.add(new LogTail(partition.worker(), failed, List.of(), false));
                return;
            }
            try (InputStream in = log.open(Math.max(0, size - MOST_BYTES), size)) {
                String text = LogText.clean(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
                List<String> lines = text.stripTrailing().lines().toList();
                int from = Math.max(0, lines.size() - LINES);
                logs.add(new LogTail(
                        partition.worker(), failed, lines.subList(from, lines.size()), from > 0 || size > MOST_BYTES));
            }
        } catch (IOException e) {
            notes.add("cannot read %s: %s".formatted(log.uri(), Printable.reason(e)));
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.INPUT) {
                throw e;
            }
            notes.add(String.valueOf(e.getMessage()));
        }
    }
}
