package io.ersilia.precalc.model;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The environment that a model's processes get: a list of names that may pass, so that no secret does. */
public final class ModelEnvironment {

    private static final Set<String> PASSING = Set.of(
            "HOME",
            "PATH",
            "LANG",
            "LANGUAGE",
            "USER",
            "LOGNAME",
            "SHELL",
            "TZ",
            "DOCKER_HOST",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "PULL_IMAGE",
            "EOS_CONFIG",
            "LD_LIBRARY_PATH",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "REQUESTS_CA_BUNDLE");

    private static final List<String> PASSING_PREFIXES = List.of("LC_", "CONDA_", "REDIS_");

    /** The model's server is on this machine: no proxy between it and the CLI. */
    private static final List<String> HERE = List.of("127.0.0.1", "0.0.0.0", "localhost");

    private ModelEnvironment() {}

    /** What of the environment may pass, with a temporary folder of its own. */
    public static Map<String, String> of(Map<String, String> environment, Path temporary) {
        Map<String, String> passed = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (passes(name)) {
                passed.put(name, value);
            }
        });
        Set<String> direct = new LinkedHashSet<>(HERE);
        for (String name : List.of("NO_PROXY", "no_proxy")) {
            for (String host : environment.getOrDefault(name, "").split(",", -1)) {
                direct.add(host.strip());
            }
        }
        direct.remove("");
        passed.put("NO_PROXY", String.join(",", direct));
        passed.put("no_proxy", String.join(",", direct));
        passed.put("HOME", home(environment).toString());
        passed.put("TMPDIR", temporary.toString());
        return passed;
    }

    /** The user's home as the CLI will see it. */
    public static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home", "/") : home)
                .toAbsolutePath();
    }

    private static boolean passes(String name) {
        return PASSING.contains(name)
                || (PASSING.contains(name.toUpperCase(Locale.ROOT)) && name.endsWith("_proxy"))
                || PASSING_PREFIXES.stream().anyMatch(name::startsWith);
    }
}
