package io.ersilia.precalc.dataset.parquet;

import io.ersilia.precalc.dataset.KeyedRows;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Stop;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a Parquet file by their keys. In each row group that may contain some, it first reads the key pages that
 * the page index does not exclude, then only those pages of other columns that have the rows found.
 */
final class ParquetKeys implements KeyedRows {

    private final RangedFile file;
    private final MessageType schema;
    private final Map<String, String> said;

    ParquetKeys(RangedFile file) {
        this.file = file;
        try (ParquetFileReader reader = reader(null)) {
            this.schema = reader.getFileMetaData().getSchema();
            this.said = reader.getFileMetaData().getKeyValueMetaData();
        } catch (IOException | RuntimeException | LinkageError e) {
            throw explained(e);
        }
    }

    /** A new reader each time, because a reader keeps the indexes of its first columns; the footer is read from memory. */
    private ParquetFileReader reader(@Nullable MessageType requested) throws IOException {
        ParquetFileReader reader = new ParquetFileReader(file, PlainReading.OPTIONS);
        if (requested != null) {
            reader.setRequestedSchema(requested);
        }
        return reader;
    }

    @Override
    public List<String> columns() {
        return schema.getFields().stream().map(Type::getName).toList();
    }

    private MessageType columns(List<String> names) {
        MessageType columns = new MessageType(
                schema.getName(), names.stream().map(schema::getType).toList());
        for (ColumnDescriptor column : columns.getColumns()) {
            if (!ParquetSchema.isOurs(column.getPrimitiveType())) {
                throw ParquetFailures.rewritten(
                        file.uri(), "has a column '%s' of another type".formatted(Printable.of(column.getPath()[0])));
            }
        }
        return columns;
    }

    @Override
    public Optional<String> said(String name) {
        return Optional.ofNullable(said.get(name));
    }

    @Override
    public void find(String by, NavigableSet<String> keys, List<String> wanted, Visitor visitor) {
        if (keys.isEmpty()) {
            return;
        }
        MessageType key = columns(List.of(by));
        MessageType cells = columns(wanted);
        try (ParquetFileReader ofKeys = reader(key);
                ParquetFileReader ofCells = reader(cells)) {
            for (int group = 0; group < ofKeys.getRowGroups().size(); group++) {
                Stop.check();
                List<KeyPages.Row> rows = new KeyPages(file, ofKeys, key, group).rows(keys);
                if (!rows.isEmpty()) {
                    new FoundRows(file, ofCells, cells, group).visit(rows, visitor);
                }
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            throw explained(e);
        }
    }

    /** In a changed file, the library can fail with any error, even for classes that are left out of this build. */
    private Failure explained(Throwable e) {
        if (e instanceof Failure known) {
            return known;
        }
        return e instanceof UnsupportedOperationException
                ? ParquetFailures.rewritten(file.uri(), "is compressed or cut into pages otherwise")
                : ParquetFailures.damaged(file.uri());
    }
}
