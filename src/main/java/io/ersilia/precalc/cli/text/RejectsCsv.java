package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.pipeline.RejectsJob;
import io.ersilia.precalc.prediction.RejectedRow;
import io.ersilia.precalc.prediction.RejectsFile;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The list of rejects as CSV; an own column whose name is taken is called {@code library_…}. */
public final class RejectsCsv implements RejectsJob.Listing {

    private final CsvWriter csv;

    public RejectsCsv(Writer out) {
        csv = new CsvWriter(out);
    }

    @Override
    public void begin(List<String> own) throws IOException {
        List<String> header = new ArrayList<>(RejectsFile.COLUMNS);
        header.addAll(distinct(own, RejectsFile.COLUMNS));
        csv.write(header);
    }

    @Override
    public void add(RejectedRow row, List<String> own) throws IOException {
        List<String> cells = new ArrayList<>(RejectsFile.cells(row));
        cells.addAll(own);
        csv.write(cells);
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    /** The names with {@code library_} before each that is taken. */
    static List<String> distinct(List<String> names, List<String> taken) {
        Set<String> all = new HashSet<>(taken);
        List<String> distinct = new ArrayList<>();
        for (String name : names) {
            String free = name;
            while (!all.add(free)) {
                free = "library_" + free;
            }
            distinct.add(free);
        }
        return distinct;
    }
}
