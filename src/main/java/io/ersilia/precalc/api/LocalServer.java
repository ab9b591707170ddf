package io.ersilia.precalc.api;

import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ReadableByteChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseWriterFactory;
import org.apache.hc.core5.http.impl.nio.ServerHttp1IOEventHandler;
import org.apache.hc.core5.http.impl.nio.ServerHttp1StreamDuplexer;
import org.apache.hc.core5.http.nio.ContentDecoder;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.ResponseDate;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ListenerEndpoint;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * The lookup API over HTTP on this machine. A few threads read and write for all connections, so that a slow client occupies a
 * connection and nothing else; other threads answer complete requests.
 */
public final class LocalServer implements AutoCloseable {

    /** Requests answered at the same time. */
    private static final int THREADS = 16;

    /** Requests that wait for one of the threads; further ones are refused. */
    private static final int WAITING = 64;

    /** Connections that wait to be accepted. */
    private static final int BACKLOG = 256;

    /** Threads that read and write. */
    private static final int IO_THREADS = 2;

    /** Seconds that requests under way have to complete when the server stops. */
    private static final int SECONDS_TO_END = 1;

    /** How many times per period of patience clients are checked for being too slow. */
    private static final int LOOKS = 20;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), new DaemonThreads("lookup"));
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("patience"));
    private final Set<ClientConnection> clients = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> peers = new ConcurrentHashMap<>();
    private final ServerContext reception;
    private final HttpAsyncServer server;
    private final int port;

    private LocalServer(LookupApi api, InetSocketAddress address, ConnectionLimits limits, Consumer<String> log)
            throws IOException {
        reception = new ServerContext(
                api, limits, address.getAddress().isLoopbackAddress(), log, threads, new AtomicLong());
        server = new HttpAsyncServer(
                (session, attachment) -> connection(session),
                IOReactorConfig.custom()
                        .setIoThreadCount(IO_THREADS)
                        .setTcpNoDelay(true)
                        .setSoReuseAddress(true)
                        .setBacklogSize(BACKLOG)
                        .build(),
                null,
                LocalServer::ignore,
                null,
                null,
                null,
                null);
        port = listen(address);
        long look = Math.max(1, limits.patience().toMillis() / LOOKS);
        var unused = clock.scheduleAtFixedRate(
                () -> clients.forEach(client -> client.check(System.nanoTime())), look, look, TimeUnit.MILLISECONDS);
    }

    /** Broken connections are the clients' concern; failures of answers are logged. */
    private static void ignore(Exception trouble) {}

    private int listen(InetSocketAddress address) throws IOException {
        server.start();
        try {
            ListenerEndpoint endpoint = server.listen(address, URIScheme.HTTP).get();
            return ((InetSocketAddress) endpoint.getAddress()).getPort();
        } catch (ExecutionException e) {
            close();
            throw new IOException(systemSays(e.getCause()), e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The system's own words, without those that the library puts before them. */
    private static String systemSays(@Nullable Throwable refusal) {
        String said = refusal == null ? "" : String.valueOf(refusal.getMessage());
        return said.substring(said.lastIndexOf(": ") < 0 ? 0 : said.lastIndexOf(": ") + 2);
    }

    /**
     * Opens the port and starts answering.
     *
     * @param port the port; 0 for any free one
     * @param onLoopback whether only this machine can reach it
     * @param log receives a line for each request
     */
    public static LocalServer start(LookupApi api, int port, boolean onLoopback, Consumer<String> log) {
        return start(api, port, onLoopback, ConnectionLimits.USUAL, log);
    }

    static LocalServer start(
            LookupApi api, int port, boolean onLoopback, ConnectionLimits limits, Consumer<String> log) {
        try {
            return new LocalServer(
                    api,
                    onLoopback ? new InetSocketAddress(loopback(), port) : new InetSocketAddress(port),
                    limits,
                    log);
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot listen on port %d: %s; name another with --port, 0 for a free one"
                            .formatted(port, Printable.reason(e)),
                    e);
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    }

    public String url() {
        return "http://127.0.0.1:%d".formatted(port);
    }

    private IOEventHandler connection(ProtocolIOSession session) {
        ClientConnection client = new ClientConnection(reception, session);
        return new ServerHttp1IOEventHandler(duplexer(session, client)) {
            private @Nullable InetAddress peer;

            @Override
            public void connected(IOSession connected) throws IOException {
                InetAddress from = peer(connected);
                peer = from;
                if (admit(from, client)) {
                    super.connected(connected);
                } else {
                    connected.close(CloseMode.IMMEDIATE);
                }
            }

            @Override
            public void disconnected(IOSession gone) {
                super.disconnected(gone);
                client.leave();
                if (peer != null) {
                    dismiss(peer, client);
                    peer = null;
                }
            }
        };
    }

    private static ServerHttp1StreamDuplexer duplexer(ProtocolIOSession session, ClientConnection client) {
        ContentLengthStrategy length = client::length;
        return new ServerHttp1StreamDuplexer(
                session,
                HttpProcessorBuilder.create().add(new ResponseDate()).build(),
                (request, context) -> client.exchange(),
                URIScheme.HTTP.id,
                HeadParser.CONFIG,
                CharCodingConfig.DEFAULT,
                DefaultConnectionReuseStrategy.INSTANCE,
                client.parser(),
                new DefaultHttpResponseWriterFactory(HeadParser.CONFIG).create(),
                length,
                DefaultContentLengthStrategy.INSTANCE,
                client,
                null) {
            @Override
            @SuppressWarnings("NullAway") // null where a request has no body
            protected ContentDecoder createContentDecoder(
                    long size,
                    ReadableByteChannel channel,
                    SessionInputBuffer buffer,
                    BasicHttpTransportMetrics metrics)
                    throws HttpException {
                ContentDecoder body = super.createContentDecoder(size, channel, buffer, metrics);
                return body == null ? null : client.refusing(body);
            }
        };
    }

    /** The client's address; it may be unknown once the connection is closed, so all unknown ones are counted together. */
    private static InetAddress peer(IOSession session) {
        return session.getRemoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    private boolean admit(InetAddress peer, ClientConnection client) {
        clients.add(client);
        return peers.merge(peer, 1, Integer::sum) <= reception.limits().ofAPeer()
                && clients.size() <= reception.limits().connections();
    }

    private void dismiss(InetAddress peer, ClientConnection client) {
        clients.remove(client);
        peers.computeIfPresent(peer, (address, count) -> count > 1 ? Integer.valueOf(count - 1) : null);
    }

    /** Accepts no more requests, and gives those under way a second to complete. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        threads.shutdown();
        clock.shutdown();
        try {
            threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
            server.initiateShutdown();
            server.awaitShutdown(TimeValue.ofSeconds(SECONDS_TO_END));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        server.close(CloseMode.IMMEDIATE);
        threads.shutdownNow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
