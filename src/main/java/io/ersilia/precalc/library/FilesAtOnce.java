package io.ersilia.precalc.library;

import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads several files of a library at the same time. */
final class FilesAtOnce {

    /** Each has a buffer of up to two megabytes. From S3 a file comes at some 100 MB/s, more of them as fast as the line. */
    private static final int MOST = 8;

    private FilesAtOnce() {}

    /** What is found in each, in their order. The first failure ends all. */
    static <T> List<T> all(List<Callable<T>> files) {
        int threads = Math.min(MOST, 2 * Runtime.getRuntime().availableProcessors());
        ExecutorService readers = Executors.newFixedThreadPool(threads, new DaemonThreads("library"));
        try {
            List<Future<T>> all = new ArrayList<>();
            files.forEach(file -> all.add(readers.submit(file)));
            List<T> found = new ArrayList<>();
            for (Future<T> one : all) {
                found.add(one.get());
            }
            return found;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        } finally {
            readers.shutdownNow();
        }
    }
}
