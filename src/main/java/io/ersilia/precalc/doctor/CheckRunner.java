package io.ersilia.precalc.doctor;

import io.ersilia.precalc.run.DaemonThreads;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Stop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs checks one after the other, each within its own time limit, whatever the others found. */
public final class CheckRunner {

    private CheckRunner() {}

    /** What each check found, in the order of the checks. */
    public static List<Finding> run(List<Check> checks) {
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            Stop.check();
            findings.add(look(check));
        }
        return findings;
    }

    private static Finding look(Check check) {
        FutureTask<Finding> task = new FutureTask<>(check::look);
        // a check that neither answers nor can be interrupted is left behind
        Thread thread = new DaemonThreads("check-" + check.name()).newThread(task);
        thread.start();
        try {
            return task.get(check.limit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return check.error("no answer within %d s".formatted(check.limit().toSeconds()));
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        } catch (ExecutionException e) {
            return failed(check, e.getCause());
        } finally {
            task.cancel(true);
        }
    }

    private static Finding failed(Check check, @Nullable Throwable cause) {
        if (cause instanceof Failure failure) {
            return Finding.failed(check.name(), failure, check.remedy());
        }
        if (cause instanceof IOException e) {
            return check.error(Printable.reason(e));
        }
        if (cause instanceof RuntimeException bug) {
            throw bug;
        }
        throw new IllegalStateException("check %s broke down".formatted(check.name()), cause);
    }
}
