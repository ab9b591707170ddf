package io.ersilia.precalc.pipeline;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who claims a partition: one attempt of one process on one machine.
 *
 * @param host empty when the machine does not know its name
 * @param started when the process began, as process numbers are used again; epoch seconds
 * @param id of the attempt
 */
record Claimant(String host, long pid, long started, String id) {

    private static final Pattern TEXT = Pattern.compile("([^/]*)/(\\d{1,18})/(\\d{1,18})/([^/]+)");

    /** A new attempt of this process. */
    static Claimant here() {
        ProcessHandle self = ProcessHandle.current();
        return new Claimant(
                hostName(), self.pid(), started(self), UUID.randomUUID().toString());
    }

    /** Whether the text is that of a process of this machine that has ended, so that nobody will give the claim back. */
    boolean knowsAsGone(String text) {
        Matcher parts = TEXT.matcher(text);
        if (host.isEmpty() || !parts.matches() || !parts.group(1).equals(host)) {
            return false;
        }
        long began = Long.parseLong(parts.group(3));
        return ProcessHandle.of(Long.parseLong(parts.group(2)))
                .filter(ProcessHandle::isAlive)
                .filter(process -> started(process) == began)
                .isEmpty();
    }

    @Override
    public String toString() {
        return "%s/%d/%d/%s".formatted(host, pid, started, id);
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().replace('/', '-');
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
