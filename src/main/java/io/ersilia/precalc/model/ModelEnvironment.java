package io.ersilia.precalc.model;

import io.ersilia.precalc.run.LocalPath;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** The environment that a model's processes get: only listed names pass, so that no secret does. */
public final class ModelEnvironment {

    /** Whole names: a prefix would also admit names such as {@code CONDA_TOKEN} or {@code REDIS_PASSWORD}. */
    private static final Set<String> PASSING = Set.of(
            "HOME",
            "PATH",
            "LANG",
            "LANGUAGE",
            "LC_ALL",
            "LC_COLLATE",
            "LC_CTYPE",
            "LC_MESSAGES",
            "LC_MONETARY",
            "LC_NUMERIC",
            "LC_TIME",
            "USER",
            "LOGNAME",
            "SHELL",
            "TZ",
            "CONDA_DEFAULT_ENV",
            "CONDA_ENVS_PATH",
            "CONDA_EXE",
            "CONDA_PKGS_DIRS",
            "CONDA_PREFIX",
            "CONDA_PYTHON_EXE",
            "CONDA_SHLVL",
            "DOCKER_HOST",
            "PULL_IMAGE",
            "EOS_CONFIG",
            "LD_LIBRARY_PATH",
            "REDIS_EXPIRATION",
            "REDIS_HOST",
            "REDIS_PORT",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "REQUESTS_CA_BUNDLE");

    /** URLs, which pass without a user's name and password. */
    private static final Set<String> ADDRESSES =
            Set.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "REDIS_URI");

    private static final Pattern USER = Pattern.compile("^((?:[A-Za-z][\\w+.-]*:)?//)?[^/]*@");

    /** Hosts to reach without a proxy: the model's server is on this machine. */
    private static final List<String> HERE = List.of("127.0.0.1", "0.0.0.0", "localhost");

    private ModelEnvironment() {}

    /** The part of the environment that may pass, with this temporary folder. */
    public static Map<String, String> of(Map<String, String> environment, Path temporary) {
        Map<String, String> passed = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (PASSING.contains(name)) {
                passed.put(name, value);
            } else if (ADDRESSES.contains(name)) {
                passed.put(name, withoutUser(name, value));
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
        return LocalPath.of(home.isEmpty() ? System.getProperty("user.home", "/") : home)
                .toAbsolutePath();
    }

    private static String withoutUser(String name, String address) {
        Matcher user = USER.matcher(address);
        if (!user.find()) {
            return address;
        }
        LoggerFactory.getLogger(ModelEnvironment.class) // not a field, so that --help loads no logging
                .warn(
                        "{} contains a user: the model's programs get the address without it, as the model could read it",
                        name);
        return user.replaceFirst("$1");
    }
}
