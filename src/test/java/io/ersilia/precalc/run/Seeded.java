package io.ersilia.precalc.run;

import java.util.Random;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives a test that takes a {@link Random} one with a new seed each time. A failure names the seed; {@code -Dseed=…} runs
 * every such test with that one.
 */
public final class Seeded implements ParameterResolver, TestExecutionExceptionHandler {

    private static final ExtensionContext.Namespace STORED = ExtensionContext.Namespace.create(Seeded.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Random.class;
    }

    @Override
    public Random resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return new Random(seed(test));
    }

    @Override
    public void handleTestExecutionException(ExtensionContext test, Throwable failure) {
        throw new AssertionError("failed with -Dseed=" + seed(test) + ": " + failure.getMessage(), failure);
    }

    private static long seed(ExtensionContext test) {
        return test.getStore(STORED)
                .getOrComputeIfAbsent("seed", key -> Long.getLong("seed", new Random().nextInt()), Long.class);
    }
}
