package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.api.MoleculeAnswer;
import io.ersilia.precalc.api.PredictionsAnswer;
import io.ersilia.precalc.cli.options.QueryInput;
import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.molecule.InchiKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A lookup as CSV: one record per input, in the order asked. */
public final class QueryTable {

    private final QueryInput asked;

    public QueryTable(QueryInput asked) {
        this.asked = asked;
    }

    /**
     * {@code key,input,<columns>,status,smiles,model_version}, the further columns of the input file, and at the very end
     * {@code parent_key}, where any row has one.
     */
    public String of(PredictionsAnswer answer) {
        List<List<String>> records =
                new ArrayList<>(Collections.nCopies(asked.molecules().size(), List.of()));
        for (PredictionsAnswer.Found found : answer.output()) {
            records.set(
                    found.index(),
                    record(
                            answer,
                            found.index(),
                            values(answer.columns(), found),
                            status(found),
                            found.smiles(),
                            found.modelVersion()));
        }
        answer.rejected().forEach(one -> records.set(one.index(), without(answer, one.index(), "rejected")));
        answer.missing().forEach(one -> records.set(one.index(), without(answer, one.index(), "missing")));
        answer.invalid().forEach(one -> records.set(one.index(), without(answer, one.index(), "invalid")));
        List<String> header = new ArrayList<>(List.of("key", "input"));
        header.addAll(answer.columns());
        header.addAll(List.of("status", "smiles", "model_version"));
        header.addAll(asked.extraColumns());
        return csv(header, records, parents(answer));
    }

    private static String status(PredictionsAnswer.Found found) {
        return found.isComputed() ? "computed" : found.stale() ? "stale" : "stored";
    }

    private static Map<Integer, String> parents(PredictionsAnswer answer) {
        Map<Integer, String> parents = new HashMap<>();
        for (PredictionsAnswer.Missing one : answer.missing()) {
            if (one.parentKey() != null) {
                parents.put(one.index(), one.parentKey());
            }
        }
        return parents;
    }

    private static String csv(List<String> header, List<List<String>> records, Map<Integer, String> parents) {
        if (parents.isEmpty()) {
            return csv(header, records);
        }
        List<List<String>> longer = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            longer.add(with(records.get(i), parents.getOrDefault(i, "")));
        }
        return csv(with(header, "parent_key"), longer);
    }

    private static List<String> with(List<String> record, String cell) {
        List<String> longer = new ArrayList<>(record);
        longer.add(cell);
        return longer;
    }

    /** {@code key,input,model_id,column,value,model_version}. */
    public static String ofAllModels(List<LookupInput> molecules, List<MoleculeAnswer> found) {
        List<List<String>> records = new ArrayList<>();
        for (int i = 0; i < molecules.size(); i++) {
            for (MoleculeAnswer.InModel prediction : found.get(i).predictions()) {
                for (int column = 0; column < prediction.value().size(); column++) {
                    records.add(List.of(
                            key(molecules.get(i)),
                            molecules.get(i).input(),
                            prediction.modelId().value(),
                            column < prediction.columns().size()
                                    ? prediction.columns().get(column)
                                    : "column_" + (column + 1),
                            text(prediction.value().get(column)),
                            orEmpty(prediction.modelVersion())));
                }
            }
        }
        return csv(List.of("key", "input", "model_id", "column", "value", "model_version"), records);
    }

    private List<String> without(PredictionsAnswer answer, int index, String status) {
        return record(answer, index, Collections.nCopies(answer.columns().size(), ""), status, "", null);
    }

    private List<String> record(
            PredictionsAnswer answer,
            int index,
            List<String> values,
            String status,
            String smiles,
            @Nullable String version) {
        LookupInput molecule = asked.molecules().get(index);
        List<String> record = new ArrayList<>(answer.columns().size() + 5);
        record.add(key(molecule));
        record.add(molecule.input());
        record.addAll(values);
        record.addAll(List.of(status, smiles, orEmpty(version)));
        record.addAll(asked.extras().get(index));
        return record;
    }

    /** The values under the answer's columns; a stale prediction may have had others. */
    private static List<String> values(List<String> columns, PredictionsAnswer.Found found) {
        List<String> own = found.columns() == null ? columns : found.columns();
        List<String> values = new ArrayList<>();
        for (String column : columns) {
            int at = own.indexOf(column);
            values.add(
                    at < 0 || at >= found.value().size()
                            ? ""
                            : text(found.value().get(at)));
        }
        return values;
    }

    private static String text(@Nullable Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value == null ? "" : value.toString();
    }

    private static String key(LookupInput molecule) {
        InchiKey key = molecule.key();
        return key == null ? "" : key.value();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    public static String csv(List<String> header, List<List<String>> records) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = new CsvWriter(text)) {
            csv.write(header);
            for (List<String> record : records) {
                csv.write(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
