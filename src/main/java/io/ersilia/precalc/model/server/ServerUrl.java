package io.ersilia.precalc.model.server;

import io.ersilia.precalc.run.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** Where a model server is, such as {@code http://127.0.0.1:8080}; a path before that of the server's own may be in it. */
public record ServerUrl(URI uri) {

    private static final int MAX_PORT = 65_535;

    /**
     * Accepts an address of the web without anything secret in it.
     *
     * @throws IllegalArgumentException when no model server can be there
     */
    public ServerUrl {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "a name and password in --model-url are not supported: leave out what stands before @"
                            + uri.getHost());
        }
        if (!List.of("http", "https").contains(scheme)
                || uri.getHost() == null
                || uri.getPort() == 0
                || uri.getPort() > MAX_PORT
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw notOne(uri.toString());
        }
    }

    /**
     * Reads the address as a user writes it.
     *
     * @throws IllegalArgumentException when it is no URL of a model server
     */
    public static ServerUrl of(String text) {
        try {
            return new ServerUrl(new URI(text.strip().replaceAll("/+$", "")));
        } catch (URISyntaxException e) {
            throw notOne(text);
        }
    }

    private static IllegalArgumentException notOne(String text) {
        return new IllegalArgumentException("not the URL of a model server: '%s', expected e.g. http://127.0.0.1:8080"
                .formatted(Printable.of(text)));
    }

    /** The address of one of the server's own paths, which begin with a slash. */
    URI at(String path) {
        return URI.create(uri + path);
    }

    /** Whether it is on this machine, where no proxy may stand between. */
    boolean isLoopback() {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
