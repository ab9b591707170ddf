package io.ersilia.precalc.pipeline.finish;

import io.ersilia.precalc.pipeline.shared.ProvenRejects;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.RunStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first rows of a partition that predict rejected, some for each reason. */
public final class RejectExamples {

    private static final int EACH = 3;

    private RejectExamples() {}

    /** The examples by reason; empty if nothing was rejected. */
    public static List<RejectedRow> of(RunStore store, PartitionManifest manifest) {
        Map<Reason, Integer> each = new EnumMap<>(Reason.class);
        EnumSet.allOf(Reason.class).forEach(reason -> each.put(reason, EACH));
        return of(ProvenRejects.of(store, manifest), each);
    }

    /**
     * Some examples of a file by reason.
     *
     * @param wanted how many for each reason; reading ends as soon as all are found
     */
    public static List<RejectedRow> of(ByteSource file, Map<Reason, Integer> wanted) {
        if (file.size().isEmpty()) {
            return List.of();
        }
        int missing = wanted.values().stream().mapToInt(Integer::intValue).sum();
        Map<Reason, List<RejectedRow>> examples = new EnumMap<>(Reason.class);
        try (RejectsFile.Reader rejects =
                new RejectsFile.Reader(file.uri(), new BufferedInputStream(file.open(0, Long.MAX_VALUE)))) {
            for (Optional<RejectedRow> row = rejects.read(); missing > 0 && row.isPresent(); row = rejects.read()) {
                List<RejectedRow> known = examples.computeIfAbsent(row.get().reason(), none -> new ArrayList<>());
                if (known.size() < wanted.getOrDefault(row.get().reason(), 0)) {
                    known.add(row.get());
                    missing--;
                }
            }
        } catch (IOException e) {
            throw TemporaryFolder.trouble("read " + file.uri(), e);
        }
        return examples.values().stream().flatMap(List::stream).toList();
    }
}
