package io.ersilia.precalc.doctor;

import io.ersilia.precalc.words.Words;

/**
 * The Java virtual machine of this process.
 *
 * @param version the Java version
 * @param model bits of an address, {@code sun.arch.data.model}
 * @param machine architecture and system
 * @param heap the largest heap, in bytes
 */
public record JavaCheck(String version, String model, String machine, long heap) implements Check {

    /** Jobs are tested with 64 MB; lookups of a thousand wide rows and answers of large models need more. */
    static final long LITTLE_HEAP = 256 * Words.MIB;

    public static JavaCheck ofThisMachine() {
        return new JavaCheck(
                System.getProperty("java.version"),
                System.getProperty("sun.arch.data.model", "?"),
                "%s, %s".formatted(System.getProperty("os.arch"), System.getProperty("os.name")),
                Runtime.getRuntime().maxMemory());
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public String remedy() {
        return "install a 64-bit JDK 17 or newer";
    }

    @Override
    public Finding look() {
        String found = "Java %s, %s bit (%s), at most %s of heap".formatted(version, model, machine, Words.size(heap));
        if (model.equals("32")) {
            return error(found);
        }
        return heap < LITTLE_HEAP
                ? warning(found, "give it %s or more, e.g. JAVA_TOOL_OPTIONS=-Xmx1g".formatted(Words.size(LITTLE_HEAP)))
                : ok(found);
    }
}
