package io.ersilia.precalc.model;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity of a process, written on what it may leave behind, so that a later process can tell whether it still
 * runs: a killed process cannot clean up.
 *
 * @param started epoch milliseconds, as process numbers are reused; 0 if the system does not say
 * @param host the name of its machine
 */
public record ProcessMark(long pid, long started, String host) {

    private static final Logger log = LoggerFactory.getLogger(ProcessMark.class);
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}):(\\d{1,18}):(\\S+)");
    private static final String UNKNOWN = "unknown";

    /** A process's start time shifts when the clock is set; process numbers are not reused this fast. */
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    public static ProcessMark self() {
        return new ProcessMark(ProcessHandle.current().pid(), started(ProcessHandle.current()), hostName());
    }

    /** Reads what {@link #toString} wrote; empty for anything else. */
    public static Optional<ProcessMark> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new ProcessMark(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)), parts.group(3)))
                : Optional.empty();
    }

    /** Whether it was a process of this machine and has ended; false for other machines, whose processes cannot be seen. */
    public boolean isGone() {
        return host.equals(hostName()) && !host.equals(UNKNOWN) && !lives();
    }

    private boolean lives() {
        return ProcessHandle.of(pid)
                .filter(Processes::runs)
                .map(ProcessMark::started)
                .filter(now -> now == 0 || started == 0 || Math.abs(now - started) < TOLERANCE.toMillis())
                .isPresent();
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String hostName() {
        try {
            return Files.isReadable(HOST_NAME)
                    ? Files.readString(HOST_NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return UNKNOWN;
        } catch (IOException e) {
            log.debug("no host name", e);
            return UNKNOWN;
        }
    }

    @Override
    public String toString() {
        return "%d:%d:%s".formatted(pid, started, host);
    }
}
