package io.ersilia.precalc.api;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.nio.AbstractMessageParser;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.RequestLine;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads the heads of requests from one connection. A malformed one becomes a request that carries the reason, so that it is
 * answered in our words and not the library's; nothing after it is read, as the start of the next request is unknown.
 */
final class HeadParser extends AbstractMessageParser<HttpRequest> {

    /** Limits on the bytes of a line and the lines of a head: more than any client needs. */
    static final Http1Config CONFIG = Http1Config.custom()
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(100)
            .setMaxEmptyLineCount(5)
            .build();

    private static final Pattern METHOD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}");
    private static final Pattern TARGET = Pattern.compile("[!-~]+");

    /** Receives the heads of a connection. */
    interface Listener {

        /** The first byte of a head has arrived. */
        void headBegins();

        /** The client sends nothing more. */
        void inputEnds();
    }

    private final Listener listener;
    private boolean begun;
    private boolean refused;

    HeadParser(Listener listener) {
        super(CONFIG, BasicLineParser.INSTANCE);
        this.listener = listener;
    }

    /** From now on everything is dropped. */
    void stop() {
        refused = true;
    }

    @Override
    @SuppressWarnings("NullAway") // null asks for more bytes
    public HttpRequest parse(SessionInputBuffer buffer, boolean endOfStream) throws IOException {
        if (endOfStream && !buffer.hasData()) {
            listener.inputEnds();
            return null;
        }
        if (refused) {
            while (buffer.hasData()) {
                buffer.read();
            }
            return null;
        }
        if (!begun && buffer.hasData()) {
            begun = true;
            listener.headBegins();
        }
        try {
            HttpRequest request = super.parse(buffer, false);
            begun = begun && request == null;
            return request;
        } catch (HttpException e) {
            stop();
            return new RequestHead(problem(e));
        } catch (MessageConstraintException e) {
            stop();
            return new RequestHead(Problem.of(
                    431,
                    "Request Header Fields Too Large",
                    "the head of the request is too large: at most %d bytes a line and %d headers"
                            .formatted(CONFIG.getMaxLineLength(), CONFIG.getMaxHeaderCount())));
        }
    }

    private static Problem problem(HttpException e) {
        return e instanceof UnsupportedHttpVersionException
                ? Problem.of(505, "HTTP Version Not Supported", "the version is not HTTP/1.0 or HTTP/1.1: use one")
                : Problem.of(null, "the head of the request is not HTTP as RFC 9112 writes it down");
    }

    @Override
    protected HttpRequest createMessage(CharArrayBuffer buffer) throws HttpException {
        RequestLine line = BasicLineParser.INSTANCE.parseRequestLine(buffer);
        if (!METHOD.matcher(line.getMethod()).matches()
                || !TARGET.matcher(line.getUri()).matches()) {
            throw new HttpException("neither method nor target");
        }
        if (!line.getProtocolVersion().lessEquals(HttpVersion.HTTP_1_1)) {
            throw new UnsupportedHttpVersionException(line.getProtocolVersion());
        }
        return new RequestHead(line);
    }
}
