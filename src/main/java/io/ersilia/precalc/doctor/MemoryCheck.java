package io.ersilia.precalc.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.ersilia.precalc.words.Words;
import java.lang.management.ManagementFactory;

/**
 * Memory of the machine, or of this process's container.
 *
 * @param total in bytes
 * @param free in bytes
 * @param modelsRunHere whether models run on this machine too
 */
public record MemoryCheck(long total, long free, boolean modelsRunHere) implements Check {

    /** A model server holds its weights in memory: 1 to 4 GB, besides this process and the system. */
    static final long FOR_MODELS = 6 * Words.GIB;

    public static MemoryCheck ofThisMachine(boolean modelsRunHere) {
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new MemoryCheck(machine.getTotalMemorySize(), machine.getFreeMemorySize(), modelsRunHere);
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String remedy() {
        return "use a larger machine, or a model server elsewhere with --runner http --model-url URL";
    }

    @Override
    public Finding look() {
        String found = "%s of memory, %s unused".formatted(Words.size(total), Words.size(free));
        return modelsRunHere && total < FOR_MODELS
                ? warning("%s; models want %s in all".formatted(found, Words.size(FOR_MODELS)), remedy())
                : ok(found);
    }
}
