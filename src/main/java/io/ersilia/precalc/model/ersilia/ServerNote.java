package io.ersilia.precalc.model.ersilia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ersilia.precalc.model.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The CLI's note of a model's server in a session: {@code <pid> <url> <container>}.
 *
 * @param pid of the launcher; null if there is none, as in a container
 */
record ServerNote(@Nullable Long pid, URI url) {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int ANSWER_MILLIS = 5_000;
    private static final JsonMapper LENIENT = new JsonMapper();

    /** Reads the note; empty if it is absent or has no address, as after a failed start. */
    static Optional<ServerNote> read(Path file) {
        try {
            String[] words = Files.isRegularFile(file)
                    ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                            .strip()
                            .split("\\s+", -1)
                    : new String[0];
            if (words.length < 2) {
                return Optional.empty();
            }
            URI url = URI.create(words[1]);
            return url.getHost() == null ? Optional.empty() : Optional.of(new ServerNote(pid(words[0]), url));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Long pid(String word) {
        try {
            long pid = Long.parseLong(word);
            return pid > 1 && pid != ProcessHandle.current().pid() ? pid : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The launcher and everything it started that is still its descendant. */
    Set<ProcessHandle> processes() {
        return Optional.ofNullable(pid)
                .flatMap(ProcessHandle::of)
                .map(Processes::withDescendants)
                .orElse(Set.of());
    }

    /** Whether the launcher is alive, the port open, and the circuit breaker, if there is one, closed. */
    boolean isAlive() {
        return isLaunched() && accepts() && !breakerIsOpen();
    }

    /** Whether the launcher is alive, as far as it can be seen from here. */
    boolean isLaunched() {
        return pid == null || ProcessHandle.of(pid).map(Processes::runs).orElse(false);
    }

    /** Whether the server has loaded: until then it refuses connections, breaks them off, or answers 503. */
    boolean isLoaded() {
        try {
            HttpURLConnection root = get("/");
            try {
                return root.getResponseCode() < HttpURLConnection.HTTP_INTERNAL_ERROR;
            } finally {
                root.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    private boolean accepts() {
        int port = url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean breakerIsOpen() {
        return "open".equals(breaker("state").asText());
    }

    /** Whether the last call of its model failed, as the server reports; false if it does not report. */
    boolean lastCallFailed() {
        return breaker("failures").asInt() > 0;
    }

    private JsonNode breaker(String field) {
        try {
            HttpURLConnection health = get("/healthz");
            try (InputStream body = health.getInputStream()) {
                return LENIENT.readTree(body).path("breaker").path(field);
            } finally {
                health.disconnect();
            }
        } catch (IOException e) {
            return MissingNode.getInstance(); // not every server reports its health
        }
    }

    private HttpURLConnection get(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) url.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(ANSWER_MILLIS);
        return connection;
    }
}
