package io.ersilia.precalc.web;

import io.ersilia.precalc.run.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address of a web service, such as {@code https://abc.example.org/prod}; it may include a path prefix. */
public record WebUrl(URI uri) {

    private static final int MAX_PORT = 65_535;

    /** Names that always mean this machine, whatever a name server says about similar names. */
    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /** The kind of service that an option names, for error messages. */
    public record Purpose(String option, String service, String example) {}

    public WebUrl {
        if (!isOne(uri)) {
            throw new IllegalArgumentException(
                    "not the URL of a service: '%s'".formatted(Printable.of(shown(uri.toString()))));
        }
    }

    private static boolean isOne(URI uri) {
        return List.of("http", "https").contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getPort() != 0
                && uri.getPort() <= MAX_PORT
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    /**
     * Parses the address as users write it, with or without a slash at the end.
     *
     * @throws IllegalArgumentException if it is not the address of such a service, or contains a password
     */
    public static WebUrl of(String text, Purpose purpose) {
        try {
            URI uri = new URI(text.strip().replaceAll("/+$", ""));
            if (uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "a name and password in %s are not supported: leave out what stands before @%s"
                                .formatted(purpose.option(), uri.getHost()));
            }
            if (isOne(uri)) {
                return new WebUrl(uri);
            }
        } catch (URISyntaxException e) {
            // refused below with the same message
        }
        throw new IllegalArgumentException("%s %s: expected the URL of %s, e.g. %s"
                .formatted(purpose.option(), Printable.value(shown(text)), purpose.service(), purpose.example()));
    }

    /** Leaves out anything that may be a password. */
    private static String shown(String text) {
        return text.replaceAll("//[^/]*@", "//");
    }

    /** The address of one of the service's paths, which begin with a slash. */
    public URI at(String path) {
        return URI.create(uri + path);
    }

    /** Whether the service is on this machine, so that no proxy may be used. */
    public boolean isLoopback() {
        return isThisMachine(uri.getHost());
    }

    /** Whether the host of a URL or of a request, without a port, names this machine. */
    public static boolean isThisMachine(String host) {
        return THIS_MACHINE.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether no one on the way can read what is sent. */
    public boolean isPrivate() {
        return isLoopback() || "https".equalsIgnoreCase(uri.getScheme());
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
