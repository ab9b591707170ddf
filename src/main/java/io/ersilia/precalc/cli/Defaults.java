package io.ersilia.precalc.cli;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that were not given: from {@code PRECALC_<NAME>}, else from {@code precalc.properties} in the working folder. */
final class Defaults implements IDefaultValueProvider {

    private static final Path FILE = Path.of("precalc.properties");

    private final Map<String, String> environment;
    private @Nullable Properties properties;

    Defaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) throws IOException {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        return names(option)
                .map(this::value)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Where the value comes from that an option has without being given: a variable or the file. */
    Optional<String> origin(OptionSpec option) {
        return names(option)
                .filter(name -> value(name) != null)
                .map(name -> isSet(environment.get(variable(name))) ? variable(name) : FILE.toString())
                .findFirst();
    }

    private static Stream<String> names(OptionSpec option) {
        return Arrays.stream(option.names())
                .filter(name -> name.startsWith("--"))
                .sorted(Comparator.comparing((String name) -> !name.equals(option.longestName())))
                .map(name -> name.substring(2));
    }

    private static String variable(String name) {
        return "PRECALC_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private @Nullable String value(String name) {
        String variable = environment.get(variable(name));
        String value = isSet(variable) ? variable : properties().getProperty(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Workflows set variables to nothing where they mean nothing. */
    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    private Properties properties() {
        if (properties == null) {
            properties = new Properties();
            if (Files.isRegularFile(FILE)) {
                try (Reader in = Files.newBufferedReader(FILE)) {
                    properties.load(in);
                } catch (IOException | IllegalArgumentException e) {
                    throw Failure.usage("%s is no file of properties in UTF-8 (%s): correct it or remove it"
                            .formatted(FILE.toAbsolutePath(), Printable.of(String.valueOf(e.getMessage()))));
                }
            }
        }
        return properties;
    }
}
