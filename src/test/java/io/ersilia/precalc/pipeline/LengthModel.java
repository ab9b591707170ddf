package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.model.ModelCallException;
import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.SoundModel;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A model that answers with the length of the text; what else it does is said by its fields. */
public final class LengthModel extends SoundModel {

    /** The calls of a session before its first batch. */
    public static final int STARTING = 2;

    /** Molecules that only check the model; no test's own. */
    private static final Set<String> KNOWN = Set.of(
            "CCO",
            "c1ccccc1",
            "CC(=O)Oc1ccccc1C(=O)O",
            "Cn1cnc2c1c(=O)n(C)c(=O)n2C",
            "CC(C)Cc1ccc(cc1)C(C)C(=O)O",
            "CBr",
            "CC(=O)NC",
            "Nc1ccc(cc1)S(N)(=O)=O",
            "CC(C)NCC(O)COc1cccc2ccccc12",
            "CCN(CC)CC(=O)Nc1c(C)cccc1C");

    public String name = "length";

    @Nullable
    public String version = "v1";

    public int columns = 1;

    /** Names of the columns; null for c1, c2 and so on. */
    @Nullable
    public List<String> names;

    /** Whether its card says that it answers the same each time. */
    public boolean fixed = true;

    /** What its author says of it. */
    public Supplier<ModelFacts> facts = () -> ModelFacts.NONE;

    /** Molecules without a value. */
    public final Set<String> empty = new HashSet<>();

    /** Molecules that get this text as value. */
    public final Set<String> odd = new HashSet<>();

    public String oddValue = "text";

    /** Molecules on whose way the call is lost. */
    public final Set<String> lost = new HashSet<>();
    /** Molecules that get a wrong number in one call, and which of the calls that have them it is, from 1. */
    public final Map<String, Integer> oddIn = new HashMap<>();

    /** Molecules without a value but the first time. */
    public final Set<String> emptyLater = new HashSet<>();

    /** Molecules that get another number each time. */
    public final Set<String> varying = new HashSet<>();

    /** In the third call with this molecule the thread is told to stop. */
    @Nullable
    public String stopsAtRepeated;

    /** Molecules that show a bug of the runner. */
    final Set<String> broken = new HashSet<>();

    public boolean silent;
    public boolean absent;
    public Duration start = Duration.ZERO;
    public Duration perMolecule = Duration.ZERO;
    public byte[] log = "model's log\n".getBytes(StandardCharsets.UTF_8);

    /** How many calls it takes at once. */
    public int inFlight = 1;

    /** Every start waits for others there. */
    @Nullable
    public CyclicBarrier meeting;

    /** Molecules in whose call the thread is told to stop. */
    public final Set<String> stopping = new HashSet<>();

    public int starts;

    @Nullable
    public String asked;

    public final List<List<String>> calls = new CopyOnWriteArrayList<>();
    private final HandClock clock;

    public LengthModel(HandClock clock) {
        this.clock = clock;
    }

    /** How many molecules each call had, without the calls and molecules that only check the model. */
    public List<Integer> batches() {
        return calls.stream()
                .skip(STARTING)
                .map(call -> (int)
                        call.stream().filter(text -> !KNOWN.contains(text)).count())
                .toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ModelSession start(ModelId model, @Nullable String wanted) {
        starts++;
        asked = wanted;
        if (absent) {
            throw Failure.model("cannot fetch " + model);
        }
        clock.pass(start);
        meet();
        return this;
    }

    private void meet() {
        try {
            if (meeting != null) {
                meeting.await();
            }
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int inFlight() {
        return inFlight;
    }

    @Override
    public @Nullable String modelVersion() {
        return version;
    }

    @Override
    public String runnerVersion() {
        return "0.9";
    }

    @Override
    public String title() {
        return "Lengths";
    }

    @Override
    public boolean deterministic() {
        return fixed;
    }

    @Override
    public ModelFacts facts() {
        return facts.get();
    }

    @Override
    public ModelOutput predict(List<String> smiles) throws ModelCallException, InterruptedException {
        calls.add(List.copyOf(smiles));
        if (smiles.stream().anyMatch(stopping::contains)) {
            throw new InterruptedException();
        }
        if (smiles.stream().anyMatch(lost::contains)) {
            throw ModelCallException.transport("connection reset");
        }
        if (stopsAtRepeated != null
                && smiles.contains(stopsAtRepeated)
                && calls.stream().filter(call -> call.contains(stopsAtRepeated)).count() > 2) {
            throw new InterruptedException();
        }
        clock.pass(perMolecule.multipliedBy(smiles.size()));
        return new ModelOutput(
                names == null
                        ? IntStream.rangeClosed(1, columns)
                                .mapToObj(i -> "c" + i)
                                .toList()
                        : names,
                smiles.stream().map(this::cells).toList());
    }

    private List<String> cells(String text) {
        if (broken.contains(text)) {
            throw new IllegalStateException("a bug");
        }
        if (varying.contains(text)) {
            return IntStream.rangeClosed(1, columns)
                    .mapToObj(i -> calls.size() + ".5")
                    .toList();
        }
        int time = (int) calls.stream().filter(call -> call.contains(text)).count();
        if (oddIn.getOrDefault(text, 0) == time) {
            return IntStream.rangeClosed(1, columns).mapToObj(i -> "99").toList();
        }
        String value = (time > 1 && emptyLater.contains(text)) || silent || empty.contains(text)
                ? ""
                : odd.contains(text) ? oddValue : Integer.toString(text.length());
        if (names != null) {
            return names.stream().map(name -> name + value).toList();
        }
        return IntStream.rangeClosed(1, columns).mapToObj(i -> value).toList();
    }

    @Override
    public byte[] logTail(int limit) {
        return log.clone();
    }
}
