package io.ersilia.precalc.bench;

import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.run.ModelId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model that costs nothing: the length of the text. */
final class LengthModel implements ModelRunner, ModelSession {

    @Override
    public String name() {
        return "length";
    }

    @Override
    public Optional<String> version(ModelId model) {
        return Optional.of("v1.0.0");
    }

    @Override
    public ModelSession start(ModelId model, @Nullable String version) {
        return this;
    }

    @Override
    public String modelVersion() {
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
    public ModelOutput predict(List<String> smiles) {
        return new ModelOutput(
                List.of("length"),
                smiles.stream().map(text -> List.of("" + text.length())).toList());
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public void restart() {}

    @Override
    public byte[] logTail(int limit) {
        return new byte[0];
    }

    @Override
    public void close() {}
}
