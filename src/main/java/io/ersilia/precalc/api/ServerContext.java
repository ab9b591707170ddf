package io.ersilia.precalc.api;

import io.ersilia.precalc.web.WebUrl;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;

/**
 * What all connections of the local server share.
 *
 * @param threads answer complete requests; they refuse a request if too many wait
 * @param held bytes in memory of all bodies being received
 */
record ServerContext(
        LookupApi api,
        ConnectionLimits limits,
        boolean onLoopback,
        Consumer<String> log,
        ExecutorService threads,
        AtomicLong held) {

    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    /** On loopback, only requests addressed to this machine are answered: a foreign page may point its own name here. */
    boolean isMeant(HttpRequest request) {
        Header[] hosts = request.getHeaders("host");
        return !onLoopback
                || (hosts.length == 1
                        && WebUrl.isThisMachine(
                                PORT.matcher(hosts[0].getValue().strip()).replaceFirst("")));
    }

    /** Reserves memory for bytes of a body; false if none is left. */
    boolean hold(int bytes) {
        if (held.addAndGet(bytes) > limits.bodyBytes()) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void release(int bytes) {
        held.addAndGet(-bytes);
    }
}
