package io.ersilia.precalc.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.Http1StreamListener;
import org.apache.hc.core5.http.nio.ContentDecoder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection: how fast the client sends and reads, which requests are under way, and whether the client is still there.
 */
final class ClientConnection implements HeadParser.Listener, Http1StreamListener {

    /** Requests that may be sent before the first is answered; hardly any client sends two. */
    private static final int MOST_AT_ONCE = 16;

    /** How long a client that was too slow may take to read the refusal. */
    private static final Duration TO_READ_WHY = Duration.ofSeconds(1);

    private final ServerContext reception;
    private final IOSession session;
    private final HeadParser parser = new HeadParser(this);
    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();

    private volatile @Nullable MinimumRate arriving;
    private volatile @Nullable MinimumRate leaving;
    private volatile @Nullable Exchange receiving;

    ClientConnection(ServerContext reception, IOSession session) {
        this.reception = reception;
        this.session = session;
        this.arriving = idle();
    }

    HeadParser parser() {
        return parser;
    }

    Exchange exchange() {
        Exchange exchange = new Exchange(reception, this);
        underWay.add(exchange);
        if (underWay.size() > MOST_AT_ONCE) {
            disconnect();
        }
        return exchange;
    }

    /** Closes gracefully, so that the client can still read what was sent; the library's other way prevents that. */
    void disconnect() {
        session.close(CloseMode.GRACEFUL);
    }

    @Override
    public void headBegins() {
        arriving = pace();
    }

    void bodyBegins(Exchange exchange) {
        arriving = pace();
        receiving = exchange;
    }

    void arrived(int bytes) {
        MinimumRate pace = arriving;
        if (pace != null) {
            pace.moved(bytes);
        }
    }

    void requestIsWhole() {
        receiving = null;
        arriving = null;
    }

    void answerBegins() {
        leaving = pace();
    }

    void left(int bytes) {
        MinimumRate pace = leaving;
        if (pace != null) {
            pace.moved(bytes);
        }
    }

    @Override
    public void onExchangeComplete(HttpConnection connection, boolean keepAlive) {
        leaving = null;
    }

    void over(Exchange exchange) {
        underWay.remove(exchange);
        if (underWay.isEmpty() && arriving == null) {
            arriving = idle();
        }
    }

    /** A client that closes its half of the connection is gone: its request need not be completed. */
    @Override
    public void inputEnds() {
        if (leave()) {
            disconnect();
        }
    }

    /** Stops the requests under way; false if there were none. */
    boolean leave() {
        return underWay.stream().filter(Exchange::leave).count() > 0;
    }

    /** Disconnects a client that sends or reads too slowly. */
    void check(long now) {
        MinimumRate in = arriving;
        MinimumRate out = leaving;
        if (out != null && out.isTooSlow(now)) {
            disconnect();
        } else if (in != null && in.isTooSlow(now)) {
            Exchange exchange = receiving;
            if (exchange != null && exchange.refuse(Problem.tooSlow())) {
                arriving = pace(now, TO_READ_WHY);
            } else {
                disconnect();
            }
        }
    }

    private MinimumRate pace() {
        return pace(System.nanoTime(), reception.limits().patience());
    }

    private MinimumRate idle() {
        return pace(System.nanoTime(), reception.limits().idle());
    }

    private MinimumRate pace(long now, Duration patience) {
        return new MinimumRate(now, patience, reception.limits().bytesPerSecond());
    }

    /** The length of the body. If the headers do not say it properly, the request is refused and nothing after it is read. */
    long length(HttpMessage request) {
        try {
            long length = DefaultContentLengthStrategy.INSTANCE.determineLength(request);
            if (!request.containsHeader(HttpHeaders.TRANSFER_ENCODING)
                    || !request.containsHeader(HttpHeaders.CONTENT_LENGTH)) {
                return length;
            }
        } catch (HttpException e) {
            // Refused below, in our own words.
        }
        parser.stop();
        ((RequestHead) request)
                .refuse(Problem.of(null, "Content-Length and Transfer-Encoding do not say how long the body is"));
        return DefaultContentLengthStrategy.UNDEFINED;
    }

    /** The same body, which ends at a malformed chunk with a refusal. */
    ContentDecoder refusing(ContentDecoder body) {
        return new ContentDecoder() {
            private boolean broken;

            @Override
            public int read(ByteBuffer into) throws IOException {
                try {
                    return broken ? 0 : body.read(into);
                } catch (MalformedChunkCodingException | MessageConstraintException e) {
                    broken = true;
                    parser.stop();
                    Exchange exchange = receiving;
                    if (exchange != null) {
                        exchange.refuse(Problem.of(null, "the body is not in chunks as RFC 9112 has them"));
                    }
                    return 0;
                }
            }

            @Override
            public boolean isCompleted() {
                return broken || body.isCompleted();
            }

            @Override
            public @Nullable List<? extends Header> getTrailers() {
                return broken ? null : body.getTrailers();
            }
        };
    }

    @Override
    public void onRequestHead(HttpConnection connection, HttpRequest request) {}

    @Override
    public void onResponseHead(HttpConnection connection, HttpResponse response) {}

    /** Whether bytes move fast enough: at least at a minimum rate, after an initial grace period. */
    private static final class MinimumRate {

        private final long since;
        private final long patience;
        private final int bytesPerSecond;
        private final AtomicLong bytes = new AtomicLong();

        MinimumRate(long now, Duration patience, int bytesPerSecond) {
            this.since = now;
            this.patience = patience.toNanos();
            this.bytesPerSecond = bytesPerSecond;
        }

        void moved(int count) {
            bytes.addAndGet(count);
        }

        boolean isTooSlow(long now) {
            return now - since - patience > bytes.get() * 1_000_000_000L / bytesPerSecond;
        }
    }
}
