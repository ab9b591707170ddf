package io.ersilia.precalc.report;

import io.ersilia.precalc.words.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A drawing as inline SVG. Horizontal positions are shares of its width, so that it fits every page without scaling its
 * letters; heights are in pixels.
 */
final class Chart {

    /** A label nearer to an edge than this is written towards the middle, so that it stays on the page. */
    private static final double EDGE = 0.08;

    private static final double PERCENT = 100;

    private final Html html;

    private Chart(Html html) {
        this.html = html;
    }

    /** Draws the content of a chart. */
    interface Drawing {
        void draw(Chart chart);
    }

    /**
     * Writes a chart.
     *
     * @param name what a screen reader says
     * @param height in pixels
     */
    static void write(Html html, String name, int height, Drawing drawing) {
        html.in(
                "svg.chart",
                () -> {
                    html.line("title", name);
                    drawing.draw(new Chart(html));
                },
                "role",
                "img",
                "height",
                Integer.toString(height));
        html.newLine();
    }

    /** Writes a figure with a caption; its content draws the chart. */
    static void plot(Html html, String caption, Runnable content) {
        html.in("figure.plot", () -> {
            html.line("figcaption", caption);
            content.run();
        });
    }

    /** A bar from one share of the width to another. */
    void bar(String kind, double from, double to, double top, double height) {
        html.mark(
                "rect",
                "class",
                kind,
                "x",
                across(from),
                "y",
                pixels(top),
                "width",
                across(Math.max(0, to - from)),
                "height",
                pixels(Math.max(0, height)));
    }

    /** A bar that stands on the horizontal axis; its height is a share of the {@code axis}' distance from the top. */
    void column(String kind, double from, double to, int axis, double share) {
        double height = axis * share;
        bar(kind, from, to, axis - height, height);
    }

    /** The horizontal axis at that height, and left of the drawing the highest number and 0. */
    void axes(int axis, String highest) {
        level("axis", axis);
        gutter(10, highest);
        gutter(axis, "0");
    }

    void upright(String kind, double at, double top, double bottom) {
        line(kind, at, top, at, bottom);
    }

    void level(String kind, double y) {
        line(kind, 0, y, 1, y);
    }

    private void line(String kind, double fromX, double fromY, double toX, double toY) {
        html.mark(
                "line", "class", kind, "x1", across(fromX), "y1", pixels(fromY), "x2", across(toX), "y2", pixels(toY));
    }

    /** A label below or above a position; at the edges, beside it. */
    void label(double at, double y, String text) {
        html.line(
                "text",
                text,
                "x",
                across(at),
                "y",
                pixels(y),
                "text-anchor",
                at < EDGE ? "start" : at > 1 - EDGE ? "end" : "middle");
    }

    /** A label left of the drawing. */
    void gutter(double y, String text) {
        html.line("text", text, "x", "-6", "y", pixels(y), "text-anchor", "end");
    }

    /** The title of the vertical axis, beside its numbers. */
    void along(int height, String text) {
        html.line(
                "text",
                text,
                "transform",
                "translate(-40 %d) rotate(-90)".formatted(height / 2),
                "text-anchor",
                "middle");
    }

    /** Several parts under one name. */
    void group(String name, Runnable parts) {
        html.in("g", () -> {
            html.line("title", name);
            parts.run();
        });
    }

    /**
     * An area stretched over the whole width.
     *
     * @param path its outline in a rectangle of 1,000 by 100, from the upper left
     */
    void area(String kind, String path, int height) {
        html.in(
                "svg",
                () -> html.mark("path", "class", kind, "d", path),
                "viewBox",
                "0 0 1000 100",
                "preserveAspectRatio",
                "none",
                "width",
                "100%",
                "height",
                Integer.toString(height));
    }

    /** A percentage of the drawing's width, as SVG takes it. */
    private static String across(double share) {
        return new BigDecimal(Math.min(1, Math.max(0, share)) * PERCENT)
                        .setScale(2, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }

    private static String pixels(double number) {
        return Words.number(Math.round(number * 10) / 10.0);
    }
}
