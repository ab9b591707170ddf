package io.ersilia.precalc.report;

import java.util.List;

/**
 * The end of a model's log.
 *
 * @param failed whether the slice has nothing but this log; else it is one of the slowest
 * @param lines the last ones, without colours and control characters
 * @param cut whether there were more
 */
public record LogTail(int worker, boolean failed, List<String> lines, boolean cut) {

    public LogTail {
        lines = List.copyOf(lines);
    }
}
