package io.ersilia.precalc.pipeline.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.dataset.Croissant;
import io.ersilia.precalc.dataset.DataColumn;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The description of a dataset, within its file and beside it. */
final class DatasetText {

    private final ExportRequest request;
    private final List<ExportedRun> runs;
    private final List<Croissant.Field> fields = new ArrayList<>();

    /** Why the types of columns are not what readers expect, by column name. */
    private final Map<String, String> exactness = new HashMap<>();

    /** @param typed the columns of the dataset */
    DatasetText(ExportRequest request, List<ExportedRun> runs, DatasetColumns columns, List<DataColumn> typed) {
        this.request = request;
        this.runs = runs;
        fields.add(described(typed.get(0), "standard InChIKey"));
        fields.add(described(typed.get(1), "SMILES as the model was given it"));
        for (int i = 0; i < columns.wanted().size(); i++) {
            DataColumn column = typed.get(i + DatasetColumns.FIRST.size());
            DatasetColumns.Kept kept = columns.wanted().get(i);
            fields.add(new Croissant.Field(column, kept.facts()));
            kept.exactness().ifPresent(why -> exactness.put(column.name(), why));
        }
    }

    private static Croissant.Field described(DataColumn column, String description) {
        return new Croissant.Field(column, new ColumnFacts(column.name(), null, null, description, null));
    }

    /** The description; the files must still be added to it. */
    Croissant croissant(List<ExportedModel> models, long rows, Instant now) {
        String names = join(run -> run.model().value(), ", ");
        String titles = said(ModelFacts::title).stream().collect(Collectors.joining("; "));
        return new Croissant(
                        join(run -> run.model() + "-" + run.run(), "-"),
                        "Predictions of %s of the Ersilia Model Hub%s.%s"
                                .formatted(
                                        names,
                                        titles.isEmpty() ? "" : " (%s)".formatted(titles),
                                        said(ModelFacts::description).stream()
                                                .map(" "::concat)
                                                .collect(Collectors.joining())),
                        now)
                .with("license", said(ModelFacts::license))
                .with("citeAs", said(ModelFacts::publication))
                .with("url", said(ModelFacts::sourceCode))
                .with(
                        "keywords",
                        runs.stream()
                                .flatMap(run -> run.facts().tags().stream())
                                .toList())
                .with(
                        "version",
                        models.stream()
                                .map(ExportedModel::modelVersion)
                                .filter(Objects::nonNull)
                                .map(version -> version.replaceFirst("^v(?=\\d)", "")) // as in semver
                                .distinct()
                                .limit(request.isWide() ? 0 : 1)
                                .toList())
                .with(own(models, rows));
    }

    List<Croissant.Field> fields() {
        return fields;
    }

    /** What Croissant has no words for; also within the data file, for when that travels alone. */
    ObjectNode own(List<ExportedModel> models, long rows) {
        ObjectNode own = Json.MAPPER.createObjectNode();
        ArrayNode all = own.putArray("models");
        for (int i = 0; i < models.size(); i++) {
            ObjectNode one = Json.MAPPER.valueToTree(models.get(i));
            ModelFacts facts = runs.get(i).facts();
            one.setAll((ObjectNode) Json.MAPPER.valueToTree(facts.withColumns(List.of())));
            all.add(one);
        }
        ArrayNode columns = own.putArray("columns");
        for (Croissant.Field field : fields) {
            ColumnFacts facts = field.facts();
            ObjectNode one = columns.addObject().put("name", field.column().name());
            one.put("type", field.column().type().toString());
            put(one, "type_reason", exactness.get(field.column().name()));
            put(one, "direction", facts == null ? null : facts.direction());
            put(one, "description", facts == null ? null : facts.description());
            put(one, "unit", facts == null ? null : facts.unit());
        }
        if (!request.where().comparisons().isEmpty()) {
            own.put("where", request.where().toString());
        }
        own.put("rows", rows);
        return own;
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    private String join(Function<ExportedRun, String> name, String between) {
        return runs.stream().map(name).collect(Collectors.joining(between));
    }

    private List<String> said(Function<ModelFacts, @Nullable String> what) {
        return runs.stream()
                .map(ExportedRun::facts)
                .map(what)
                .filter(Objects::nonNull)
                .toList();
    }
}
