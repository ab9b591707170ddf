package io.ersilia.precalc.table;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Items and model records to write in tests. */
public final class Items {

    public static final ModelId MODEL = new ModelId("eos3b5e");
    public static final ModelId OTHER_MODEL = new ModelId("eos4e40");
    public static final RunId RUN = new RunId("r1");
    public static final Instant TIME = Instant.parse("2026-11-01T12:00:00Z");

    private Items() {}

    /** A key of the right form, another one for each number. */
    public static InchiKey key(int number) {
        StringBuilder letters = new StringBuilder();
        for (int rest = number, i = 0; i < 14; i++, rest /= 26) {
            letters.append((char) ('A' + rest % 26));
        }
        return new InchiKey(letters + "-UHFFFAOYSA-N");
    }

    public static Item prediction(InchiKey key, Value... values) {
        return prediction(key, MODEL, List.of(values));
    }

    public static Item prediction(InchiKey key, ModelId model, List<Value> values) {
        return new Item(key, model, "CCO", values, null, TIME, RUN, "v1.0.0");
    }

    public static Item rejection(InchiKey key, Reason reason) {
        return new Item(key, MODEL, "CCO", List.of(), reason, TIME, RUN, null);
    }

    /** Predictions with the keys {@code [from, to)} and their number as value. */
    public static List<Item> predictions(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> prediction(key(i), Value.number(Integer.toString(i))))
                .toList();
    }

    public static List<InchiKey> keys(List<Item> items) {
        return items.stream().map(Item::key).toList();
    }

    public static void write(PredictionTable table, List<Item> items) throws InterruptedException {
        try (ItemWriter writer = table.writer()) {
            for (Item item : items) {
                writer.write(item);
            }
            writer.finish();
        }
    }

    /** A full run's record of the version, planned that many minutes after the first. */
    public static ModelRecord full(String version, String run, int minute) {
        return new ModelRecord(
                MODEL,
                version,
                List.of("mol_weight"),
                new Rank(new RunId(run), TIME.plusSeconds(60L * minute), false),
                true,
                null,
                null);
    }

    /** The first full run's record of version 1, with everything that an author can say. */
    public static ModelRecord described(String run) {
        return full("v1", run, 0)
                .withFacts(new ModelFacts(
                        "Title \"of\" ß",
                        "Described",
                        "Read so",
                        "Annotation",
                        "Score",
                        "Fixed",
                        List.of("a", "b"),
                        "MIT",
                        "https://doi.example/1",
                        "https://code.example",
                        List.of(new ColumnFacts(
                                "mol_weight",
                                ColumnFacts.Type.FLOAT,
                                ColumnFacts.Direction.LOW,
                                "Molecular weight",
                                "g/mol"))));
    }

    /** A sample's record of the version, planned that many minutes after the first. */
    public static ModelRecord sample(String version, String run, int minute) {
        return new ModelRecord(
                MODEL,
                version,
                List.of("mol_weight"),
                new Rank(new RunId(run), TIME.plusSeconds(60L * minute), true),
                true,
                7L,
                2L);
    }
}
