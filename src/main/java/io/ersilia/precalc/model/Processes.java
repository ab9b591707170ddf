package io.ersilia.precalc.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Processes that must not outlive the session they belong to. */
public final class Processes {

    /** How long a process may take to end once asked to, before it is killed. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final long LOOK_MILLIS = 5;

    private static final Path PROC = Path.of("/proc");

    private Processes() {}

    /** The process and everything it started that is still its descendant. */
    public static Set<ProcessHandle> withDescendants(ProcessHandle process) {
        Set<ProcessHandle> family = new LinkedHashSet<>();
        family.add(process);
        process.descendants().forEach(family::add);
        return family;
    }

    /** Processes of this user with {@code NAME=value} in the environment they were started with; Linux only. */
    public static Set<ProcessHandle> startedWith(String variable) {
        Set<ProcessHandle> found = new LinkedHashSet<>();
        if (!Files.isDirectory(PROC)) {
            return found;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                if (environment(folder).contains("\0" + variable + "\0")) {
                    ProcessHandle.of(Long.parseLong(folder.getFileName().toString()))
                            .filter(process -> !process.equals(ProcessHandle.current()))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            return found; // what cannot be seen cannot be ended
        }
        return found;
    }

    private static String environment(Path folder) {
        try {
            return "\0" + new String(Files.readAllBytes(folder.resolve("environ")), StandardCharsets.UTF_8) + "\0";
        } catch (IOException e) {
            return ""; // gone meanwhile, or another user's
        }
    }

    /** Ends the processes and any they start meanwhile: asks first, then kills. An interrupt only makes this faster. */
    public static void end(Collection<ProcessHandle> processes) {
        Set<ProcessHandle> all = new LinkedHashSet<>(processes);
        all.forEach(ProcessHandle::destroy);
        boolean interrupted = !await(all);
        for (ProcessHandle process : List.copyOf(all)) {
            all.addAll(withDescendants(process));
        }
        List<ProcessHandle> stubborn = all.stream().filter(Processes::runs).toList();
        stubborn.forEach(ProcessHandle::destroyForcibly);
        interrupted |= !await(stubborn);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until all have ended or the grace is over; polls by itself, as the JDK does only every half second. */
    private static boolean await(Collection<ProcessHandle> processes) {
        long begin = System.nanoTime();
        try {
            while (System.nanoTime() - begin < GRACE.toNanos()
                    && processes.stream().anyMatch(Processes::runs)) {
                Thread.sleep(LOOK_MILLIS);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Whether it is alive and not a zombie: in a container, zombies are often never reaped. */
    public static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(PROC.resolve(process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            return !stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return process.isAlive();
        }
    }
}
