package io.ersilia.precalc.cli.text;

import picocli.CommandLine.Help.Ansi;

/** How good news is, as a colour where colours are on. */
public enum Tone {
    GOOD(Ansi.Style.fg_green),
    WARNING(Ansi.Style.fg_yellow),
    BAD(Ansi.Style.fg_red);

    private final Ansi.Style style;

    Tone(Ansi.Style style) {
        this.style = style;
    }

    public String of(String text, Ansi colours) {
        return colours.enabled() ? Ansi.Style.on(style) + text + Ansi.Style.off(style) : text;
    }
}
