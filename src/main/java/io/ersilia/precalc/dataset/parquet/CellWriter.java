package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.prediction.Values;
import io.ersilia.precalc.run.CellGrammar;
import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** Writes the cells of one column, whatever its type. */
interface CellWriter {

    /**
     * Writes a cell of the next row.
     *
     * @param repetition 0 for the first cell of a row, 1 for the others of a list
     */
    void write(Values cells, int index, int repetition);

    static CellWriter of(ColumnDescriptor column, ColumnWriteStore store) {
        ColumnWriter out = store.getColumnWriter(column);
        CellWriter values = values(column.getPrimitiveType(), out, column.getMaxDefinitionLevel());
        int missing = column.getMaxDefinitionLevel() - 1;
        return (cells, index, repetition) -> {
            if (cells.kind(index) == Value.Kind.MISSING) {
                out.writeNull(repetition, missing);
            } else {
                values.write(cells, index, repetition);
            }
        };
    }

    private static CellWriter values(PrimitiveType type, ColumnWriter out, int present) {
        return switch (type.getPrimitiveTypeName()) {
            case INT64 -> (cells, index, repetition) -> out.write(whole(cells, index), repetition, present);
            case DOUBLE -> (cells, index, repetition) -> out.write(nearest(cells, index), repetition, present);
            case FIXED_LEN_BYTE_ARRAY -> {
                int scale = ((DecimalLogicalTypeAnnotation) type.getLogicalTypeAnnotation()).getScale();
                yield (cells, index, repetition) ->
                        out.write(decimal(cells.get(index).text(), scale), repetition, present);
            }
            default ->
                (cells, index, repetition) ->
                        out.write(Binary.fromString(cells.get(index).text()), repetition, present);
        };
    }

    private static long whole(Values cells, int index) {
        return cells.isShort(index)
                ? cells.digits(index)
                : Long.parseLong(cells.get(index).text());
    }

    private static double nearest(Values cells, int index) {
        double nearest =
                cells.isShort(index) ? CellGrammar.nearest(cells.digits(index), cells.fraction(index)) : Double.NaN;
        return Double.isNaN(nearest) ? CellGrammar.nearest(cells.get(index).text()) : nearest;
    }

    /** The number without its decimal point, in two's complement, the highest byte first. */
    private static Binary decimal(String number, int scale) {
        byte[] shortest = new BigDecimal(number).setScale(scale).unscaledValue().toByteArray();
        byte[] all = new byte[ParquetSchema.DECIMAL_BYTES];
        Arrays.fill(all, (byte) (shortest[0] < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, all, all.length - shortest.length, shortest.length);
        return Binary.fromConstantByteArray(all);
    }
}
