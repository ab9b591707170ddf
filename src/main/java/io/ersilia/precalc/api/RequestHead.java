package io.ersilia.precalc.api;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.message.RequestLine;
import org.jspecify.annotations.Nullable;

/** The head of a request as it was sent, or why it is malformed. */
@SuppressWarnings("serial") // never written anywhere
final class RequestHead extends BasicHttpRequest {

    private final String target;
    private transient @Nullable Problem problem;

    RequestHead(RequestLine line) {
        super(line.getMethod(), "/"); // the path is read undecoded, by us
        this.target = line.getUri();
        setVersion(line.getProtocolVersion());
    }

    /** A malformed head, answered as if it were a request. */
    RequestHead(Problem problem) {
        super("", "/");
        this.target = "";
        this.problem = problem;
        setVersion(HttpVersion.HTTP_1_1);
    }

    /** Why the head is malformed; null if it is not. */
    @Nullable
    Problem problem() {
        return problem;
    }

    void refuse(Problem reason) {
        problem = reason;
    }

    ApiRequest withoutBody(String id) {
        String[] parts = target.split("\\?", 2);
        Map<String, String> headers = new HashMap<>();
        for (Header header : getHeaders()) {
            headers.putIfAbsent(header.getName(), header.getValue());
        }
        return new ApiRequest(
                getMethod(), parts[0], parts.length == 1 ? null : from(parts[1]), headers, new byte[0], id);
    }

    private static @Nullable String from(String query) {
        return Stream.of(query.split("&", -1))
                .filter(one -> one.startsWith("from="))
                .map(one -> one.substring("from=".length()))
                .findFirst()
                .orElse(null);
    }
}
