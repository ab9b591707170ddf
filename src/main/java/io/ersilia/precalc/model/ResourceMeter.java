package io.ersilia.precalc.model;

import com.sun.management.OperatingSystemMXBean;
import io.ersilia.precalc.run.Resources;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Measures what this process and a model's processes use from the moment the meter is made. */
public final class ResourceMeter {

    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s*(\\d{1,15}) kB$");
    private static final double NANOS = 1e9;

    /**
     * Index of the user time of ended children, followed by their system time: field 16 of proc(5), counted from the
     * one after the name.
     */
    private static final int CUTIME = 13;

    /** Nanoseconds in the kernel's unit of time: USER_HZ is 100 on every platform with a JDK. */
    private static final long TICK = 10_000_000;

    private final Supplier<Set<ProcessHandle>> ofModel;
    private final long ownBefore = ownNanos();
    private final Map<ProcessHandle, Long> before = new HashMap<>();

    /** @param ofModel the model's processes on this machine at the moment, apart from descendants of this process */
    public ResourceMeter(Supplier<Set<ProcessHandle>> ofModel) {
        this.ofModel = ofModel;
        others().forEach(process -> before.put(process, nanos(process)));
    }

    /**
     * What has been used so far. For ended processes, only the time of this process's own children is known.
     */
    public Resources used() {
        long nanos = ownNanos() - ownBefore;
        Long bytes = peak(ProcessHandle.current());
        for (ProcessHandle process : others()) {
            nanos += nanos(process) - before.getOrDefault(process, 0L);
            Long held = peak(process);
            bytes = bytes == null || held == null ? bytes : Long.valueOf(bytes + held);
        }
        return new Resources(bytes, Math.max(0, nanos / NANOS));
    }

    private Set<ProcessHandle> others() {
        Set<ProcessHandle> others = new HashSet<>(ofModel.get());
        ProcessHandle.current().descendants().forEach(others::add);
        return others;
    }

    /** This process's time, including its ended children if the system counts them. */
    private static long ownNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() + ended();
    }

    private static long ended() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[CUTIME]) + Long.parseLong(fields[CUTIME + 1])) * TICK;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long nanos(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    /** Peak memory in bytes; null if this is not Linux or the process is gone. */
    private static @Nullable Long peak(ProcessHandle process) {
        try {
            Matcher found = PEAK.matcher(
                    Files.readString(Path.of("/proc", process.pid() + "", "status"), StandardCharsets.ISO_8859_1));
            return found.find() ? Long.valueOf(Long.parseLong(found.group(1)) * 1024) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
