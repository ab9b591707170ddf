package io.ersilia.precalc.dataset.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.ersilia.precalc.dataset.DataColumn;
import io.ersilia.precalc.dataset.DataType;
import io.ersilia.precalc.dataset.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The columns of a dataset as a Parquet schema. */
final class ParquetSchema {

    /** Bytes that hold 38 decimal digits with a sign. */
    static final int DECIMAL_BYTES = 16;

    private static final String NAME = "predictions";

    private ParquetSchema() {}

    static MessageType of(Schema schema) {
        List<Type> fields = new ArrayList<>();
        for (DataColumn column : schema.single()) {
            fields.add(
                    field(column.type(), column.required() ? Repetition.REQUIRED : Repetition.OPTIONAL, column.name()));
        }
        if (schema.listed() > 0) {
            DataType type = schema.columns().get(schema.columns().size() - 1).type();
            fields.add(ConversionPatterns.listOfElements(
                    Repetition.REQUIRED, Schema.LIST, field(type, Repetition.OPTIONAL, "element")));
        }
        return new MessageType(NAME, fields);
    }

    /** Whether cells of this type can be read correctly: another program's decimals, dates or counts may have the same size. */
    static boolean isOurs(PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case INT64 -> meaning == null || meaning.equals(intType(Long.SIZE, true));
            case DOUBLE -> meaning == null;
            case FIXED_LEN_BYTE_ARRAY -> meaning instanceof DecimalLogicalTypeAnnotation;
            case BINARY -> meaning instanceof StringLogicalTypeAnnotation;
            default -> false;
        };
    }

    private static Type field(DataType type, Repetition repetition, String name) {
        return switch (type.kind()) {
            case INTEGER -> Types.primitive(INT64, repetition).named(name);
            case FLOAT -> Types.primitive(DOUBLE, repetition).named(name);
            case DECIMAL ->
                Types.primitive(FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(DECIMAL_BYTES)
                        .as(decimalType(type.scale(), DataType.DECIMAL_DIGITS))
                        .named(name);
            case TEXT -> Types.primitive(BINARY, repetition).as(stringType()).named(name);
        };
    }
}
