package io.ersilia.precalc.model.ersilia.fake;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** What goes wrong at the moment: {@code eos/faults.properties}, as the environment does not reach a model. */
public final class Faults {

    private final Properties properties = new Properties();

    private Faults() {}

    public static Faults read(Path eos) {
        Faults faults = new Faults();
        Path file = eos.resolve("faults.properties");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                faults.properties.load(reader);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return faults;
    }

    public String text(String name, String otherwise) {
        return properties.getProperty(name, otherwise);
    }

    public boolean on(String name) {
        return Boolean.parseBoolean(text(name, "false"));
    }

    public int number(String name) {
        return Integer.parseInt(text(name, "0"));
    }

    /** Texts separated by blanks. */
    public List<String> list(String name) {
        return Arrays.stream(text(name, "").split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
