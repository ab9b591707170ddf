package io.ersilia.precalc;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.ColumnFacts.Direction;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.stats.Distribution;
import io.ersilia.precalc.stats.LibraryRanks;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table for the page to show: the molecules of the reference, weighed, and with made-up values of a model of several
 * columns. Of its rows some are rejected, some of an earlier version and some are not there. A third model, if it is wanted,
 * has hostile names.
 */
final class PageTable {

    private static final ModelId WEIGHT = new ModelId("eos3b5e");
    private static final ModelId ACTIVITY = new ModelId("eos7kpb");
    private static final ModelId HOSTILE = new ModelId("eos9bad");
    private static final String ATTACK = "<img src=x onerror=\"document.title='attacked'\">";
    private static final RunId RUN = new RunId("20261101T090000Z");
    private static final Instant TIME = Instant.parse("2026-11-01T09:00:00Z");

    private PageTable() {}

    /** A row of the reference. */
    private record Reference(String smiles, InchiKey key, double weight) {}

    static void write(Path file, boolean isHostile) throws IOException, InterruptedException {
        List<Reference> all = new ArrayList<>();
        for (String name : List.of("test_input_expected.csv", "molecules_expected.csv")) {
            List<String> lines = Files.readAllLines(Path.of("src/test/resources/reference", name));
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                all.add(new Reference(cells[0], new InchiKey(cells[1]), Double.parseDouble(cells[2])));
            }
        }
        try (PredictionTable table = new SqliteTable(file)) {
            weights(table, all);
            activities(table, all);
            if (isHostile) {
                hostile(table, all.get(0));
            }
        }
    }

    private static void weights(PredictionTable table, List<Reference> all) throws InterruptedException {
        ModelRecord record = record(WEIGHT, "v1.0.0", List.of("mol_weight"), all.size())
                .withFacts(facts(
                        "Molecular weight",
                        "Average molecular weight from the molecule's formula.",
                        List.of(new ColumnFacts(
                                "mol_weight", ColumnFacts.Type.FLOAT, null, "Average molecular weight", "g/mol"))));
        table.save(record);
        table.save(
                record,
                new LibraryRanks(
                        RUN,
                        "v1.0.0",
                        List.of(column(
                                "mol_weight",
                                all.stream().map(Reference::weight).toList()))));
        Items.write(
                table,
                all.stream()
                        .map(one -> item(one, WEIGHT, "v1.0.0", number(one.weight)))
                        .toList());
    }

    private static void activities(PredictionTable table, List<Reference> all) throws InterruptedException {
        List<String> columns = List.of("mtb_inhibition", "logs", "cytotoxicity", "alerts", "class");
        ModelRecord record = record(ACTIVITY, "v2.1.0", columns, all.size())
                .withFacts(facts(
                        "Activity against M. tuberculosis",
                        "Probability that a molecule inhibits the growth of Mycobacterium tuberculosis, with the solubility and"
                                + " cytotoxicity that decide whether it is worth a test.",
                        List.of(
                                new ColumnFacts(
                                        "mtb_inhibition",
                                        ColumnFacts.Type.FLOAT,
                                        Direction.HIGH,
                                        "Probability of 50 % growth inhibition at 10 µM",
                                        null),
                                new ColumnFacts(
                                        "logs",
                                        ColumnFacts.Type.FLOAT,
                                        Direction.HIGH,
                                        "Aqueous solubility",
                                        "log mol/L"),
                                new ColumnFacts(
                                        "cytotoxicity",
                                        ColumnFacts.Type.FLOAT,
                                        Direction.LOW,
                                        "Probability of harm to HepG2",
                                        null),
                                new ColumnFacts(
                                        "alerts",
                                        ColumnFacts.Type.INTEGER,
                                        Direction.LOW,
                                        "Structural alerts",
                                        null))));
        table.save(record);
        List<List<Double>> values = all.stream().map(PageTable::madeUp).toList();
        List<LibraryRanks.ColumnDistribution> distributions = new ArrayList<>();
        for (int i = 0; i < columns.size() - 1; i++) {
            int at = i;
            distributions.add(column(
                    columns.get(i), values.stream().map(one -> one.get(at)).toList()));
        }
        table.save(record, new LibraryRanks(RUN, "v2.1.0", distributions));
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (i % 10 == 7) {
                continue;
            }
            List<Double> made = values.get(i);
            items.add(
                    i % 10 == 4
                            ? rejected(all.get(i))
                            : item(
                                    all.get(i),
                                    ACTIVITY,
                                    i % 10 == 9 ? "v2.0.0" : "v2.1.0",
                                    number(made.get(0)),
                                    number(made.get(1)),
                                    number(made.get(2)),
                                    Value.number(Long.toString(Math.round(made.get(3)))),
                                    Value.text(made.get(0) > 0.5 ? "active" : "inactive")));
        }
        Items.write(table, items);
    }

    private static void hostile(PredictionTable table, Reference one) throws InterruptedException {
        table.save(record(HOSTILE, null, List.of(ATTACK, "mol_weight"), 1)
                .withFacts(facts(ATTACK, ATTACK, List.of(new ColumnFacts(ATTACK, null, null, ATTACK, ATTACK)))));
        Items.write(
                table,
                List.of(item(new Reference(ATTACK, one.key, 0), HOSTILE, null, Value.text(ATTACK), Value.number("1"))));
    }

    private static ModelRecord record(ModelId model, @Nullable String version, List<String> columns, long items) {
        return new ModelRecord(model, version, columns, new Rank(RUN, TIME, false), true, items, 0L);
    }

    private static ModelFacts facts(String title, String description, List<ColumnFacts> columns) {
        return new ModelFacts(
                title,
                description,
                null,
                null,
                null,
                null,
                List.of(),
                "GPL-3.0-or-later",
                "https://doi.example/10.1000/182",
                null,
                columns);
    }

    private static Item item(Reference one, ModelId model, @Nullable String version, Value... values) {
        return new Item(one.key, model, one.smiles, List.of(values), null, TIME, RUN, version);
    }

    private static Item rejected(Reference one) {
        return new Item(one.key, ACTIVITY, one.smiles, List.of(), Reason.EMPTY_OUTPUT, TIME, RUN, "v2.1.0");
    }

    /** Values that differ between molecules and are the same each time. */
    private static List<Double> madeUp(Reference one) {
        int hash = one.key.value().hashCode() & Integer.MAX_VALUE;
        double spread = hash % 1000 / 1000.0;
        return List.of(Math.pow(spread, 2.5), -one.weight / 80 + hash % 17 / 8.0, 0.5 + 0.45 * Math.sin(hash), (double)
                (hash % 4));
    }

    private static LibraryRanks.ColumnDistribution column(String name, List<Double> numbers) {
        Map<Double, Long> counts = new TreeMap<>();
        numbers.forEach(number -> counts.merge(rounded(number), 1L, Long::sum));
        List<Double> at = List.copyOf(counts.keySet());
        double mean = counts.entrySet().stream()
                        .mapToDouble(one -> one.getKey() * one.getValue())
                        .sum()
                / numbers.size();
        return new LibraryRanks.ColumnDistribution(
                name,
                new Distribution(
                        numbers.size(),
                        at.get(0),
                        at.get(at.size() - 1),
                        mean,
                        1,
                        true,
                        at,
                        List.copyOf(counts.values()),
                        List.of()));
    }

    private static double rounded(double number) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3f", number));
    }

    private static Value number(double number) {
        return Value.number(String.format(Locale.ROOT, "%.3f", number));
    }
}
