package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's data goes. Unlike the JDK's own stream it does not hide errors: the first byte that cannot be written ends
 * the command with a {@link Failure}. A reader that closes its end of a pipe has read enough: the rest is dropped.
 */
public final class StandardOutput extends OutputStream {

    private static final Path ON_LINUX = Path.of("/proc/self/fd/1");

    private final OutputStream out;
    private final Predicate<IOException> isClosedPipe;
    private boolean closed;
    private @Nullable Failure failure;

    /**
     * @param out without a buffer of its own, so that an error shows where it occurs
     * @param isClosedPipe whether the error means that the reader has gone
     */
    StandardOutput(OutputStream out, Predicate<IOException> isClosedPipe) {
        this.out = out;
        this.isClosedPipe = isClosedPipe;
    }

    public static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out), e -> isPipe() || saysPipe(e));
    }

    /** UTF-8 as in all our files; on a terminal its own encoding, with hidden characters made visible. */
    public PrintWriter writer(boolean isTerminal) {
        Writer text = new OutputStreamWriter(this, isTerminal ? terminalCharset() : StandardCharsets.UTF_8);
        return new PrintWriter(isTerminal ? new VisibleWriter(text) : text);
    }

    /** The first property exists from JDK 19 on. */
    private static Charset terminalCharset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
        return !name.isEmpty() && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    /** A writer for messages on standard error: hidden characters are made visible, and errors of writing are ignored. */
    public static PrintWriter messages(OutputStream err) {
        return new PrintWriter(new VisibleWriter(new OutputStreamWriter(err, Charset.defaultCharset())), true);
    }

    /** What could not be written, if anything. */
    public Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        attempt(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() {
        attempt(out::flush);
    }

    private interface Attempt {
        void make() throws IOException;
    }

    private void attempt(Attempt attempt) {
        if (failure != null) {
            // Anew, as whoever closes after a failure suppresses the second one, and nothing suppresses itself.
            throw Failure.unavailable(String.valueOf(failure.getMessage()), failure);
        }
        if (closed) {
            return;
        }
        try {
            attempt.make();
        } catch (IOException e) {
            if (isClosedPipe.test(e)) {
                closed = true;
                return;
            }
            failure = Failure.unavailable(
                    "cannot write to standard output: %s; make room there or send it elsewhere, e.g. with --output FILE"
                            .formatted(Printable.reason(e)),
                    e);
            throw failure;
        }
    }

    /** A pipe fails for one reason only, and on Linux a pipe can be recognised. */
    private static boolean isPipe() {
        try {
            return Files.readSymbolicLink(ON_LINUX).toString().startsWith("pipe:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** The system's message says so in most languages. */
    static boolean saysPipe(IOException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }
}
