package io.ersilia.precalc.report;

/** Content that is folded away until a reader opens it; on paper it is open. */
final class Details {

    private Details() {}

    static void write(Html html, String summary, Runnable content) {
        html.in("details", () -> {
            html.line("summary", summary);
            html.in("div.folded", content);
        });
        html.newLine();
    }
}
