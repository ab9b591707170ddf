package io.ersilia.precalc.enrich;

import io.ersilia.precalc.library.MoleculeColumn;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.CellGrammar;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The first sheet of an Excel file (.xlsx), with a header. Predictions become columns after the header's own. Numbers, texts,
 * truth values, date formats and the values of formulas are kept; colours, widths and other sheets are not.
 */
final class ExcelFile implements MoleculeFile {

    /** Rows that the writer keeps in memory before it flushes them. */
    private static final int FLUSHED = 1_000;

    /** Most characters in a cell; if there are more, Excel calls the file damaged. */
    private static final int LONGEST = 32_767;

    private final String name;
    private final ReadableWorkbook in;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;
    private final Workbook workbook;
    private final Worksheet out;
    private final MoleculeColumn column;
    private final List<String> header;
    private final Deque<Row> read = new ArrayDeque<>();
    private int added;
    private int written;

    ExcelFile(String name, Path file, OutputStream out, Supplier<Screening> screening) throws IOException {
        this.name = name;
        try {
            this.in = new ReadableWorkbook(file.toFile(), new ReadingOptions(true, false));
            if (in.isDate1904()) {
                throw Failure.input(
                        "%s counts its dates from 1904, which cannot be given back: save it as CSV, and use --enrich"
                                .formatted(name));
            }
            Sheet sheet = in.getFirstSheet();
            if (in.getSheets().count() > 1) {
                LoggerFactory.getLogger(ExcelFile.class)
                        .warn(
                                "{} has several sheets: only the first, {}, is read and given back",
                                name,
                                sheet.getName());
            }
            this.stream = sheet.openStream();
            this.rows = stream.iterator();
            if (!rows.hasNext()) {
                throw Failure.input("no molecule in %s: its first sheet is empty".formatted(name));
            }
            this.header = texts(rows.next());
            this.column = MoleculeColumn.of(name, header, screening);
            if (!column.header()) {
                throw Failure.input("no header in %s: name the column of molecules smiles or inchikey".formatted(name));
            }
            this.workbook = new Workbook(out, "precalc", null);
            this.out = workbook.newWorksheet(sheet.getName());
        } catch (Failure e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unreadable();
        }
    }

    private Failure unreadable() {
        return Failure.input("%s is not an Excel file that can be read: save it again as .xlsx".formatted(name));
    }

    private static List<String> texts(Row row) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.getCellCount(); i++) {
            texts.add(row.getOptionalCell(i).map(Cell::getText).orElse(""));
        }
        return texts;
    }

    @Override
    public @Nullable Molecule next() {
        Row row = row();
        if (row == null) {
            return null;
        }
        read.add(row);
        String cell = row.getOptionalCell(column.index()).map(Cell::getText).orElse("");
        return Molecule.in(column, cell);
    }

    private @Nullable Row row() {
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (RuntimeException e) { // errors inside a sheet appear only now, as various exceptions
            throw unreadable();
        }
    }

    @Override
    public void begin(List<String> names) {
        AddedNames.requireNew(name, header, names);
        if (header.size() + names.size() > Worksheet.MAX_COLS) {
            throw Failure.input("%s would get %s, but Excel has at most %s: save it as CSV, and use --enrich"
                    .formatted(
                            name, Words.many(header.size() + names.size(), "column"), Words.count(Worksheet.MAX_COLS)));
        }
        for (int i = 0; i < header.size(); i++) {
            out.value(0, i, header.get(i));
        }
        for (int i = 0; i < names.size(); i++) {
            out.value(0, header.size() + i, names.get(i));
        }
        added = header.size();
    }

    @Override
    public void write(List<String> values) throws IOException {
        Row row = read.remove();
        written++;
        for (Cell cell : row) {
            if (cell != null && cell.getType() != CellType.EMPTY) {
                copy(cell);
            }
        }
        for (int i = 0; i < values.size(); i++) {
            add(added + i, values.get(i));
        }
        if (written % FLUSHED == 0) {
            out.flush();
        }
    }

    private void copy(Cell cell) {
        int at = cell.getColumnIndex();
        if (at >= added) {
            throw Failure.input("row %d of %s has a cell behind the header: name its column, or remove it"
                    .formatted(written + 1, name));
        }
        Object value = cell.getValue();
        if (value instanceof BigDecimal number) {
            out.value(written, at, number);
            String format = cell.getDataFormatString();
            if (format != null) {
                out.style(written, at).format(format).set(); // a date is a number
            }
        } else if (value instanceof Boolean truth) {
            out.value(written, at, truth);
        } else if (value != null) {
            out.value(written, at, value.toString());
        }
    }

    /** Writes a value that is a number in the table as a number; Excel shows fifteen digits of it. */
    private void add(int at, String value) {
        if (value.isEmpty()) {
            return;
        }
        if (Double.isFinite(CellGrammar.number(value))) {
            out.value(written, at, new BigDecimal(value));
        } else if (value.length() <= LONGEST) {
            out.value(written, at, value);
        } else {
            throw Failure.input(
                    "row %d of %s would get a text of %s characters, but a cell of Excel has at most %s: save it as CSV, and use --enrich"
                            .formatted(written + 1, name, Words.count(value.length()), Words.count(LONGEST)));
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
        in.close();
        workbook.finish();
    }
}
