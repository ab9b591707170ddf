package io.ersilia.precalc.pipeline.shared;

/** Shows the progress of work that goes over many rows more than once. */
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
     * @param rows how many it goes over; negative if not known yet
     */
    Pass begin(String task, long rows);

    /** One pass, from its beginning to {@link #close}. */
    interface Pass extends Progress, AutoCloseable {
        @Override
        void close();
    }
}
