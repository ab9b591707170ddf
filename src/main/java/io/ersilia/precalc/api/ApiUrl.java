package io.ersilia.precalc.api;

import io.ersilia.precalc.run.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where a lookup API is, such as {@code https://abc.example.org/prod}; the stage's path is part of it. */
public record ApiUrl(URI uri) {

    private static final int MAX_PORT = 65_535;

    /** Names that lead nowhere else, whatever a name server says of others that begin alike. */
    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /**
     * Accepts an address of the web without anything secret in it.
     *
     * @throws IllegalArgumentException when no lookup API can be there
     */
    public ApiUrl {
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "a name and password in --api are not supported: leave out what stands before @" + uri.getHost());
        }
        if (!List.of("http", "https").contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))
                || uri.getHost() == null
                || uri.getPort() == 0
                || uri.getPort() > MAX_PORT
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw notOne(uri.toString());
        }
    }

    /**
     * Reads the address as a user writes it, with or without a slash at its end.
     *
     * @throws IllegalArgumentException when it is no URL of a lookup API
     */
    public static ApiUrl of(String text) {
        try {
            return new ApiUrl(new URI(text.strip().replaceAll("/+$", "")));
        } catch (URISyntaxException e) {
            throw notOne(text);
        }
    }

    private static IllegalArgumentException notOne(String text) {
        String shown = text.replaceAll("//[^/]*@", "//"); // what may be a password is not repeated
        return new IllegalArgumentException(
                "not the URL of a lookup API: '%s', expected e.g. https://abc.example.org/prod with --api"
                        .formatted(Printable.of(shown)));
    }

    /** The address of one of the API's own paths, which begin with a slash. */
    URI at(String path) {
        return URI.create(uri + path);
    }

    /** Whether it is on this machine, where no proxy may stand between. */
    boolean isLoopback() {
        return THIS_MACHINE.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether nobody between here and there can read what is sent. */
    boolean isPrivate() {
        return isLoopback() || "https".equalsIgnoreCase(uri.getScheme());
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
