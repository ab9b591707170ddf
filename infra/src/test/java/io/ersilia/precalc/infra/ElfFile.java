package io.ersilia.precalc.infra;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A native library of Linux, 64 bit and little endian, as far as it says which versions of other libraries it needs. */
record ElfFile(ByteBuffer bytes) {

    private static final int VERSION_NEEDS = 0x6ffffffe; // SHT_GNU_verneed
    private static final int ARM64 = 183; // EM_AARCH64
    private static final int X86_64 = 62; // EM_X86_64

    static ElfFile of(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(0) != 0x464c457f || bytes.get(4) != 2 || bytes.get(5) != 1) {
            throw new IllegalArgumentException("no ELF file of 64 bit, little endian");
        }
        return new ElfFile(bytes);
    }

    Processor processor() {
        int machine = bytes.getShort(18);
        return switch (machine) {
            case ARM64 -> Processor.ARM64;
            case X86_64 -> Processor.X86_64;
            default -> throw new IllegalArgumentException("machine " + machine);
        };
    }

    /** E.g. {@code GLIBC_2.17}, in the order of the file. */
    List<String> versionsNeeded() {
        List<String> versions = new ArrayList<>();
        int sections = bytes.getShort(60);
        for (int i = 0; i < sections; i++) {
            int section = section(i);
            if (bytes.getInt(section + 4) == VERSION_NEEDS) {
                int names = Math.toIntExact(bytes.getLong(section(bytes.getInt(section + 40)) + 24));
                read(Math.toIntExact(bytes.getLong(section + 24)), bytes.getInt(section + 44), names, versions);
            }
        }
        return versions;
    }

    private int section(int number) {
        return Math.toIntExact(bytes.getLong(40)) + number * bytes.getShort(58);
    }

    private void read(int first, int libraries, int names, List<String> versions) {
        int library = first;
        for (int i = 0; i < libraries; i++) {
            int version = library + bytes.getInt(library + 8);
            for (int j = 0; j < bytes.getShort(library + 2); j++) {
                versions.add(text(names + bytes.getInt(version + 8)));
                version += bytes.getInt(version + 12);
            }
            library += bytes.getInt(library + 12);
        }
    }

    private String text(int start) {
        StringBuilder text = new StringBuilder();
        for (int at = start; bytes.get(at) != 0; at++) {
            text.append((char) bytes.get(at));
        }
        return text.toString();
    }
}
