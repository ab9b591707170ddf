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
 * @param threads that answer whole requests; refuses more than may wait
 * @param held bytes of bodies under way
 */
record ServerContext(
        LookupApi api,
        ConnectionLimits limits,
        boolean onLoopback,
        Consumer<String> log,
        ExecutorService threads,
        AtomicLong held) {

    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    /** On the loopback only who means this machine is answered: a foreign page may have pointed its name here. */
    boolean isMeant(HttpRequest request) {
        Header[] hosts = request.getHeaders("host");
        return !onLoopback
                || (hosts.length == 1
                        && WebUrl.isThisMachine(
                                PORT.matcher(hosts[0].getValue().strip()).replaceFirst("")));
    }

    /** Makes room for bytes of a body; false when there is none. */
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
