package io.ersilia.precalc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The program's version and the commit it was built from, as the build recorded them. */
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
                    ? name() // built from an archive of the sources, without a Git history
                    : "%s (commit %s of %s)".formatted(name(), commit, build.getProperty("committed", "an unknown day"))
        };
    }
}
