package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.model.ProcessMark;
import java.util.UUID;

/**
 * Who claims a partition: one attempt of one process.
 *
 * @param id of the attempt
 */
record Claimant(ProcessMark process, String id) {

    /** A new attempt of this process. */
    static Claimant here() {
        return new Claimant(ProcessMark.self(), UUID.randomUUID().toString());
    }

    /** Whether the text is that of a process of this machine that has ended, so that the claim will never be given back. */
    static boolean isGone(String text) {
        return ProcessMark.parse(text.substring(text.indexOf('/') + 1))
                .filter(ProcessMark::isGone)
                .isPresent();
    }

    @Override
    public String toString() {
        return id + "/" + process;
    }
}
