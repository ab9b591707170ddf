package io.ersilia.precalc.model;

import io.ersilia.precalc.run.ControlAnswer;
import java.util.List;

/** A well-known molecule and what the model answered to it first: the end of every call, so that a shift shows. */
record Control(String smiles, List<String> answer) {

    Control {
        answer = List.copyOf(answer);
        if (ModelOutput.isEmpty(answer)) {
            throw new IllegalArgumentException("a control needs an answer: '%s' has none".formatted(smiles));
        }
    }

    /** Whether the cells are the known answer, but for rounding. */
    boolean isAnsweredBy(List<String> cells) {
        return new ControlAnswer(smiles, answer).agreesWith(new ControlAnswer(smiles, cells));
    }
}
