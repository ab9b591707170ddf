package io.ersilia.precalc.report;

import io.ersilia.precalc.model.LogText;
import io.ersilia.precalc.pipeline.shared.ReadableManifests;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.SliceState;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.RunFiles;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The end of a model's log.
 *
 * @param failed whether the slice failed and has only this log; otherwise it is one of the slowest
 * @param lines the last lines, without colours and control characters
 * @param cut whether there were more lines
 */
public record LogTail(int worker, boolean failed, List<String> lines, boolean cut) {

    private static final int MOST_FAILED = 10;
    private static final int SLOWEST = 5;
    private static final int MOST_LINES = 40;

    /** Most bytes of a log that precalc wrote; a longer one is not precalc's. */
    private static final int MOST_BYTES = 64 * 1024;

    public LogTail {
        lines = List.copyOf(lines);
    }

    /**
     * The logs of slices that failed, then those of the slowest.
     *
     * @param notes receives a line for each log that cannot be read
     */
    static List<LogTail> of(List<PartitionReport> partitions, RunStore store, RunFiles files, List<String> notes) {
        List<PartitionReport> wanted = new ArrayList<>(partitions.stream()
                .filter(one -> one.state() == SliceState.FAILED)
                .limit(MOST_FAILED)
                .toList());
        PartitionReport.slowest(partitions, SLOWEST).stream()
                .filter(one -> files.hasLog(one.worker()))
                .forEach(wanted::add);
        List<LogTail> logs = new ArrayList<>();
        for (PartitionReport one : wanted) {
            LogTail log = ReadableManifests.readable(() -> Optional.of(read(one, store.log(one.partition()))), notes);
            if (log != null) {
                logs.add(log);
            }
        }
        return logs;
    }

    private static LogTail read(PartitionReport partition, ByteSource log) {
        boolean failed = partition.state() == SliceState.FAILED;
        try {
            long size = log.size().orElse(0);
            if (size == 0) {
                return new LogTail(partition.worker(), failed, List.of(), false);
            }
            try (InputStream in = log.open(Math.max(0, size - MOST_BYTES), size)) {
                String text = LogText.clean(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
                List<String> lines = text.stripTrailing().lines().toList();
                int from = Math.max(0, lines.size() - MOST_LINES);
                return new LogTail(
                        partition.worker(), failed, lines.subList(from, lines.size()), from > 0 || size > MOST_BYTES);
            }
        } catch (IOException e) {
            throw Failure.input("cannot read %s: %s".formatted(log.uri(), Printable.reason(e)));
        }
    }
}
