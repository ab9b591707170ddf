package io.ersilia.precalc.report;

import io.ersilia.precalc.words.Words;
import java.util.List;

/**
 * A table that scrolls on its own if it is wider than the page. Its first column names the row; numbers are aligned right,
 * texts left.
 */
record Table(String caption, List<Head> columns) {

    /** Most characters in a cell; longer texts are cut, so that a table can be skimmed. */
    private static final int LONGEST_CELL = 200;

    Table {
        columns = List.copyOf(columns);
    }

    /** What the cells of a column hold. */
    enum Kind {
        NUMBER,
        TEXT,
        /** A drawn structure, given as SMILES. */
        STRUCTURE
    }

    /** The name of a column, and what it holds. */
    record Head(String name, Kind kind) {}

    static Head number(String name) {
        return new Head(name, Kind.NUMBER);
    }

    static Head text(String name) {
        return new Head(name, Kind.TEXT);
    }

    static Head structure(String name) {
        return new Head(name, Kind.STRUCTURE);
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
        if (column.kind() == Kind.NUMBER) {
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
                cell(html, columns.get(i).kind(), cells.get(i));
            }
        });
    }

    private static void cell(Html html, Kind kind, String cell) {
        switch (kind) {
            case NUMBER -> html.line("td", Words.cut(cell, LONGEST_CELL));
            case TEXT -> html.line("td.t", Words.cut(cell, LONGEST_CELL));
            case STRUCTURE -> html.in("td.t", () -> Structure.write(html, cell));
        }
    }
}
