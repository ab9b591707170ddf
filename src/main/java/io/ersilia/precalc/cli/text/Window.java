package io.ersilia.precalc.cli.text;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How wide the terminal behind standard output or error is at this moment, as its driver knows (TIOCGWINSZ of ioctl_tty(2)). Libraries
 * that know it open the terminal and take its signals.
 */
final class Window {

    private static final Logger log = LoggerFactory.getLogger(Window.class);

    /** Of a terminal that does not say. */
    private static final int USUAL_COLUMNS = 80;

    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final NativeLong SIZE = new NativeLong(Platform.isMac() ? 0x40087468L : 0x5413L);

    /** Of {@code struct winsize}, rows and columns first. */
    private static final int NUMBERS = 4;

    private static final int COLUMNS_AT = 1;

    /** The C library, as far as it is needed here. */
    interface C extends Library {
        int ioctl(int file, NativeLong request, Object... more);
    }

    private Window() {}

    /** Its columns; where the terminal does not know, those of the environment, else the usual. */
    static int ofStderr(Map<String, String> environment) {
        return columns(Driver.columns(STDERR), environment);
    }

    static int ofStdout(Map<String, String> environment) {
        return columns(Driver.columns(STDOUT), environment);
    }

    static int columns(int said, Map<String, String> environment) {
        String usual = environment.getOrDefault("COLUMNS", "");
        int known = usual.matches("[1-9]\\d{0,3}") ? Integer.parseInt(usual) : USUAL_COLUMNS;
        return said > 0 ? said : known;
    }

    /** Loaded when a width is asked for first. */
    private static final class Driver {

        private static final C C_LIBRARY = load();

        private static C load() {
            try {
                return Native.load("c", C.class);
            } catch (LinkageError e) { // a system that is neither Linux nor macOS
                log.debug("no C library", e);
                return (file, request, more) -> -1;
            }
        }

        static int columns(int file) {
            short[] size = new short[NUMBERS];
            return C_LIBRARY.ioctl(file, SIZE, size) == 0 ? Short.toUnsignedInt(size[COLUMNS_AT]) : 0;
        }
    }
}
