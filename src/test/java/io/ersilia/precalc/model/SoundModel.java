package io.ersilia.precalc.model;

import io.ersilia.precalc.run.ModelId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model in this process that starts at once, lives and answers the same each time; what else it does is up to the test. */
public abstract class SoundModel implements ModelRunner, ModelSession {

    @Override
    public String name() {
        return "sound";
    }

    @Override
    public Optional<String> version(ModelId model) {
        return Optional.empty();
    }

    @Override
    public ModelSession start(ModelId model, @Nullable String version) {
        return this;
    }

    @Override
    public @Nullable String modelVersion() {
        return "v1.0.0";
    }

    @Override
    public @Nullable String runnerVersion() {
        return null;
    }

    @Override
    public boolean deterministic() {
        return true;
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public void restart() throws InterruptedException {}

    @Override
    public byte[] logTail(int limit) {
        return new byte[0];
    }

    @Override
    public void close() {}
}
