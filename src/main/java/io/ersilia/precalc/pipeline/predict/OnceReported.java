package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.pipeline.shared.Progress;

/** Reports each row once, even when the work on the rows begins anew. For one thread. */
final class OnceReported implements Progress {

    private final Progress progress;
    private long done;
    private long reported;

    OnceReported(Progress progress) {
        this.progress = progress;
    }

    void beginAnew() {
        done = 0;
    }

    @Override
    public void advance(long rows) {
        done += rows;
        if (done > reported) {
            progress.advance(done - reported);
            reported = done;
        }
    }
}
