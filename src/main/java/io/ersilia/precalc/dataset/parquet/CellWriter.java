package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.prediction.Value;
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
     * Writes the next cell.
     *
     * @param repetition 0 for the first cell of a row, 1 for the others of a list
     */
    void write(Value cell, int repetition);

    static CellWriter of(ColumnDescriptor column, ColumnWriteStore store) {
        ColumnWriter out = store.getColumnWriter(column);
        CellWriter values = values(column.getPrimitiveType(), out, column.getMaxDefinitionLevel());
        int missing = column.getMaxDefinitionLevel() - 1;
        return (cell, repetition) -> {
            if (cell.kind() == Value.Kind.MISSING) {
                out.writeNull(repetition, missing);
            } else {
                values.write(cell, repetition);
            }
        };
    }

    private static CellWriter values(PrimitiveType type, ColumnWriter out, int present) {
        return switch (type.getPrimitiveTypeName()) {
            case INT64 -> (cell, repetition) -> out.write(Long.parseLong(cell.text()), repetition, present);
            case DOUBLE -> (cell, repetition) -> out.write(CellGrammar.nearest(cell.text()), repetition, present);
            case FIXED_LEN_BYTE_ARRAY -> {
                int scale = ((DecimalLogicalTypeAnnotation) type.getLogicalTypeAnnotation()).getScale();
                yield (cell, repetition) -> out.write(decimal(cell.text(), scale), repetition, present);
            }
            default -> (cell, repetition) -> out.write(Binary.fromString(cell.text()), repetition, present);
        };
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
