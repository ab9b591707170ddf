package io.ersilia.precalc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The program's version and the commit that it was built from, as the build wrote them down. */
final class Version implements IVersionProvider {

    private final Properties build = new Properties();

    Version() {
        try (InputStream in = Version.class.getResourceAsStream("/precalc-build.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the program's version", e);
        }
    }

    /** Name and version, e.g. {@code precalc 1.2.0}. */
    static String program() {
        return new Version().name();
    }

    private String name() {
        return "precalc " + build.getProperty("version", "unknown");
    }

    @Override
    public String[] getVersion() {
        String commit = build.getProperty("commit", "");
        return new String[] {
            commit.isEmpty()
                    ? name() // built where there is no history, from an archive of the sources
                    : "%s (commit %s of %s)".formatted(name(), commit, build.getProperty("committed", "an unknown day"))
        };
    }
}
