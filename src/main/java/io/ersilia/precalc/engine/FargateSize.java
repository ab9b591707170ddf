package io.ersilia.precalc.engine;

import java.util.List;

/**
 * A combination of CPUs and memory that Fargate offers; other AWS Batch machines accept any.
 *
 * @param cpus virtual CPUs
 * @param memoryMib memory in MiB
 */
record FargateSize(int cpus, long memoryMib) {

    private static final long GIB = 1024;

    /** The memory allowed with a number of CPUs, in GiB, from least to most in steps: see Fargate's documentation of task sizes. */
    private record Offer(int cpus, long least, long most, long step) {}

    private static final List<Offer> OFFERS = List.of(
            new Offer(1, 2, 8, 1),
            new Offer(2, 4, 16, 1),
            new Offer(4, 8, 30, 1),
            new Offer(8, 16, 60, 4),
            new Offer(16, 32, 120, 8));

    /** The smallest size that is enough. If none is, the size asked for, which only other machines have. */
    static FargateSize enoughFor(int cpus, long memoryMib) {
        return OFFERS.stream()
                .filter(offer -> offer.cpus() >= cpus && offer.most() * GIB >= memoryMib)
                .findFirst()
                .map(offer -> new FargateSize(offer.cpus(), memory(offer, memoryMib)))
                .orElseGet(() -> new FargateSize(cpus, memoryMib));
    }

    private static long memory(Offer offer, long memoryMib) {
        long steps = Math.max(0, (memoryMib - offer.least() * GIB + offer.step() * GIB - 1) / (offer.step() * GIB));
        return (offer.least() + steps * offer.step()) * GIB;
    }
}
