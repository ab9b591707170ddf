package io.ersilia.precalc.pipeline.plan;

import io.ersilia.precalc.pipeline.shared.Progress;

/** Shows how far the planner is: it reads a library twice, to count its rows and to find the slices. */
@FunctionalInterface
public interface Passes {

    /** Shows nothing. */
    Passes NONE = (task, rows) -> new Pass() {
        @Override
        public void advance(long more) {}

        @Override
        public void close() {}
    };

    /**
     * Begins a pass.
     *
     * @param rows that it is going to read; negative where that is not known yet
     */
    Pass begin(String task, long rows);

    /** One reading of the library, from its beginning to {@link #close}. */
    interface Pass extends Progress, AutoCloseable {
        @Override
        void close();
    }
}
