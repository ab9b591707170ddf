package io.ersilia.precalc.pipeline.shared;

/** Shows how far work is that goes over many rows more than once. */
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
     * @param rows that it is going over; negative where that is not known yet
     */
    Pass begin(String task, long rows);

    /** One of them, from its beginning to {@link #close}. */
    interface Pass extends Progress, AutoCloseable {
        @Override
        void close();
    }
}
