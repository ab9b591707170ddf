package io.ersilia.precalc.run;

import java.util.concurrent.ThreadFactory;

/**
 * Threads that never keep the process alive.
 *
 * @param name of each thread
 * @param stackBytes the size of each stack; 0 for the default
 */
public record DaemonThreads(String name, long stackBytes) implements ThreadFactory {

    public DaemonThreads(String name) {
        this(name, 0);
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(null, work, name, stackBytes);
        thread.setDaemon(true);
        return thread;
    }
}
