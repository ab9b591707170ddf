package io.ersilia.precalc.stats;

import java.util.Random;
import java.util.stream.DoubleStream;

/** Distributions as models have them, and some that are unkind to sketches. */
enum Shape {
    EVEN,
    NORMAL,
    SKEWED,
    MOSTLY_ZERO,
    TWO_HILLS,
    COUNTS,
    NARROW,
    WITH_OUTLIER,
    TINY,
    HUGE;

    double[] numbers(int count, long seed) {
        Random random = new Random(seed);
        return DoubleStream.generate(() -> next(random)).limit(count).toArray();
    }

    private double next(Random random) {
        return switch (this) {
            case EVEN -> random.nextDouble();
            case NORMAL -> random.nextGaussian();
            case SKEWED -> Math.exp(3 * random.nextGaussian());
            case MOSTLY_ZERO -> random.nextInt(10) < 7 ? 0 : random.nextDouble();
            case TWO_HILLS -> random.nextGaussian() + (random.nextBoolean() ? 300 : -5);
            case COUNTS -> random.nextInt(256);
            case NARROW -> 1e9 + random.nextInt(100_000) / 1e4;
            case WITH_OUTLIER -> random.nextInt(5000) == 0 ? 1e100 : random.nextGaussian();
            case TINY -> random.nextGaussian() * 1e-120;
            case HUGE -> random.nextGaussian() * 1e124;
        };
    }
}
