package io.ersilia.precalc.pipeline.serve;

import java.util.ArrayList;
import java.util.List;

/** Divides a file of rows, while it is read once, into a few segments of equally many rows that can be read apart. */
public final class Segments {

    /** There are at least this many, once there are enough rows, and fewer than twice as many. */
    static final int FEWEST = 16;

    private static final int SHORTEST = 32; // rows

    /**
     * Consecutive rows.
     *
     * @param offset in the file of the first row's first byte
     * @param position of the first row among all of the partition
     * @param rows how many; the last segment may have fewer
     */
    record Segment(long offset, long position, long rows) {}

    private record Start(long offset, long position) {}

    private List<Start> starts = new ArrayList<>();
    private long length = SHORTEST;
    private long rows;

    /** Takes the next row of the file. */
    void add(long offset, long position) {
        if (rows % length == 0) {
            if (starts.size() == 2 * FEWEST) {
                halve();
            }
            if (rows % length == 0) {
                starts.add(new Start(offset, position));
            }
        }
        rows++;
    }

    /** Merges every two segments into one. */
    private void halve() {
        List<Start> kept = new ArrayList<>();
        for (int i = 0; i < starts.size(); i += 2) {
            kept.add(starts.get(i));
        }
        starts = kept;
        length *= 2;
    }

    List<Segment> all() {
        return starts.stream()
                .map(start -> new Segment(start.offset(), start.position(), length))
                .toList();
    }
}
