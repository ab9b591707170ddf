package io.ersilia.precalc.bench;

import io.ersilia.precalc.pipeline.shared.ItemDigest;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.prediction.PartitionReader;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Share;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.stats.PartitionTally;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ItemWriter;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes a run that is predicted and served into SQLite, as finish finds it: {@code FOLDER ROWS PARTITIONS}. */
final class ServedRun {

    private static final ModelId MODEL = new ModelId("eos0len");
    private static final RunId RUN = new RunId("bench");
    private static final Instant SERVED = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant PLANNED = Instant.parse("2026-01-01T00:00:00Z");

    private ServedRun() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        long rows = Long.parseLong(args[1]);
        int workers = Integer.parseInt(args[2]);
        RunStore store = new RunStore(new Places(Map.of()).store(folder.toString()));
        Plan plan = plan(rows, workers);
        store.create(plan);
        try (SqliteTable table = new SqliteTable(folder.resolve("predictions.db"))) {
            try (ItemWriter writer = table.writer()) {
                for (Share slice : plan.shares()) {
                    predict(store, plan, slice);
                    serve(store, table, plan, slice, writer);
                }
                writer.finish();
            }
        }
        LargeFiles.say("%d rows of %d partitions are served".formatted(rows, workers));
    }

    private static Plan plan(long rows, int workers) {
        Plan.Library library = new Plan.Library("library.csv", "none", "smiles", rows, 0, null, null, null);
        return new Plan(RUN, MODEL, "v1", PLANNED, workers, rows, null, library, List.of(), List.of(), "none", null);
    }

    /** As serve leaves it, but in one transaction for all partitions: the items, their keys, no rejects, the manifest. */
    private static void serve(RunStore store, SqliteTable table, Plan plan, Share slice, ItemWriter writer)
            throws IOException, InterruptedException {
        Partition partition = plan.partition(slice.worker());
        PartitionManifest predicted = store.manifest(partition).orElseThrow();
        ItemMaker maker = new ItemMaker(partition, "v1", SERVED);
        Map<String, String> keys = new TreeMap<>();
        try (PartitionReader rows = new PartitionReader(
                "bench", store.csv(partition).orElseThrow().bytes().open(0, Long.MAX_VALUE), predicted.columns())) {
            for (Optional<ParsedRow> row = rows.read(); row.isPresent(); row = rows.read()) {
                Item item = maker.make(row.get()).item().orElseThrow();
                keys.put(
                        item.key().value(),
                        "%s,%d,,%s,%s\n"
                                .formatted(
                                        item.key(),
                                        keys.size(),
                                        HexFormat.of().toHexDigits(ItemDigest.of(item)),
                                        HexFormat.of().toHexDigits(ItemDigest.ofSmiles(item.smiles()))));
                writer.write(item);
            }
        }
        Path file = Files.createTempFile("keys", ".csv");
        Path rejects = Files.createTempFile("rejects", ".csv");
        Files.writeString(file, "key,position,rejected,digest,smiles\n" + String.join("", keys.values()));
        Files.writeString(rejects, "row,key,input,stage,reason,detail\n");
        store.save(
                partition,
                new ServedManifest(
                        table.name(),
                        table.id().orElseThrow(),
                        predicted.sha256(),
                        keys.size(),
                        keys.size(),
                        0,
                        Rejections.NONE,
                        0,
                        SERVED,
                        1,
                        keys.keySet().stream().limit(5).toList(),
                        Sha256.hex(file),
                        null),
                rejects,
                file);
        Files.delete(file);
        Files.delete(rejects);
    }

    /** As predict leaves it: the CSV, no rejects, the statistics, the manifest. */
    private static void predict(RunStore store, Plan plan, Share slice) throws IOException {
        Partition partition = plan.partition(slice.worker());
        Path csv = Files.createTempFile("part", ".csv");
        Path rejects = Files.createTempFile("rejects", ".csv");
        LargeFiles.partition(csv, slice.slice().size(), 1, slice.slice().from());
        Files.writeString(rejects, "row,key,input,stage,reason,detail\n");
        PartitionTally tally = new PartitionTally(List.of("column_0"));
        try (var lines = Files.lines(csv)) {
            lines.skip(1).forEach(line -> tally.add(List.of(line.substring(line.lastIndexOf(',') + 1))));
        }
        PartitionManifest manifest = new PartitionManifest(
                partition.run(),
                partition.model(),
                partition.number(),
                slice.slice().from(),
                slice.slice().to(),
                slice.slice().size(),
                slice.slice().size(),
                Rejections.NONE,
                Sha256.hex(csv),
                List.of("column_0"),
                "v1",
                "ersilia",
                null,
                true,
                List.of(),
                PLANNED,
                60,
                60.0,
                "none",
                Sha256.hex(rejects),
                0,
                0,
                null,
                null,
                null,
                0);
        store.save(manifest, tally.stats(manifest), csv, false, rejects, new byte[0]);
        Files.delete(csv);
        Files.delete(rejects);
    }
}
