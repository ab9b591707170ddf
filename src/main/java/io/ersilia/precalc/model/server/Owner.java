package io.ersilia.precalc.model.server;

import io.ersilia.precalc.model.Processes;
import io.ersilia.precalc.model.server.DockerProgram.Step;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that a container belongs to, written on it as a label: who was killed can remove nothing, and the next one
 * does it.
 *
 * @param started epoch milliseconds; 0 when the system does not say
 */
record Owner(long pid, long started, String host) {

    private static final Logger log = LoggerFactory.getLogger(Owner.class);
    private static final String LABEL = "io.ersilia.precalc.owner";
    private static final Pattern LINE = Pattern.compile("(?m)^(\\w+) (\\d{1,18}):(\\d{1,18}):(\\S+)$");
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** The time of a process's start moves when the clock is set; process numbers do not come round that fast. */
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    /** This process. */
    static Owner self() {
        return new Owner(ProcessHandle.current().pid(), started(ProcessHandle.current()), hostName());
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
            return "unknown";
        } catch (IOException e) {
            log.debug("no host name", e);
            return "unknown: " + Printable.reason(e);
        }
    }

    /** For {@code docker run --label}. */
    String label() {
        return "%s=%d:%d:%s".formatted(LABEL, pid, started, host);
    }

    /** Whether the process that had the number then has it now. */
    boolean lives() {
        return ProcessHandle.of(pid)
                .filter(Processes::runs)
                .map(Owner::started)
                .filter(now -> now == 0 || started == 0 || Math.abs(now - started) < TOLERANCE.toMillis())
                .isPresent();
    }

    /** Removes the containers of this machine whose owners are gone. */
    void removeAbandoned(DockerProgram docker) throws InterruptedException {
        Step list = docker.run(
                DockerProgram.QUICK,
                "ps",
                "--all",
                "--filter",
                "label=" + LABEL,
                "--format",
                "{{.ID}} {{.Label \"%s\"}}".formatted(LABEL));
        for (Matcher found = LINE.matcher(list.said()); found.find(); ) {
            Owner owner = new Owner(Long.parseLong(found.group(2)), Long.parseLong(found.group(3)), found.group(4));
            if (owner.host().equals(host) && !owner.lives()) {
                log.info("removing container {}: process {}, which started it, is gone", found.group(1), owner.pid());
                boolean gone = new Container(docker, found.group(1)).remove();
                log.debug("container {} gone: {}", found.group(1), gone);
            }
        }
    }
}
