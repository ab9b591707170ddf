package io.ersilia.precalc.bench;

import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.model.SoundModel;
import java.util.List;

/** A model that costs nothing: the length of the text. */
final class LengthModel extends SoundModel {

    @Override
    public ModelOutput predict(List<String> smiles) {
        return new ModelOutput(
                List.of("length"),
                smiles.stream().map(text -> List.of("" + text.length())).toList());
    }
}
