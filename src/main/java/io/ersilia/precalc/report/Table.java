package io.ersilia.precalc.report;

import io.ersilia.precalc.words.Words;
import java.util.List;
import java.util.function.Function;

/**
 * A table that scrolls by itself where it is wider than the page. Its first column names the row; numbers stand right,
 * texts left.
 */
record Table(String caption, List<Head> columns) {

    /** Longer texts are cut: a cell is for looking over. */
    private static final int LONGEST_CELL = 200;

    Table {
        columns = List.copyOf(columns);
    }

    /** The name of a column, and whether it holds numbers. */
    record Head(String name, boolean number) {}

    static Head number(String name) {
        return new Head(name, true);
    }

    static Head text(String name) {
        return new Head(name, false);
    }

    /** Writes a row for each of them. */
    <T> void write(Html html, List<T> rows, Function<T, List<String>> cells) {
        write(html, rows.stream().map(cells).toList());
    }

    void write(Html html, List<List<String>> rows) {
        html.in(
                "div.scroll",
                () -> html.in("table", () -> {
                    html.line("caption", caption);
                    html.in("thead", () -> html.in("tr", () -> columns.forEach(column -> head(html, column))));
                    html.in("tbody", () -> rows.forEach(row -> row(html, row)));
                }),
                "tabindex",
                "0",
                "role",
                "region",
                "aria-label",
                caption);
        html.newLine();
    }

    private static void head(Html html, Head column) {
        if (column.number()) {
            html.line("th", column.name(), "scope", "col");
        } else {
            html.line("th.t", column.name(), "scope", "col");
        }
    }

    private void row(Html html, List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("%s for %s".formatted(cells, columns));
        }
        html.newLine().in("tr", () -> {
            html.line("th", Words.cut(cells.get(0), LONGEST_CELL), "scope", "row");
            for (int i = 1; i < cells.size(); i++) {
                if (columns.get(i).number()) {
                    html.line("td", Words.cut(cells.get(i), LONGEST_CELL));
                } else {
                    html.line("td.t", Words.cut(cells.get(i), LONGEST_CELL));
                }
            }
        });
    }
}
