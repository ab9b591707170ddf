package io.ersilia.precalc.infra;

import software.amazon.awscdk.services.lambda.Architecture;

/** The processor architecture of the function; arm64 costs a fifth less. */
enum Processor {
    ARM64,
    X86_64;

    static Processor of(String name) {
        return switch (name) {
            case "arm64" -> ARM64;
            case "x86_64" -> X86_64;
            default -> throw new WrongContextException("architecture is '%s': give arm64 or x86_64".formatted(name));
        };
    }

    Architecture architecture() {
        return this == ARM64 ? Architecture.ARM_64 : Architecture.X86_64;
    }
}
