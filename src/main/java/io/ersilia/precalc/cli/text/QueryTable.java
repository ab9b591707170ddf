package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.api.LookupStatus;
import io.ersilia.precalc.api.MoleculeAnswer;
import io.ersilia.precalc.api.PredictionsAnswer;
import io.ersilia.precalc.cli.options.QueryInput;
import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.nearest.Neighbour;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A lookup as CSV: one record per input, in the order asked. */
public final class QueryTable {

    private static final String NOT_STORED = "no prediction is stored";

    /** Key, input, status, spelling and version. */
    private static final int OTHER_CELLS = 5;

    private final QueryInput asked;

    public QueryTable(QueryInput asked) {
        this.asked = asked;
    }

    /**
     * {@code key,input,<columns>,status,smiles,model_version}, the further columns of the input file, and at the very end
     * {@code reason} and {@code parent_key}, each where any row has one.
     *
     * @param percentiles adds {@code <column>_percentile} for each column behind {@code model_version}
     * @param nearest adds {@code nearest_key,nearest_smiles,nearest_similarity} at the very end, filled for missing molecules
     */
    public String of(PredictionsAnswer answer, boolean percentiles, boolean nearest) {
        List<List<String>> records =
                new ArrayList<>(Collections.nCopies(asked.molecules().size(), List.of()));
        for (PredictionsAnswer.Found found : answer.output()) {
            records.set(
                    found.index(),
                    record(
                            answer,
                            found.index(),
                            found.texts(answer.columns()),
                            LookupStatus.of(found).word(),
                            found.smiles(),
                            found.modelVersion()));
        }
        Map<Integer, String> reasons = new HashMap<>();
        for (PredictionsAnswer.Rejected one : answer.rejected()) {
            records.set(one.index(), without(answer, one.index(), LookupStatus.REJECTED));
            reasons.put(one.index(), one.reason().label());
        }
        for (PredictionsAnswer.Missing one : answer.missing()) {
            records.set(one.index(), without(answer, one.index(), LookupStatus.MISSING));
            reasons.put(one.index(), NOT_STORED);
        }
        for (PredictionsAnswer.Invalid one : answer.invalid()) {
            records.set(one.index(), without(answer, one.index(), LookupStatus.INVALID));
            reasons.put(one.index(), one.reason());
        }
        if (percentiles) {
            insertPercentiles(answer, records);
        }
        List<String> header = new ArrayList<>(List.of("key", "input"));
        header.addAll(answer.columns());
        header.addAll(List.of("status", "smiles", "model_version"));
        if (percentiles) {
            answer.columns().forEach(column -> header.add(column + "_percentile"));
        }
        header.addAll(asked.extraColumns());
        append("reason", reasons, header, records);
        append("parent_key", parents(answer), header, records);
        if (nearest) {
            appendNearest(answer, header, records);
        }
        return csv(header, records);
    }

    /** Behind the cells that every record has, before those of the input file. */
    private static void insertPercentiles(PredictionsAnswer answer, List<List<String>> records) {
        int columns = answer.columns().size();
        int at = columns + OTHER_CELLS;
        Map<Integer, List<String>> cells = new HashMap<>();
        for (PredictionsAnswer.Found found : answer.output()) {
            List<@Nullable BigDecimal> known = found.percentiles();
            if (known != null && found.columns() == null) {
                cells.put(
                        found.index(),
                        known.stream().map(PredictionsAnswer::text).toList());
            }
        }
        for (int i = 0; i < records.size(); i++) {
            records.get(i).addAll(at, cells.getOrDefault(i, Collections.nCopies(columns, "")));
        }
    }

    /** The status of each input, in the order asked. */
    public List<LookupStatus> statuses(PredictionsAnswer answer) {
        LookupStatus[] statuses = new LookupStatus[asked.molecules().size()];
        answer.output().forEach(one -> statuses[one.index()] = LookupStatus.of(one));
        answer.rejected().forEach(one -> statuses[one.index()] = LookupStatus.REJECTED);
        answer.missing().forEach(one -> statuses[one.index()] = LookupStatus.MISSING);
        answer.invalid().forEach(one -> statuses[one.index()] = LookupStatus.INVALID);
        return List.of(statuses);
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

    private static void appendNearest(PredictionsAnswer answer, List<String> header, List<List<String>> records) {
        Map<Integer, List<String>> cells = new HashMap<>();
        for (PredictionsAnswer.Missing one : answer.missing()) {
            Neighbour known = one.nearest();
            if (known != null) {
                cells.put(
                        one.index(), List.of(known.key(), known.smiles(), PredictionsAnswer.text(known.similarity())));
            }
        }
        header.addAll(List.of("nearest_key", "nearest_smiles", "nearest_similarity"));
        for (int i = 0; i < records.size(); i++) {
            records.get(i).addAll(cells.getOrDefault(i, List.of("", "", "")));
        }
    }

    /** Adds a column at the end, unless no record has anything in it. */
    private static void append(
            String name, Map<Integer, String> cells, List<String> header, List<List<String>> records) {
        if (cells.isEmpty()) {
            return;
        }
        header.add(name);
        for (int i = 0; i < records.size(); i++) {
            records.get(i).add(cells.getOrDefault(i, ""));
        }
    }

    /**
     * {@code key,input,model_id,column,value,status,model_version}, and {@code reason} where any row has one: a row for each
     * value, for each model that has none, and for each input that no model knows.
     */
    public String ofAllModels(List<MoleculeAnswer> found) {
        List<List<String>> records = new ArrayList<>();
        Map<Integer, String> reasons = new HashMap<>();
        for (int i = 0; i < found.size(); i++) {
            LookupInput asking = asked.molecules().get(i);
            MoleculeAnswer answer = found.get(i);
            for (MoleculeAnswer.InModel prediction : answer.predictions()) {
                records.addAll(valuesOf(asking, prediction));
            }
            for (MoleculeAnswer.Rejected one : answer.rejected()) {
                reasons.put(records.size(), one.reason().label());
                records.add(inModel(
                        asking, one.modelId().value(), "", "", LookupStatus.REJECTED, orEmpty(one.modelVersion())));
            }
            LookupStatus status = status(asking, answer);
            if (status == LookupStatus.MISSING || status == LookupStatus.INVALID) {
                reasons.put(records.size(), status == LookupStatus.MISSING ? NOT_STORED : asking.reason());
                records.add(inModel(asking, "", "", "", status, ""));
            }
        }
        List<String> header =
                new ArrayList<>(List.of("key", "input", "model_id", "column", "value", "status", "model_version"));
        append("reason", reasons, header, records);
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
                    orEmpty(prediction.modelVersion())));
        }
        return records;
    }

    private static List<String> inModel(
            LookupInput asking, String model, String column, String value, LookupStatus status, String version) {
        return new ArrayList<>(List.of(key(asking), asking.input(), model, column, value, status.word(), version));
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

    private List<String> without(PredictionsAnswer answer, int index, LookupStatus status) {
        return record(answer, index, Collections.nCopies(answer.columns().size(), ""), status.word(), "", null);
    }

    private List<String> record(
            PredictionsAnswer answer,
            int index,
            List<String> values,
            String status,
            String smiles,
            @Nullable String version) {
        LookupInput molecule = asked.molecules().get(index);
        List<String> record = new ArrayList<>(answer.columns().size() + 7);
        record.add(key(molecule));
        record.add(molecule.input());
        record.addAll(values);
        record.addAll(List.of(status, smiles, orEmpty(version)));
        record.addAll(asked.extras().get(index));
        return record;
    }

    private static String key(LookupInput molecule) {
        InchiKey key = molecule.key();
        return key == null ? "" : key.value();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
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
