package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.api.LookupStatus;
import io.ersilia.precalc.api.MoleculeAnswer;
import io.ersilia.precalc.api.PredictionsAnswer;
import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Missing;
import io.ersilia.precalc.api.PredictionsAnswer.Row;
import io.ersilia.precalc.cli.options.QueryInput;
import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.nearest.Neighbour;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A lookup as CSV: one record per input, in the order asked. */
public final class QueryTable {

    private static final String NOT_STORED = "no prediction is stored";

    private final QueryInput asked;

    public QueryTable(QueryInput asked) {
        this.asked = asked;
    }

    /**
     * Writes {@code key,input,<columns>,status,smiles,model_version}, the further columns of the input file, and at the very
     * end {@code reason} and {@code parent_key}, each where any row has one.
     *
     * @param percentiles adds {@code <column>_percentile} for each column behind {@code model_version}
     * @param nearest adds {@code nearest_key,nearest_smiles,nearest_similarity} at the very end, filled for missing molecules
     */
    public void write(PredictionsAnswer answer, boolean percentiles, boolean nearest, Writer out) throws IOException {
        List<Row> rows = answer.rows();
        boolean hasReasons = isAny(rows, QueryTable::reason);
        boolean hasParents = isAny(rows, QueryTable::parent);
        List<String> header = new ArrayList<>(List.of("key", "input"));
        header.addAll(answer.columns());
        header.addAll(List.of("status", "smiles", "model_version"));
        if (percentiles) {
            answer.columns().forEach(column -> header.add(column + "_percentile"));
        }
        header.addAll(asked.extraColumns());
        header.addAll(hasReasons ? List.of("reason") : List.of());
        header.addAll(hasParents ? List.of("parent_key") : List.of());
        header.addAll(nearest ? List.of("nearest_key", "nearest_smiles", "nearest_similarity") : List.of());
        try (CsvWriter csv = new CsvWriter(out)) {
            csv.write(header);
            for (Row row : rows) { // all records at once would take many times the memory of the answer
                List<String> record = record(answer.columns(), row, percentiles);
                record.addAll(hasReasons ? List.of(reason(row)) : List.of());
                record.addAll(hasParents ? List.of(parent(row)) : List.of());
                record.addAll(nearest ? nearest(row) : List.of());
                csv.write(record);
            }
        }
    }

    private static boolean isAny(List<Row> rows, Function<Row, String> cell) {
        return rows.stream().anyMatch(row -> !cell.apply(row).isEmpty());
    }

    private List<String> record(List<String> columns, Row row, boolean percentiles) {
        LookupInput molecule = asked.molecules().get(row.index());
        List<String> none = Collections.nCopies(columns.size(), "");
        Found found = row instanceof Found one ? one : null;
        List<String> record = new ArrayList<>(List.of(key(molecule), molecule.input()));
        record.addAll(found == null ? none : found.texts(columns));
        record.add(LookupStatus.of(row).toString());
        record.add(found == null ? "" : found.smiles());
        record.add(found == null ? "" : Objects.toString(found.modelVersion(), ""));
        if (percentiles) {
            List<@Nullable BigDecimal> known = found == null || found.columns() != null ? null : found.percentiles();
            record.addAll(texts(known).orElse(none));
        }
        record.addAll(asked.extras().get(row.index()));
        return record;
    }

    private static Optional<List<String>> texts(@Nullable List<@Nullable BigDecimal> percentiles) {
        return Optional.ofNullable(percentiles)
                .map(known -> known.stream().map(PredictionsAnswer::text).toList());
    }

    private static String reason(Row row) {
        return row instanceof Missing ? NOT_STORED : row.why();
    }

    private static String parent(Row row) {
        return row instanceof Missing missing ? Objects.toString(missing.parentKey(), "") : "";
    }

    private static List<String> nearest(Row row) {
        Neighbour known = row instanceof Missing missing ? missing.nearest() : null;
        return known == null
                ? List.of("", "", "")
                : List.of(known.key(), known.smiles(), PredictionsAnswer.text(known.similarity()));
    }

    /** The status of each input, in the order asked. */
    public List<LookupStatus> statuses(PredictionsAnswer answer) {
        return answer.rows().stream().map(LookupStatus::of).toList();
    }

    /** Adds a column at the end. */
    private static void append(String name, List<String> cells, List<String> header, List<List<String>> records) {
        header.add(name);
        for (int i = 0; i < records.size(); i++) {
            records.get(i).add(cells.get(i));
        }
    }

    /**
     * {@code key,input,model_id,column,value,status,model_version}, then the percentile if asked for, and {@code reason} where
     * any row has one: a row for each value, for each model that has none, and for each input that no model knows.
     */
    public String ofAllModels(List<MoleculeAnswer> found, boolean percentiles) {
        List<List<String>> records = new ArrayList<>();
        List<String> shares = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            LookupInput asking = asked.molecules().get(i);
            MoleculeAnswer answer = found.get(i);
            for (MoleculeAnswer.InModel prediction : answer.predictions()) {
                List<String> none = Collections.nCopies(prediction.value().size(), "");
                records.addAll(valuesOf(asking, prediction));
                shares.addAll(texts(prediction.percentiles()).orElse(none));
                reasons.addAll(none);
            }
            for (MoleculeAnswer.Rejected one : answer.rejected()) {
                shares.add("");
                reasons.add(one.reason().label());
                records.add(inModel(
                        asking,
                        one.modelId().value(),
                        "",
                        "",
                        LookupStatus.REJECTED,
                        Objects.toString(one.modelVersion(), "")));
            }
            LookupStatus status = status(asking, answer);
            if (status == LookupStatus.MISSING || status == LookupStatus.INVALID) {
                shares.add("");
                reasons.add(status == LookupStatus.MISSING ? NOT_STORED : asking.reason());
                records.add(inModel(asking, "", "", "", status, ""));
            }
        }
        List<String> header =
                new ArrayList<>(List.of("key", "input", "model_id", "column", "value", "status", "model_version"));
        if (percentiles) {
            append("percentile", shares, header, records);
        }
        if (!reasons.stream().allMatch(String::isEmpty)) {
            append("reason", reasons, header, records);
        }
        return csv(header, records);
    }

    private static List<List<String>> valuesOf(LookupInput asking, MoleculeAnswer.InModel prediction) {
        List<List<String>> records = new ArrayList<>();
        for (int column = 0; column < prediction.value().size(); column++) {
            records.add(inModel(
                    asking,
                    prediction.modelId().value(),
                    column < prediction.columns().size() ? prediction.columns().get(column) : "column_" + (column + 1),
                    PredictionsAnswer.text(prediction.value().get(column)),
                    prediction.stale() == null ? LookupStatus.STORED : LookupStatus.STALE,
                    Objects.toString(prediction.modelVersion(), "")));
        }
        return records;
    }

    private static List<String> inModel(
            LookupInput asking, String model, String column, String value, LookupStatus status, String version) {
        return new ArrayList<>(List.of(key(asking), asking.input(), model, column, value, status.toString(), version));
    }

    /** The status of each input in all models together, in the order asked. */
    public List<LookupStatus> statusesInAllModels(List<MoleculeAnswer> found) {
        return IntStream.range(0, found.size())
                .mapToObj(i -> status(asked.molecules().get(i), found.get(i)))
                .toList();
    }

    private static LookupStatus status(LookupInput asking, MoleculeAnswer answer) {
        if (!answer.predictions().isEmpty()) {
            return answer.predictions().stream().allMatch(one -> one.stale() != null)
                    ? LookupStatus.STALE
                    : LookupStatus.STORED;
        }
        return !answer.rejected().isEmpty()
                ? LookupStatus.REJECTED
                : asking.key() == null ? LookupStatus.INVALID : LookupStatus.MISSING;
    }

    private static String key(LookupInput molecule) {
        InchiKey key = molecule.key();
        return key == null ? "" : key.value();
    }

    static String csv(List<String> header, List<List<String>> records) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = new CsvWriter(text)) {
            if (!header.isEmpty()) {
                csv.write(header);
            }
            for (List<String> record : records) {
                csv.write(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
