package io.ersilia.precalc.engine;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.WorkerNumbers;
import org.jspecify.annotations.Nullable;

/**
 * All tasks of an array job, as far as the engine describes them.
 *
 * @param first the first task's number
 * @param step from one number to the next, if it is always the same
 * @param last the last task's number; null if unknown
 * @param count the number of tasks; null if unknown
 * @param mayBeSome whether the numbers may stand for only some workers; otherwise they have no gaps
 */
record Tasks(
        int first,
        int step,
        @Nullable Integer last,
        @Nullable Integer count,
        boolean mayBeSome) {

    Tasks {
        if (step < 1) {
            step = 1; // an array of one task has no step
        }
    }

    /** Tasks whose numbers count up from the first without gaps. */
    static Tasks from(int first, @Nullable Integer count) {
        return new Tasks(first, 1, null, count, false);
    }

    /** Whether the tasks can stand for the workers 1, 2, 3, … without gaps. */
    boolean areAll() {
        return first <= 1 && step == 1 && (count == null || last == null || last - first + 1 == count);
    }

    /** The task's place in the array, from 1; 0 if the numbers have gaps of different sizes. */
    int place(int id) {
        boolean even = (id - first) % step == 0
                && (count == null || last == null || (long) first + (long) step * (count - 1) == last);
        return even ? (id - first) / step + 1 : 0;
    }

    /** The number of the worker that the task stands for, given how many workers there are. */
    int number(ArrayTask task, int workers) {
        boolean isForEach = count != null && count == workers && place(task.id()) > 0;
        if (isForEach || (!mayBeSome && count == null)) {
            return place(task.id());
        }
        if (!mayBeSome) {
            throw Failure.usage(
                    "%s is of an array of %d, but there are %d workers: give the array a task for each, or name those that it stands for by --array-workers"
                            .formatted(task.said(), count, workers));
        }
        if (first < 1) {
            throw Failure.usage(
                    "%s is of an array that counts from %d and has no task for each of the %d workers: number its tasks from 1"
                            .formatted(task.said(), first, workers));
        }
        return task.id();
    }

    /** The number of the worker that has the task's place in the list. */
    int listed(ArrayTask task, WorkerNumbers workers) {
        int place = place(task.id());
        int size = workers.numbers().size();
        if (place < 1 || place > size || (count != null && count != size)) {
            throw Failure.usage("--array-workers %s names %d, but %s is %s: give the array a task for each"
                    .formatted(
                            workers,
                            size,
                            task.said(),
                            count == null ? "not among the first " + size : "of an array of " + count));
        }
        return workers.numbers().get(place - 1);
    }
}
