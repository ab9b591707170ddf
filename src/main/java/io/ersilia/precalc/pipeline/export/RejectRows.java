package io.ersilia.precalc.pipeline.export;

import io.ersilia.precalc.dataset.Croissant;
import io.ersilia.precalc.dataset.DataColumn;
import io.ersilia.precalc.dataset.DataType;
import io.ersilia.precalc.dataset.RowFile;
import io.ersilia.precalc.dataset.Schema;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the rows that have no prediction, with their reasons, as a file of the dataset: model and the cells of a reject. */
final class RejectRows {

    private final RowFile file;

    RejectRows(RowFile file) {
        this.file = file;
    }

    static Schema schema(long mostRows) {
        List<DataColumn> columns = new ArrayList<>(List.of(DataColumn.always("model")));
        for (String name : RejectsFile.COLUMNS) {
            columns.add(
                    name.equals("row") ? DataColumn.of(name, DataType.INTEGER) : DataColumn.of(name, DataType.TEXT));
        }
        return new Schema(columns, 0, mostRows);
    }

    static List<Croissant.Field> fields() {
        return schema(0).columns().stream()
                .map(column -> new Croissant.Field(column, null))
                .toList();
    }

    void write(ModelId model, RejectedRow reject) throws IOException {
        List<Value> cells = new ArrayList<>(List.of(Value.text(model.value())));
        for (String cell : RejectsFile.cells(reject)) {
            cells.add(cell.isEmpty() ? Value.MISSING : cells.size() == 1 ? Value.number(cell) : Value.text(cell));
        }
        file.write(cells);
    }
}
