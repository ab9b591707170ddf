package io.ersilia.precalc.cli;

import io.ersilia.precalc.model.ExternalCommand;
import io.ersilia.precalc.run.DaemonThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The browser of the person at this machine. */
final class Browser {

    /** The program that opens a page may be the browser itself, which may run for any time. */
    private static final Duration AS_LONG_AS_IT_LIKES = Duration.ofDays(365);

    private final Map<String, String> environment;
    private final Consumer<String> told;

    /** @param told receives a sentence if no browser can be opened */
    Browser(Map<String, String> environment, Consumer<String> told) {
        this.environment = environment.entrySet().stream()
                .filter(variable -> !variable.getKey().matches("(AWS|PRECALC)_.*")) // secrets
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        this.told = told;
    }

    /** Opens the page without waiting for it. */
    void open(String url) {
        new DaemonThreads("browser").newThread(() -> show(url)).start();
    }

    private void show(String url) {
        String program =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac") ? "open" : "xdg-open";
        try {
            int code = new ExternalCommand(
                            List.of(program, url), Path.of("").toAbsolutePath(), Path.of("/dev/null"), environment)
                    .run(AS_LONG_AS_IT_LIKES)
                    .orElse(0);
            if (code != 0) {
                told.accept("cannot open a browser: %s ended with exit code %d; open %s yourself"
                        .formatted(program, code, url));
            }
        } catch (IOException e) {
            told.accept("cannot open a browser: %s: %s; open %s yourself"
                    .formatted(program, ExternalCommand.reason(e), url));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
