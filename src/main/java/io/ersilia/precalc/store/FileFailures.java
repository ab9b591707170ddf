package io.ersilia.precalc.store;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an error with a file means for the person who runs the pipeline, in one line. */
public final class FileFailures {

    /** A FileNotFoundException says {@code <path> (<reason>)}. */
    private static final Pattern IN_BRACKETS = Pattern.compile("\\(([^()]*)\\)$");

    private FileFailures() {}

    public static Failure reading(Path path, IOException e) {
        return Failure.unavailable(
                "cannot read %s: %s: make it readable or name another".formatted(path, reason(e)), e);
    }

    /** The bytes were replaced while they were being read. */
    public static Failure changed(String uri) {
        return Failure.input("%s changed while it was read: run the same command again".formatted(uri));
    }

    public static Failure writing(Path path, IOException e) {
        String reason = reason(e);
        return Failure.unavailable("cannot write %s: %s: %s".formatted(path, reason, remedy(reason)), e);
    }

    /** These are the operating system's words (errno 27, 28 and 122 on Linux): Java has no types for them. */
    private static String remedy(String reason) {
        if (reason.contains("No space left") || reason.contains("quota")) {
            return "free some space and run the same command again";
        }
        if (reason.contains("File too large")) {
            return "raise the limit (ulimit -f) and run the same command again";
        }
        return "make the folder writable or choose another with --store";
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "its folder cannot be created";
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "not a folder";
        }
        String said = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        if (said == null) {
            return e.getClass().getSimpleName();
        }
        Matcher inBrackets = IN_BRACKETS.matcher(said);
        return Printable.of(e instanceof FileNotFoundException && inBrackets.find() ? inBrackets.group(1) : said);
    }
}
