package io.ersilia.precalc.cli.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.pipeline.serve.Examination;
import io.ersilia.precalc.pipeline.serve.WideRows;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What serving partitions would do, cost and take, for a person and as JSON. */
public record ServeForecast(TableAhead table, Prices prices, List<Examination> partitions) {

    private static final double ALL = Double.POSITIVE_INFINITY;

    public ServeForecast {
        partitions = List.copyOf(partitions);
    }

    /** What is still to be written. */
    private Stream<Examination> ahead() {
        return partitions.stream().filter(one -> !one.isServed());
    }

    /** Write units of all, at most. */
    public double units() {
        return ahead().mapToDouble(Examination::writeUnits).sum();
    }

    public String text() {
        String lines = partitions.stream().map(this::line).collect(Collectors.joining("\n"));
        return "dry run, nothing is written\n" + lines + "\n" + total();
    }

    private String line(Examination one) {
        return one.isServed()
                ? "%s: is in %s already, costs nothing"
                        .formatted(one.partition().name(), table.name())
                : "%s: %s%s"
                        .formatted(
                                one.partition().name(),
                                ServeText.counts(one.rows(), one.predictions(), one.duplicates(), one.rejected()),
                                table.hasUnits()
                                        ? "; " + cost((double) one.writeUnits(), one.unitsPerItem()) + wide(one)
                                        : "");
    }

    private static String wide(Examination one) {
        return WideRows.areWide(one.unitsPerItem())
                ? "; more than %d a row, serve wants --allow-wide".formatted(WideRows.MAX_UNITS)
                : "";
    }

    private String total() {
        return "in all: %s; %s"
                .formatted(
                        ServeText.counts(
                                sum(Examination::rows),
                                sum(Examination::predictions),
                                sum(Examination::duplicates),
                                rejected()),
                        table.hasUnits()
                                ? cost(units(), unitsPerItem()) + " " + pace()
                                : table.name() + " has no write units and costs nothing");
    }

    private String cost(double units, double perRow) {
        Double cost = table.cost(units, prices);
        return String.format(
                Locale.ROOT,
                "%s (%.1f a row), %s, %s",
                Words.many(Math.round(units), "write unit"),
                perRow,
                cost == null ? "charged by the hour" : Words.money(cost, prices.currency()),
                Words.duration(Objects.requireNonNull(table.seconds(units, ALL))));
    }

    private String pace() {
        return "at the %s a second of %s"
                        .formatted(
                                Words.count(table.assumed().unitsPerSecond()),
                                table.capacity() == null
                                        ? "a new table: " + table.unknown()
                                        : "%s (%s)"
                                                .formatted(
                                                        table.name(),
                                                        table.assumed().mode()))
                + "; prices of %s, %s".formatted(prices.region(), prices.checked());
    }

    private long sum(ToLongFunction<Examination> count) {
        return ahead().mapToLong(count).sum();
    }

    private Rejections rejected() {
        return ahead().map(Examination::rejected).reduce(Rejections.NONE, Rejections::plus);
    }

    private double unitsPerItem() {
        double items = ahead().filter(one -> one.unitsPerItem() > 0)
                .mapToDouble(one -> one.writeUnits() / one.unitsPerItem())
                .sum();
        return items == 0 ? 0 : units() / items;
    }

    public ObjectNode json() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("table", table.name());
        json.put(
                "table_mode",
                table.capacity() == null ? null : table.capacity().mode().toString());
        json.put("table_units_per_second", table.hasUnits() ? table.assumed().unitsPerSecond() : null);
        json.put("table_unknown", table.unknown());
        ArrayNode all = json.putArray("partitions");
        for (Examination one : partitions) {
            ObjectNode part = all.addObject();
            part.put("worker", one.partition().number()).put("is_served", one.isServed());
            put(part, one.rows(), one.predictions(), one.duplicates(), one.rejected());
            put(part, (double) one.writeUnits(), one.unitsPerItem());
        }
        put(json, sum(Examination::rows), sum(Examination::predictions), sum(Examination::duplicates), rejected());
        put(json, units(), unitsPerItem());
        return json.put("currency", prices.currency())
                .put("region", prices.region())
                .put("prices_checked", prices.checked());
    }

    private static void put(ObjectNode json, long rows, long items, long duplicates, Rejections rejected) {
        json.put("rows", rows).put("items", items).put("duplicates", duplicates);
        json.set("rejected", Json.MAPPER.valueToTree(rejected));
    }

    /** Null is what the table has not. */
    private void put(ObjectNode json, double units, double perRow) {
        json.put("write_units", table.hasUnits() ? Math.round(units) : null)
                .put("units_per_row", table.hasUnits() ? perRow : null)
                .put("write_cost", table.cost(units, prices))
                .put("seconds", table.seconds(units, ALL));
    }
}
