package io.ersilia.precalc.cli.text;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ersilia.precalc.pipeline.RejectsJob;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** The list of rejects as an array of objects, each with the library's own columns in {@code library}. */
public final class RejectsJson implements RejectsJob.Listing {

    private final JsonGenerator json;
    private List<String> names = List.of();

    public RejectsJson(Writer out) throws IOException {
        json = Json.MAPPER
                .createGenerator(out)
                .useDefaultPrettyPrinter()
                .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT); // half a list must not look whole
    }

    @Override
    public void begin(List<String> own) throws IOException {
        names = RejectsCsv.distinct(own, List.of());
        json.writeStartArray();
    }

    @Override
    public void add(RejectedRow row, List<String> own) throws IOException {
        json.writeStartObject();
        json.writeNumberField("row", row.row());
        List<String> cells = RejectsFile.cells(row);
        for (int i = 1; i < cells.size(); i++) {
            boolean isUnknown =
                    i == RejectsFile.COLUMNS.indexOf("key") && cells.get(i).isEmpty();
            json.writeStringField(RejectsFile.COLUMNS.get(i), isUnknown ? null : cells.get(i));
        }
        json.writeObjectFieldStart("library");
        for (int i = 0; i < names.size(); i++) {
            json.writeStringField(names.get(i), own.get(i));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    @Override
    public void end() throws IOException {
        json.writeEndArray();
        json.writeRaw("\n");
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
