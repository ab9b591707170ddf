package io.ersilia.precalc.cli.text;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * A line at the bottom of a terminal that is redrawn; other output appears above it. The cursor rests at its beginning, so that
 * a line that a narrower window broke into two is erased completely.
 */
final class TerminalLine implements ProgressBarConsumer {

    /** Back to the start of the line, and everything from there erased. */
    private static final String ERASE = "\r\u001b[J";

    /** Columns left free at the end: writing into the last one makes some terminals begin the next line. */
    static final int FREE = 1;

    private final PrintStream terminal;
    private final IntSupplier columns;
    private String shown = "";
    private boolean lineIsOpen;
    private boolean closed;

    /** @param columns of the terminal, asked each time the line is drawn */
    TerminalLine(PrintStream terminal, IntSupplier columns) {
        this.terminal = terminal;
        this.columns = columns;
    }

    @Override
    public int getMaxRenderedLength() {
        return Math.max(1, columns.getAsInt() - FREE);
    }

    @Override
    public synchronized void accept(String line) {
        if (closed) {
            return;
        }
        shown = line;
        if (!lineIsOpen) {
            terminal.print(ERASE + line + "\r");
            terminal.flush();
        }
    }

    /** Leaves the line as it was drawn last, as ordinary output. */
    @Override
    public synchronized void close() {
        if (!shown.isEmpty() && !lineIsOpen) {
            terminal.println(ERASE + shown);
            terminal.flush();
        }
        shown = "";
        closed = true;
    }

    /** A stream for output above the line. */
    PrintStream above() {
        return new PrintStream(new Above(), true, Charset.defaultCharset());
    }

    private final class Above extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (length == 0) {
                return;
            }
            synchronized (TerminalLine.this) {
                if (!lineIsOpen && !shown.isEmpty()) {
                    terminal.print(ERASE);
                }
                terminal.write(bytes, offset, length);
                lineIsOpen = bytes[offset + length - 1] != '\n';
                if (!lineIsOpen && !shown.isEmpty()) {
                    terminal.print(shown + "\r");
                }
            }
        }

        @Override
        public void flush() {
            terminal.flush();
        }
    }
}
