package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A file of properties, read when it is first asked. */
final class PropertiesFile {

    private final Path file;
    private final String label;
    private @Nullable Properties properties;

    PropertiesFile(Path file, String label) {
        this.file = file;
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean isSameAs(PropertiesFile other) {
        try {
            return Files.exists(file) && Files.exists(other.file) && Files.isSameFile(file, other.file);
        } catch (IOException e) {
            return false;
        }
    }

    @Nullable
    String value(String name) {
        if (properties == null) {
            properties = read();
        }
        return properties.getProperty(name);
    }

    private Properties read() {
        Properties read = new Properties();
        if (Files.isRegularFile(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                read.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw Failure.usage("%s is not a properties file in UTF-8 (%s): correct it or remove it"
                        .formatted(file.toAbsolutePath(), Printable.of(String.valueOf(e.getMessage()))));
            }
        }
        return read;
    }
}
