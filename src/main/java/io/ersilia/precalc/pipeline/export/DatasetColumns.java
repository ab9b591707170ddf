package io.ersilia.precalc.pipeline.export;

import io.ersilia.precalc.dataset.DataColumn;
import io.ersilia.precalc.dataset.DataType;
import io.ersilia.precalc.dataset.TypeTally;
import io.ersilia.precalc.prediction.Values;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The columns of models that a dataset keeps, with their names and the types of their values. */
final class DatasetColumns {

    static final List<DataColumn> FIRST = List.of(DataColumn.always("key"), DataColumn.always("input"));

    private static final Logger log = LoggerFactory.getLogger(DatasetColumns.class);

    /**
     * A column of a model.
     *
     * @param name in the dataset
     * @param source number of the model
     * @param index among the columns of its partitions
     * @param facts what is known about it; null if nothing is
     */
    record Kept(
            String name, int source, int index, @Nullable ColumnFacts facts, TypeTally tally) {

        DataType type() {
            return tally.type(facts == null ? null : facts.type());
        }

        /** Why its numbers are neither integers nor doubles; empty if they are. */
        Optional<String> exactness() {
            return tally.exactness(facts == null ? null : facts.type());
        }
    }

    private final List<Kept> all = new ArrayList<>();
    private final int wanted;

    /** @throws Failure of kind USAGE if a wanted or compared column does not exist */
    DatasetColumns(ExportRequest request, List<ExportedRun> runs) {
        List<Kept> known = known(runs);
        List<String> names = known.stream().map(Kept::name).toList();
        Set<String> first = Set.of("key", "input");
        List<String> chosen = request.columns().isEmpty() ? names : request.columns();
        chosen.stream().filter(name -> !first.contains(name)).distinct().forEach(name -> all.add(one(known, name)));
        wanted = all.size();
        request.where().columns().stream()
                .filter(name -> !first.contains(name) && !chosen.contains(name))
                .forEach(name -> all.add(one(known, name)));
    }

    private static List<Kept> known(List<ExportedRun> runs) {
        Set<String> taken = new HashSet<>(Set.of("key", "input"));
        List<Kept> known = new ArrayList<>();
        for (int source = 0; source < runs.size(); source++) {
            ExportedRun run = runs.get(source);
            for (int i = 0; i < run.columns().size(); i++) {
                String own = run.columns().get(i);
                String name = free(runs.size() > 1 ? run.model() + "." + own : own, i, taken);
                if (!name.endsWith(own) || own.isEmpty()) {
                    log.warn("column {} of {}, '{}', is called {} in the dataset", i + 1, run.model(), own, name);
                }
                known.add(new Kept(name, source, i, run.facts().column(own).orElse(null), new TypeTally()));
            }
        }
        return known;
    }

    /** The name, with a number if it is empty or taken. Case makes no difference, because many readers ignore it. */
    private static String free(String name, int index, Set<String> taken) {
        String base = name.isBlank() || name.endsWith(".") ? name + "column_" + (index + 1) : name;
        String free = base;
        for (int number = 2; !taken.add(free.toLowerCase(Locale.ROOT)); number++) {
            free = base + "_" + number;
        }
        return free;
    }

    private static Kept one(List<Kept> known, String name) {
        return known.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Failure.usage("no column '%s'; columns there: %s"
                        .formatted(
                                Printable.of(name),
                                Printable.of(String.join(
                                        ", ", known.stream().map(Kept::name).toList())))));
    }

    /** The columns to read; those that are only compared come last. */
    List<Kept> all() {
        return all;
    }

    List<Kept> wanted() {
        return all.subList(0, wanted);
    }

    /** The columns of a model, in their order. */
    List<Kept> of(int source) {
        return all.stream().filter(column -> column.source() == source).toList();
    }

    /** Picks the values to keep from a model's values, and learns their types. */
    static Values keep(List<Kept> columns, Values values) {
        Values.Builder kept = new Values.Builder(columns.size());
        for (Kept column : columns) {
            column.tally().add(values, column.index());
            kept.add(values, column.index());
        }
        return kept.build();
    }

    /** The columns as they are read, with the types of all values seen. */
    List<DataColumn> typed() {
        List<DataColumn> typed = new ArrayList<>(FIRST);
        for (Kept column : all) {
            ColumnFacts.Type said =
                    column.facts() == null ? null : column.facts().type();
            if (column.tally().contradicts(said)) {
                log.warn("column {}: its author says {}, its values are {}", column.name(), said, column.type());
            }
            column.exactness().ifPresent(why -> log.warn("column {} is {}: {}", column.name(), column.type(), why));
            typed.add(DataColumn.of(column.name(), column.type()));
        }
        return typed;
    }
}
