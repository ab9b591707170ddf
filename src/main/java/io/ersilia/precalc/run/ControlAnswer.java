package io.ersilia.precalc.run;

import java.util.List;

/**
 * What a model answered to a control molecule.
 *
 * @param smiles of the control molecule
 * @param cells one per output column; empty where the model has no value
 */
public record ControlAnswer(String smiles, List<String> cells) {

    public ControlAnswer {
        cells = List.copyOf(cells);
    }
}
