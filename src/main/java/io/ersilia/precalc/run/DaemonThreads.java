package io.ersilia.precalc.run;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that never keep the process alive.
 *
 * @param name of each thread
 * @param stackBytes the size of each stack; 0 for the default
 */
public record DaemonThreads(String name, long stackBytes) implements ThreadFactory {

    private static final long IDLE_SECONDS = 10;

    public DaemonThreads(String name) {
        this(name, 0);
    }

    /** A pool of that many threads; threads without work end after some seconds. */
    public ThreadPoolExecutor pool(int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(null, work, name, stackBytes);
        thread.setDaemon(true);
        return thread;
    }
}
