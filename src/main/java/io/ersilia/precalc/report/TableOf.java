package io.ersilia.precalc.report;

import io.ersilia.precalc.report.Table.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A table with a row for each thing of one kind; each column has a name and a function that shows a thing. */
final class TableOf<T> {

    private final String caption;
    private final List<Head> heads = new ArrayList<>();
    private final List<Function<T, String>> cells = new ArrayList<>();

    TableOf(String caption) {
        this.caption = caption;
    }

    TableOf<T> text(String name, Function<T, String> cell) {
        return column(Table.text(name), cell);
    }

    TableOf<T> number(String name, Function<T, String> cell) {
        return column(Table.number(name), cell);
    }

    TableOf<T> structure(String name, Function<T, String> cell) {
        return column(Table.structure(name), cell);
    }

    private TableOf<T> column(Head head, Function<T, String> cell) {
        heads.add(head);
        cells.add(cell);
        return this;
    }

    void write(Html html, List<T> things) {
        List<List<String>> rows = things.stream()
                .map(one -> cells.stream().map(cell -> cell.apply(one)).toList())
                .toList();
        new Table(caption, heads).write(html, rows);
    }
}
