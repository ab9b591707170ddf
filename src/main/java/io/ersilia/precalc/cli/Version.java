package io.ersilia.precalc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The program's version, as the build wrote it down. */
final class Version implements IVersionProvider {

    /** Name and version, e.g. {@code precalc 1.2.0}. */
    static String program() {
        try {
            return new Version().getVersion()[0];
        } catch (IOException e) {
            throw new UncheckedIOException("reading the program's version", e);
        }
    }

    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/precalc-build.properties")) {
            if (in != null) {
                build.load(in);
            }
        }
        return new String[] {"precalc " + build.getProperty("version", "unknown")};
    }
}
