package io.ersilia.precalc.aws;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of DynamoDB's protocol (JSON over HTTP/1.1) on loopback, with little cost of its own: what it answers is
 * its handler's matter, and it does what no well-behaved server would. For tests and benchmarks.
 */
public final class LoopbackEndpoint implements Closeable {

    /**
     * What is asked.
     *
     * @param headers by name in lower case
     */
    public record Request(Map<String, String> headers, String body) {

        /** For example {@code BatchWriteItem}. */
        public String operation() {
            String target = header("x-amz-target");
            return target.substring(target.indexOf('.') + 1);
        }

        /** The header of that name in lower case; empty without. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /**
     * What comes back.
     *
     * @param status of HTTP; 0 drops the connection instead
     * @param delay before it comes
     * @param headers besides the usual ones, each with its line end
     */
    public record Answer(int status, String body, Duration delay, String headers) {

        public Answer(int status, String body, Duration delay) {
            this(status, body, delay, "");
        }

        public static Answer ok(String json) {
            return new Answer(200, json, Duration.ZERO);
        }

        /** The connection ends without a word. */
        public static Answer dropped() {
            return new Answer(0, "", Duration.ZERO);
        }

        public Answer after(Duration wait) {
            return new Answer(status, body, wait, headers);
        }

        public Answer with(String header, String value) {
            return new Answer(status, body, delay, headers + header + ": " + value + "\r\n");
        }
    }

    /** Answers one request; called by many threads. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Request request);
    }

    private final ServerSocket server;
    private final Handler handler;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    public LoopbackEndpoint(Handler handler) throws IOException {
        this(0, handler);
    }

    public LoopbackEndpoint(int port, Handler handler) throws IOException {
        this.server = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
        this.handler = handler;
        start("accept", this::accept);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(null, work, "endpoint-" + name, 256 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connection.setTcpNoDelay(true);
                connections.add(connection);
                start("connection", () -> serve(connection));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream(), 1 << 16);
                OutputStream out = connection.getOutputStream()) {
            for (Request request = read(in); request != null; request = read(in)) {
                Answer answer = handler.answer(request);
                if (!answer.delay().isZero()) {
                    Thread.sleep(answer.delay().toMillis());
                }
                if (answer.status() == 0) {
                    connection.setSoLinger(true, 0); // a reset, not an orderly end
                    return;
                }
                write(out, answer);
            }
        } catch (IOException e) { // the client has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        if (line(in).isEmpty()) {
            return null;
        }
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        return body.length < length ? null : new Request(headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static void write(OutputStream out, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        CRC32 checksum = new CRC32();
        checksum.update(body);
        String head = "HTTP/1.1 " + answer.status()
                + " Answer\r\nContent-Type: application/x-amz-json-1.0\r\nx-amz-crc32: " + checksum.getValue()
                + "\r\nContent-Length: " + body.length + "\r\n" + answer.headers() + "\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + body.length);
        whole.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        whole.writeBytes(body);
        whole.writeTo(out); // in one piece
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
