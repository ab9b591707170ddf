package io.ersilia.precalc.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a server that loses every connection after the given number of bytes. */
final class LossyProxy implements AutoCloseable {

    private static final int BUFFER = 8192;

    private final ServerSocket socket;
    private final URI server;
    private final long bytes;
    private final AtomicInteger lost = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    LossyProxy(URI server, long bytes) throws IOException {
        this.server = server;
        this.bytes = bytes;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    URI endpoint() {
        return URI.create("http://localhost:" + socket.getLocalPort());
    }

    int lost() {
        return lost.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Socket upstream = new Socket(server.getHost(), server.getPort());
                threads.execute(() -> pump(client, upstream, Long.MAX_VALUE));
                threads.execute(() -> pump(upstream, client, bytes));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void pump(Socket from, Socket to, long limit) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            long left = limit;
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    return;
                }
                out.write(buffer, 0, n);
                left -= n;
            }
            lost.incrementAndGet();
        } catch (IOException e) { // one side closed: so does the other
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
