package io.ersilia.precalc.cli.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether output goes to a terminal. The stream itself is asked: the JDK's console knows only about standard input and output
 * together, and libraries that know more take longer to load than most commands take to run.
 */
public final class Terminal {

    private static final Path STDOUT = Path.of("/dev/fd/1");
    private static final Path STDERR = Path.of("/dev/fd/2");
    private static final Path NULL = Path.of("/dev/null");

    private static final int KIND = 0170000;
    private static final int CHARACTER_DEVICE = 0020000;

    private Terminal() {}

    /** Whether standard output is a terminal. */
    public static boolean isStdout() {
        return Files.exists(NULL) ? is(STDOUT) : hasConsole();
    }

    /** Whether standard error is a terminal. */
    public static boolean isStderr() {
        return Files.exists(NULL) ? is(STDERR) : hasConsole();
    }

    /** Whether the file is a terminal: a character device, but not of the family of /dev/null, /dev/full and the like. */
    static boolean is(Path file) {
        try {
            return ((int) Files.getAttribute(file, "unix:mode") & KIND) == CHARACTER_DEVICE
                    && driver(file) != driver(NULL);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** The major number, which Linux keeps in bits 8 to 19 and 32 on, macOS in the upper eight bits of 32. */
    private static long driver(Path device) throws IOException {
        return (long) Files.getAttribute(device, "unix:rdev") >>> 8;
    }

    @SuppressWarnings(
            "SystemConsoleNull") // from JDK 22 on the launcher asks for the console of java.base, null as before
    private static boolean hasConsole() {
        return System.console() != null;
    }
}
