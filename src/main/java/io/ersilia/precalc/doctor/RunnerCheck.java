package io.ersilia.precalc.doctor;

import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.run.ModelId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What runs the models: the Ersilia CLI, Docker, a model server or this process.
 *
 * @param model whether it is installed already; null if no model was named
 */
public record RunnerCheck(ModelRunner runner, @Nullable ModelId model) implements Check {

    /** The Ersilia CLI takes most of this on its first call after the machine has started. */
    private static final Duration LIMIT = Duration.ofSeconds(50);

    @Override
    public String name() {
        return "runner";
    }

    @Override
    public String remedy() {
        return "name another way to run models with --runner: ersilia, docker or http";
    }

    @Override
    public Duration limit() {
        return LIMIT;
    }

    @Override
    public Finding look() throws InterruptedException {
        String found = "%s: %s".formatted(runner.name(), runner.look());
        return ok(model == null ? found : "%s; %s: %s".formatted(found, model, runner.look(model)));
    }
}
