package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.pipeline.shared.Progress;

/** Tells of rows once, also when the work on them begins anew. For one thread. */
final class OnceTold implements Progress {

    private final Progress progress;
    private long done;
    private long told;

    OnceTold(Progress progress) {
        this.progress = progress;
    }

    void beginAnew() {
        done = 0;
    }

    @Override
    public void advance(long rows) {
        done += rows;
        if (done > told) {
            progress.advance(done - told);
            told = done;
        }
    }
}
