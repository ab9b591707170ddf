package io.ersilia.precalc.cli.text;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * GitHub Actions as a command sees it: outputs of the step, the page of the job, annotations. Where {@code GITHUB_ACTIONS}
 * is not {@code true}, nothing is written.
 */
public final class Actions {

    /** "Job summaries are isolated between steps and each step is restricted to a maximum size of 1 MiB." */
    private static final int MAX_SUMMARY = 1024 * 1024 - 1024;

    /** "10 warning annotations and 10 error annotations per step": we write at most ten in all. */
    private static final int MAX_ANNOTATIONS = 10;

    /** GitHub cuts longer ones itself. */
    private static final int MAX_TEXT = 4000;

    private static final Pattern OUTPUT_NAME = Pattern.compile("[a-z][a-z_]*");
    private static final String CUT = "\n\n(The rest is left out: GitHub accepts at most 1 MiB.)\n";

    /** How grave an annotation is. */
    public enum Level {
        NOTICE,
        WARNING,
        ERROR
    }

    private final Map<String, String> environment;
    private int annotations;

    public Actions(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The variables of the process. */
    public Map<String, String> environment() {
        return environment;
    }

    public boolean isHere() {
        return "true".equals(environment.get("GITHUB_ACTIONS"));
    }

    /** The branch or tag that the workflow was started from. */
    public String ref() {
        return Printable.of(environment.getOrDefault("GITHUB_REF", "a ref that has no name"));
    }

    /** Sets an output of the step. */
    public void output(String name, Object value) {
        String text = String.valueOf(value);
        if (!OUTPUT_NAME.matcher(name).matches() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "not an output of one line: %s=%s".formatted(Printable.of(name), Printable.of(text)));
        }
        append("GITHUB_OUTPUT", () -> "%s=%s\n".formatted(name, text), Long.MAX_VALUE);
    }

    /** Adds Markdown to the page of the job; a missing part of the page does not fail the command. */
    public void summary(Supplier<String> markdown) {
        try {
            append("GITHUB_STEP_SUMMARY", markdown, MAX_SUMMARY);
        } catch (Failure failure) {
            LoggerFactory.getLogger(Actions.class).warn("part of the job's page is missing: {}", failure.getMessage());
        }
    }

    private void append(String variable, Supplier<String> text, long limit) {
        String name = environment.getOrDefault(variable, "");
        if (!isHere() || name.isBlank()) {
            return;
        }
        Path file = Path.of(name);
        try {
            long left = limit - (Files.exists(file) ? Files.size(file) : 0);
            Files.writeString(
                    file,
                    cut(text.get(), left),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot write %s, the file that %s names: %s; correct the variable or unset GITHUB_ACTIONS"
                            .formatted(file, variable, Printable.reason(e)),
                    e);
        }
    }

    /** Cuts between lines, so that a table stays a table. */
    private static String cut(String text, long most) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= most) {
            return text;
        }
        int end = (int) (most - CUT.length());
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end <= 0 ? "" : new String(bytes, 0, end, StandardCharsets.UTF_8) + CUT;
    }

    /** Shows a line on the page of the workflow's run; the last one that fits says that there are more. */
    public void annotate(Level level, String title, String text, PrintWriter out) {
        if (!isHere() || annotations == MAX_ANNOTATIONS) {
            return;
        }
        annotations++;
        boolean last = annotations == MAX_ANNOTATIONS && level != Level.ERROR;
        String said = last ? "GitHub shows no more annotations: see the job's summary and log" : text;
        out.print("::%s title=%s::%s\n"
                .formatted(level.name().toLowerCase(Locale.ROOT), property(title), data(Words.cut(said, MAX_TEXT))));
        out.flush();
    }

    /** The escapes of the toolkit's {@code core.warning}. */
    public static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
