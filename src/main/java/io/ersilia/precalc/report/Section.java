package io.ersilia.precalc.report;

/** A part of the report, with a heading that the page's menu leads to. */
interface Section {

    /** What the page calls the section in addresses. */
    String id();

    String title();

    void write(Html html, Report report);
}
