package io.ersilia.precalc.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder as a bucket of S3 of any name, which answers each request after that many milliseconds, until it is killed:
 * {@code FOLDER PORT MILLISECONDS}. Answers {@code GET /?requests} with how many there were of each kind.
 */
final class S3StandIn {

    private static final int PAGE = 1000;

    private final Path folder;
    private final long millis;
    private final Map<String, Integer> requests = new ConcurrentSkipListMap<>();
    private final NavigableSet<String> keys = new ConcurrentSkipListSet<>();

    private S3StandIn(Path folder, long millis) throws IOException {
        this.folder = folder;
        this.millis = millis;
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .forEach(keys::add);
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        // Otherwise the body waits for the acknowledgement of the headers: 40 ms more than the caller asked for.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])), 0);
        S3StandIn standIn = new S3StandIn(Path.of(args[0]), Long.parseLong(args[2]));
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", standIn::answer);
        server.start();
        Thread.currentThread().join();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try (exchange) {
            Thread.sleep(millis);
            String path = exchange.getRequestURI().getPath();
            String key = path.substring(path.indexOf('/', 1) + 1);
            String query = String.valueOf(exchange.getRequestURI().getRawQuery());
            if (query.contains("requests")) {
                send(exchange, 200, (requests + "\n").getBytes(StandardCharsets.UTF_8));
                return;
            }
            requests.merge(query.contains("list-type=2") ? "LIST" : exchange.getRequestMethod(), 1, Integer::sum);
            if (query.contains("list-type=2") && !parameter(query, "delimiter").isEmpty()) {
                send(exchange, 200, folders(parameter(query, "prefix")).getBytes(StandardCharsets.UTF_8));
                return;
            }
            if (query.contains("list-type=2")) {
                send(exchange, 200, list(query).getBytes(StandardCharsets.UTF_8));
                return;
            }
            Path file = folder.resolve(key);
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    Files.createDirectories(file.getParent());
                    Files.write(file, plain(exchange, body));
                    keys.add(key);
                    exchange.getResponseHeaders().set("ETag", "\"1\"");
                    send(exchange, 200, new byte[0]);
                }
                case "DELETE" -> {
                    Files.deleteIfExists(file);
                    keys.remove(key);
                    exchange.sendResponseHeaders(204, -1);
                }
                default -> get(exchange, file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void get(HttpExchange exchange, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8));
            return;
        }
        byte[] all = Files.readAllBytes(file);
        exchange.getResponseHeaders().set("ETag", "\"1\"");
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            send(exchange, 200, all);
            return;
        }
        String[] ends = range.substring("bytes=".length()).split("-", 2);
        int from = Integer.parseInt(ends[0]);
        if (from >= all.length) {
            send(exchange, 416, new byte[0]);
            return;
        }
        int to = (int) Math.min(all.length - 1L, ends[1].isEmpty() ? Long.MAX_VALUE : Long.parseLong(ends[1]));
        exchange.getResponseHeaders().set("Content-Range", "bytes %d-%d/%d".formatted(from, to, all.length));
        send(exchange, 206, Arrays.copyOfRange(all, from, to + 1));
    }

    /** A page of at most 1,000 keys, as S3 has them; the token is the last key of the page before. */
    private String list(String query) {
        String prefix = parameter(query, "prefix");
        String token = parameter(query, "continuation-token");
        List<String> found = (token.isEmpty() ? keys.tailSet(prefix, true) : keys.tailSet(token, false))
                .stream()
                        .takeWhile(key -> key.startsWith(prefix))
                        .limit(PAGE + 1)
                        .toList();
        boolean more = found.size() > PAGE;
        List<String> page = found.subList(0, Math.min(PAGE, found.size()));
        return page.stream()
                .map(key -> "<Contents><Key>%s</Key><Size>1</Size></Contents>".formatted(key))
                .collect(Collectors.joining(
                        "",
                        "<ListBucketResult><IsTruncated>%s</IsTruncated>%s"
                                .formatted(
                                        more,
                                        more
                                                ? "<NextContinuationToken>%s</NextContinuationToken>"
                                                        .formatted(page.get(PAGE - 1))
                                                : ""),
                        "</ListBucketResult>"));
    }

    private String folders(String prefix) {
        return keys.tailSet(prefix, true).stream()
                .takeWhile(key -> key.startsWith(prefix))
                .filter(key -> key.indexOf('/', prefix.length()) > 0)
                .map(key -> key.substring(0, key.indexOf('/', prefix.length()) + 1))
                .distinct()
                .map("<CommonPrefixes><Prefix>%s</Prefix></CommonPrefixes>"::formatted)
                .collect(Collectors.joining(
                        "", "<ListBucketResult><IsTruncated>false</IsTruncated>", "</ListBucketResult>"));
    }

    private static String parameter(String query, String name) {
        return Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith(name + "="))
                .map(part -> URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    /** The content without the frames in which the SDK signs pieces of it. */
    private static byte[] plain(HttpExchange exchange, byte[] body) {
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        if (encoding == null || !encoding.contains("aws-chunked")) {
            return body;
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        String latin = new String(body, StandardCharsets.ISO_8859_1);
        for (int at = 0; ; ) {
            int end = latin.indexOf("\r\n", at);
            int length = Integer.parseInt(latin.substring(at, end).split(";", 2)[0], 16);
            if (length == 0) {
                return plain.toByteArray();
            }
            plain.write(body, end + 2, length);
            at = end + 2 + length + 2;
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
