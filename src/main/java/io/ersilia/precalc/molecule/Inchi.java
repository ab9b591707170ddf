package io.ersilia.precalc.molecule;

import io.github.dan2097.jnainchi.InchiFlag;
import io.github.dan2097.jnainchi.InchiOptions;
import io.github.dan2097.jnainchi.InchiStatus;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.inchi.InChIGenerator;
import org.openscience.cdk.inchi.InChIGeneratorFactory;
import org.openscience.cdk.interfaces.IAtomContainer;

/** Computes keys with the native InChI library. Thread-safe. */
final class Inchi {

    /** The library's messages when it stops at its own limit, from {@code ichierr.c}. */
    private static final List<String> TIME_IS_OVER = List.of("Time limit exceeded", "Structure normalization timeout");

    /**
     * The library uses about a kilobyte of stack for each stereocentre, and a stack overflow ends the process: 968 atoms are
     * enough to fill the usual 1 MB of a thread.
     */
    private static final int MOST_ON_ANY_STACK = 256;

    private static final long STACK_BYTES = 16L << 20;

    private final Duration limit;
    private final Patience patience;

    /** @param limit processor time that a molecule may take in its own thread */
    Inchi(Duration limit) {
        this.limit = limit;
        this.patience =
                new Patience(limit, () -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    /** The library's result for a molecule. */
    sealed interface Answer {
        record Key(InchiKey key) implements Answer {}

        record None(String detail) implements Answer {}

        record TooComplex(String detail) implements Answer {}
    }

    /**
     * The molecule's key, or why there is none.
     *
     * @param atoms the molecule; stereo at aromatic double bonds is removed
     * @param left how long the caller still waits for a molecule that takes seconds
     * @throws CancellationException if it takes longer than the caller waits
     */
    Answer of(IAtomContainer atoms, Supplier<Duration> left) {
        if (atoms.getAtomCount() > Screening.MAX_ATOMS) {
            return new Answer.None("%d atoms, InChI allows %d".formatted(atoms.getAtomCount(), Screening.MAX_ATOMS));
        }
        return atoms.getAtomCount() > MOST_ON_ANY_STACK
                ? onDeepStack(() -> patiently(atoms, left))
                : patiently(atoms, left);
    }

    private Answer patiently(IAtomContainer atoms, Supplier<Duration> left) {
        try {
            AromaticBonds.forgetStereo(atoms);
            return patience.ask(allowed -> attempt(atoms, allowed), left)
                    .orElseGet(() -> new Answer.TooComplex(
                            "its InChI takes more than %d s of processor time".formatted(limit.toSeconds())));
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new Answer.None(Screening.oneLine(e.getMessage()));
        }
    }

    /** If the caller is interrupted, it returns at once; the work ends with the current attempt. */
    private static Answer onDeepStack(Callable<Answer> work) {
        FutureTask<Answer> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "inchi", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the key of a molecule was computed");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CancellationException cancelled) {
                throw cancelled;
            }
            throw new IllegalStateException("the key of a molecule could not be computed", e.getCause());
        }
    }

    /** @param allowed processor time of the whole process after which the library stops by itself */
    private static Optional<Answer> attempt(IAtomContainer atoms, Duration allowed) {
        try {
            InChIGenerator inchi = InChIGeneratorFactory.getInstance().getInChIGenerator(atoms, options(allowed));
            if (inchi.getStatus() == InchiStatus.ERROR && isTimeOver(inchi.getMessage())) {
                return Optional.empty();
            }
            String key = inchi.getInchi() == null ? null : inchi.getInchiKey();
            return Optional.of(
                    key != null && InchiKey.isValid(key)
                            ? new Answer.Key(new InchiKey(key))
                            : new Answer.None(Screening.oneLine(inchi.getMessage())));
        } catch (CDKException e) {
            return Optional.of(new Answer.None(Screening.oneLine(e.getMessage())));
        }
    }

    private static InchiOptions options(Duration allowed) {
        return new InchiOptions.InchiOptionsBuilder()
                .withFlag(InchiFlag.AuxNone)
                .withTimeoutMilliSeconds(allowed.toMillis())
                .build();
    }

    private static boolean isTimeOver(@Nullable String message) {
        return message != null && TIME_IS_OVER.stream().anyMatch(message::contains);
    }
}
