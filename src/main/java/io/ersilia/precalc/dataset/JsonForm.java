package io.ersilia.precalc.dataset;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A JSON object a line; numbers exact and plain, missing cells null. */
final class JsonForm implements FileForm {

    private static final SerializedString NONE = new SerializedString("");

    @Override
    public RowFile create(Path file, Schema schema, FileLayout layout) throws IOException {
        JsonGenerator json =
                Json.MAPPER.getFactory().createGenerator(TextFile.create(file)).setRootValueSeparator(NONE);
        return new Lines(json, schema);
    }

    private record Lines(JsonGenerator json, Schema schema) implements RowFile {

        @Override
        public void write(List<Value> cells) throws IOException {
            json.writeStartObject();
            List<DataColumn> single = schema.single();
            for (int i = 0; i < single.size(); i++) {
                json.writeFieldName(single.get(i).name());
                write(single.get(i), cells.get(i));
            }
            if (schema.listed() > 0) {
                json.writeArrayFieldStart(Schema.LIST);
                for (int i = single.size(); i < cells.size(); i++) {
                    write(schema.columns().get(i), cells.get(i));
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }

        private void write(DataColumn column, Value cell) throws IOException {
            if (cell.kind() == Value.Kind.MISSING) {
                json.writeNull();
            } else if (column.type().isNumber()) {
                json.writeNumber(cell.text());
            } else {
                json.writeString(cell.text());
            }
        }

        @Override
        public void close() throws IOException {
            json.close();
        }
    }
}
