package io.ersilia.precalc.pipeline.estimate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * What a run is billed for: a dated table that a user may replace.
 *
 * @param checked the month in which the prices were looked up, e.g. {@code 2026-11}
 * @param currency of all prices, e.g. {@code USD}
 * @param region of AWS that they are charged in
 * @param millionWriteUnits of an on-demand DynamoDB table
 * @param tableGigabyteMonth 2^30 bytes in DynamoDB for a month
 * @param storeGigabyteMonth 2^30 bytes in S3 for a month
 * @param thousandPuts files written to S3, or pages of names
 * @param thousandGets files read from S3
 * @param runnerMinute of a GitHub runner in a private repository
 */
public record Prices(
        String checked,
        String currency,
        String region,
        double millionWriteUnits,
        double tableGigabyteMonth,
        double storeGigabyteMonth,
        double thousandPuts,
        double thousandGets,
        double runnerMinute) {

    private static final String GETS = "thousand_gets";

    private static final String OWN = "/prices.json";

    /** The price table that comes with this program. */
    public static Prices own() {
        try (InputStream table = Objects.requireNonNull(Prices.class.getResourceAsStream(OWN), OWN)) {
            return read(table.readAllBytes(), OWN);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + OWN, e);
        }
    }

    /**
     * Reads a price table.
     *
     * @param name of the file, for messages
     * @throws Failure of kind INPUT when a field is missing or is not a price
     */
    public static Prices read(byte[] json, String name) {
        Table table = new Table(tree(json, name), name);
        boolean isOlder = !table.fields().has(GETS); // older than this price
        return new Prices(
                table.text("checked", "\\d{4}-\\d{2}(-\\d{2})?", "a month, e.g. 2026-11"),
                table.text("currency", "[A-Z]{3}", "three capital letters, e.g. USD"),
                table.text("region", "[a-z0-9-]{1,32}", "a region of AWS, e.g. us-east-1"),
                table.price("million_write_units"),
                table.price("table_gigabyte_month"),
                table.price("store_gigabyte_month"),
                table.price("thousand_puts"),
                isOlder ? own().thousandGets() : table.price(GETS),
                table.price("runner_minute"));
    }

    /** What this number of write units of an on-demand table costs. */
    public double writeCost(double units) {
        return units / 1e6 * millionWriteUnits;
    }

    private static JsonNode tree(byte[] json, String name) {
        String said = "expected an object";
        try {
            JsonNode tree = Json.MAPPER.readTree(json);
            if (tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            said = e.getOriginalMessage();
        } catch (IOException e) {
            said = e.getMessage();
        }
        throw Failure.input("%s is not a price table: %s; docs/cost.md shows one"
                .formatted(name, Printable.of(String.valueOf(said))));
    }

    private record Table(JsonNode fields, String name) {

        private Failure refused(String field, JsonNode value, String expected) {
            String found = value.isMissingNode() ? "not there" : Printable.of(value.toString());
            return Failure.input("%s: %s is %s, expected %s; docs/cost.md shows a price table"
                    .formatted(name, field, found, expected));
        }

        String text(String field, String form, String expected) {
            JsonNode value = fields.path(field);
            if (!value.isTextual() || !value.textValue().matches(form)) {
                throw refused(field, value, expected);
            }
            return value.textValue();
        }

        double price(String field) {
            JsonNode value = fields.path(field).path("price");
            double price = value.asDouble();
            if (!value.isNumber() || !(price >= 0) || Double.isInfinite(price)) {
                throw refused(field + ".price", value, "a number of 0 or more");
            }
            return price;
        }
    }
}
