package io.ersilia.precalc.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;

/**
 * The page for people: the files built from the project in {@code web}, each compressed in the jar. A jar that was built
 * without Node.js has none.
 */
final class PageFiles {

    private static final String FOLDER = "/page/";
    private static final String START = "index.html";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8",
            "wasm", "application/wasm");

    /** Everything comes from this server. The chemistry kit is WebAssembly, and draws structures as images. */
    private static final String POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self';"
            + " style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    /** For texts; all other files have names that change with their content. */
    private static final String ASK_AGAIN = "no-cache";

    private static final String KEEP = "public, max-age=31536000, immutable";

    private static final String NO_PAGE = """
            <!doctype html><html lang="en"><title>precalc</title>
            <p>This precalc was built without Node.js, so it has no page. Take precalc.jar from a release, or install Node.js 20 and\
             build it again. The API answers here as <a href="openapi.json">openapi.json</a> describes.</p></html>
            """;

    /** The page's first file. */
    ApiAnswer start(ApiRequest request) {
        return packed(START)
                .map(bytes -> answer(request, START, bytes, ASK_AGAIN))
                .orElseGet(() -> new ApiAnswer(
                        200, headers(START, ASK_AGAIN), NO_PAGE.getBytes(StandardCharsets.UTF_8), ResultCounts.NONE));
    }

    /** One of the files that the page needs. */
    ApiAnswer file(ApiRequest request, String name) {
        return packed(name)
                .map(bytes -> answer(request, name, bytes, name.endsWith(".txt") ? ASK_AGAIN : KEEP))
                .orElseThrow(() -> Problem.notFound(null, "the page has no such file: load it again from /"));
    }

    private static Optional<byte[]> packed(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name + ".gz")) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read %s of the program's jar".formatted(name), e);
        }
    }

    private static ApiAnswer answer(ApiRequest request, String name, byte[] packed, String keeping) {
        Map<String, String> headers = headers(name, keeping);
        headers.put("etag", tag(packed));
        if (Objects.equals(request.header("if-none-match"), headers.get("etag"))) {
            return new ApiAnswer(304, headers, new byte[0], ResultCounts.NONE);
        }
        if (Objects.requireNonNullElse(request.header("accept-encoding"), "").contains("gzip")) {
            headers.put("content-encoding", "gzip");
            return new ApiAnswer(200, headers, packed, ResultCounts.NONE);
        }
        return new ApiAnswer(200, headers, unpacked(packed), ResultCounts.NONE);
    }

    private static Map<String, String> headers(String name, String keeping) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain"));
        headers.put("content-security-policy", POLICY);
        headers.put("referrer-policy", "no-referrer");
        headers.put("cache-control", keeping);
        headers.put("vary", "accept-encoding");
        return headers;
    }

    private static String tag(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return "\"%x-%x\"".formatted(bytes.length, sum.getValue());
    }

    private static byte[] unpacked(byte[] packed) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the page is damaged in the program's jar", e);
        }
    }
}
