package io.ersilia.precalc.report;

import java.util.function.BiConsumer;

/**
 * A part of the report, with a heading that the page's menu leads to.
 *
 * @param id the section's address within the page
 */
record Section(String id, String title, BiConsumer<Html, Report> content) {

    Page.Part of(Report report) {
        return new Page.Part(id, title, html -> content.accept(html, report));
    }
}
