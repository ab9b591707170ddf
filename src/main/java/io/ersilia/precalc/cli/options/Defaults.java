package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.model.ModelEnvironment;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.LocalPath;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Options that were not given: from {@code PRECALC_<NAME>}, else from {@code precalc.properties} in the working folder, else
 * from the user's own file of that name.
 */
public final class Defaults implements IDefaultValueProvider {

    private static final String FILE = "precalc.properties";

    /**
     * What is not taken from the working folder, which may be somebody else's: programs and their arguments, whose code
     * is fetched and run, hosts that are sent keys and molecules, a file to overwrite, consent.
     */
    private static final Set<String> OWN = Set.of(
            "api",
            "batch-job",
            "batch-predict-job",
            "docker",
            "ersilia",
            "fetch-from",
            "image",
            "model-url",
            "model-user",
            "network",
            "output",
            "program",
            "serve-args",
            "with",
            "yes");

    private final Map<String, String> environment;
    private final PropertiesFile here;
    private final PropertiesFile own;

    /** @param folder the working folder */
    public Defaults(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.here = new PropertiesFile(() -> folder.resolve(FILE), true);
        this.own = new PropertiesFile(
                () -> Usage.check(() -> config(environment)).resolve("precalc").resolve(FILE), false);
    }

    private static Path config(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return xdg.startsWith("/")
                ? LocalPath.of(xdg)
                : ModelEnvironment.home(environment).resolve(".config");
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) throws IOException {
        return argument instanceof OptionSpec option
                ? found(option).map(Found::value).orElse(null)
                : null;
    }

    /** What a variable or a file says of the option, unless it is a flag that is off. */
    Optional<String> said(OptionSpec option) {
        return found(option).map(Found::value).filter(value -> option.arity().max() > 0 || !value.equals("false"));
    }

    /** Where the value comes from that an option has without being given: a variable or a file. */
    public Optional<String> origin(OptionSpec option) {
        return found(option)
                .map(found -> found.file() == null
                        ? variable(found.name())
                        : found.file().label());
    }

    /**
     * Says in one line for each file what it decided about the command; not with {@code --quiet}, unless that is itself from
     * a file.
     *
     * @param silenced options of which a file says something that does not count
     * @throws ParameterException when the file of the working folder has what is not taken from there
     */
    public void announce(ParseResult command, Set<ArgSpec> silenced, Consumer<String> say) {
        Map<PropertiesFile, StringJoiner> decided = new LinkedHashMap<>();
        boolean quiet = false;
        for (OptionSpec option : command.commandSpec().options()) {
            Optional<Found> found = command.hasMatchedOption(option) || silenced.contains(option)
                    ? Optional.empty()
                    : found(option).filter(Found::isFromFile);
            if (!command.hasMatchedOption(option)) {
                refuseFromHere(command, option);
            }
            quiet |=
                    option.longestName().equals("--quiet") && Boolean.TRUE.equals(option.getValue()) && found.isEmpty();
            found.ifPresent(value -> decided.computeIfAbsent(value.from(), file -> new StringJoiner(", "))
                    .add(value.name() + "=" + shown(value.value())));
        }
        if (!quiet) {
            decided.forEach((file, values) -> say.accept("%s from %s".formatted(values, file.label())));
        }
    }

    private void refuseFromHere(ParseResult command, OptionSpec option) {
        names(option)
                .filter(name -> OWN.contains(name) && !isSet(environment.get(variable(name))))
                .filter(name -> !own.isSameAs(here) && isSet(here.value(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw new ParameterException(
                            command.commandSpec().commandLine(),
                            "%s=%s in %s is not taken from the working folder: give --%s, set %s, or write it into %s"
                                    .formatted(
                                            name,
                                            shown(String.valueOf(here.value(name))),
                                            FILE,
                                            name,
                                            variable(name),
                                            own.label()));
                });
    }

    /** Without the password of a URL. */
    public static String shown(String value) {
        return Printable.value(value.strip().replaceAll("//[^/@\\s]*@", "//…@"));
    }

    /** A value with the option's name and the file it comes from; null for the environment. */
    private record Found(
            String name, String value, @Nullable PropertiesFile file) {

        boolean isFromFile() {
            return file != null;
        }

        PropertiesFile from() {
            return Objects.requireNonNull(file);
        }
    }

    private Optional<Found> found(OptionSpec option) {
        return option.usageHelp() || option.versionHelp()
                ? Optional.empty()
                : names(option).flatMap(name -> value(name).stream()).findFirst();
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

    private Optional<Found> value(String name) {
        String variable = environment.getOrDefault(variable(name), "");
        if (isSet(variable)) {
            return Optional.of(new Found(name, variable.strip(), null));
        }
        return Stream.of(here, own)
                .filter(file -> file == own || !OWN.contains(name))
                .flatMap(file -> Stream.ofNullable(file.value(name))
                        .filter(Defaults::isSet)
                        .map(value -> new Found(name, value.strip(), file)))
                .findFirst();
    }

    /** Workflows set variables to nothing where they mean nothing. */
    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    /** A file of properties, read when it is first asked. */
    private static final class PropertiesFile {

        private final Supplier<Path> file;
        private final boolean isHere;
        private @Nullable Properties properties;

        /** @param isHere whether it is that of the working folder */
        PropertiesFile(Supplier<Path> file, boolean isHere) {
            this.file = file;
            this.isHere = isHere;
        }

        String label() {
            return isHere ? FILE : file.get().toString();
        }

        boolean isSameAs(PropertiesFile other) {
            Path one = file.get();
            Path two = other.file.get();
            try {
                return Files.exists(one) && Files.exists(two) && Files.isSameFile(one, two);
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
            Path there = file.get();
            if (Files.isRegularFile(there)) {
                try (Reader in = Files.newBufferedReader(there)) {
                    read.load(in);
                } catch (IOException | IllegalArgumentException e) {
                    throw Failure.usage("%s is not a properties file in UTF-8 (%s): correct it or remove it"
                            .formatted(there.toAbsolutePath(), Printable.of(String.valueOf(e.getMessage()))));
                }
            }
            return read;
        }
    }
}
