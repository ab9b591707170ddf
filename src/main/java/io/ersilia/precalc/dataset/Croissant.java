package io.ersilia.precalc.dataset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The machine-readable description of a dataset: Croissant 1.0 (docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html).
 * Facts for which Croissant has no terms are under {@code precalc}.
 */
public final class Croissant {

    private static final Pattern BLANK = Pattern.compile("\\s");

    private static final String VERSION = "http://mlcommons.org/croissant/1.0";

    /** The terms of the specification's own context, and ours. */
    private static final String CONTEXT = """
            {"@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
             "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
             "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
             "dct": "http://purl.org/dc/terms/", "examples": {"@id": "cr:examples", "@type": "@json"},
             "extract": "cr:extract", "field": "cr:field", "fileObject": "cr:fileObject",
             "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet", "format": "cr:format",
             "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
             "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "rai": "http://mlcommons.org/croissant/RAI/",
             "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex", "equivalentProperty": "cr:equivalentProperty",
             "samplingRate": "cr:samplingRate", "repeated": "cr:repeated",
             "replace": "cr:replace", "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source",
             "subField": "cr:subField", "transform": "cr:transform",
             "precalc": {"@id": "https://github.com/ersilia-os/precalc#dataset", "@type": "@json"}}
            """;

    private final ObjectNode json = Json.MAPPER.createObjectNode();
    private final ArrayNode distribution;
    private final ArrayNode recordSets;

    /** @param published when the dataset was written */
    public Croissant(String name, String description, Instant published) {
        try {
            json.set("@context", Json.MAPPER.readTree(CONTEXT));
        } catch (IOException e) {
            throw new IllegalStateException("the context is JSON", e);
        }
        json.put("@type", "sc:Dataset");
        json.put("conformsTo", VERSION);
        json.put("name", name);
        json.put("description", description);
        json.put("datePublished", published.toString());
        distribution = json.putArray("distribution");
        recordSets = json.putArray("recordSet");
    }

    /** Adds the property, unless there are no texts. */
    public Croissant with(String property, List<String> texts) {
        List<String> said = texts.stream().distinct().toList();
        if (said.size() == 1) {
            json.put(property, said.get(0));
        } else if (!said.isEmpty()) {
            json.set(property, Json.MAPPER.valueToTree(said));
        }
        return this;
    }

    /** Adds facts for which there is no standard term. */
    public Croissant with(ObjectNode own) {
        json.set("precalc", own);
        return this;
    }

    /** Adds a file of the dataset with its hash; returns its size in bytes. */
    public long file(String name, Path file, String mediaType) throws IOException {
        long bytes = Files.size(file);
        distribution
                .addObject()
                .put("@type", "cr:FileObject")
                .put("@id", name)
                .put("name", name)
                .put("contentUrl", name)
                .put("contentSize", bytes + " B")
                .put("encodingFormat", mediaType)
                .put("sha256", Sha256.hex(file));
        return bytes;
    }

    /**
     * A column of a file.
     *
     * @param facts what the model's author says about it; null for none
     */
    public record Field(DataColumn column, @Nullable ColumnFacts facts) {}

    /** Adds the description of a file's rows. */
    public Croissant rows(String id, String description, String file, Schema schema, List<Field> fields) {
        ObjectNode set = recordSets
                .addObject()
                .put("@type", "cr:RecordSet")
                .put("@id", id)
                .put("name", id)
                .put("description", description);
        ArrayNode all = set.putArray("field");
        for (Field field : fields.subList(0, schema.single().size())) {
            add(all, id, file, field.column().name(), field.column().type(), text(field.facts()));
        }
        if (schema.listed() > 0) {
            DataType type = fields.get(fields.size() - 1).column().type();
            add(all, id, file, Schema.LIST, type, "the output columns in the order of precalc.columns")
                    .put("repeated", true);
        }
        return this;
    }

    private static ObjectNode add(
            ArrayNode fields, String set, String file, String name, DataType type, String description) {
        // mlcroissant allows no blanks in an @id; the number keeps ids distinct that would become equal.
        String id = set + "/"
                + (BLANK.matcher(name).find() ? BLANK.matcher(name).replaceAll("_") + "." + fields.size() : name);
        ObjectNode field =
                fields.addObject().put("@type", "cr:Field").put("@id", id).put("name", id);
        if (!description.isEmpty()) {
            field.put("description", description);
        }
        field.put(
                "dataType",
                switch (type.kind()) {
                    case INTEGER -> "sc:Integer";
                    case FLOAT, DECIMAL -> "sc:Float";
                    case TEXT -> "sc:Text";
                });
        ObjectNode source = field.putObject("source");
        source.putObject("fileObject").put("@id", file);
        source.putObject("extract").put("column", name);
        return field;
    }

    private static String text(@Nullable ColumnFacts facts) {
        if (facts == null) {
            return "";
        }
        return Stream.of(facts.description(), facts.unit() == null ? null : "in " + facts.unit())
                .filter(text -> text != null)
                .map(Printable::visible)
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    public ObjectNode json() {
        return json;
    }
}
