package io.ersilia.precalc.model;

import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.run.ModelId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model in memory with traits: what it does wrong is said per molecule or per call. */
class MoodyModel extends SoundModel {

    /** Left out of the answer, so that later rows move up. */
    final Set<String> dropped = new HashSet<>();

    /** The call fails when one of them is in it. */
    final Set<String> failing = new HashSet<>();

    /** The answer is cut off when one of them is in the call. */
    final Set<String> cutting = new HashSet<>();

    /** The server dies when one of them is in the call. */
    final Set<String> killing = new HashSet<>();

    /** The call hangs, and is ended at its time limit, when one of them is in it. */
    final Set<String> hanging = new HashSet<>();

    /** The call is cut in halves inside when one of them is in it, and it has no value: what the CLI does. */
    final Set<String> raising = new HashSet<>();

    final Set<String> empty = new HashSet<>();
    final Set<String> emptyOnce = new HashSet<>();

    /** Rows {@code [from, to)} of the call with this number are empty. */
    int emptyCall = -1;

    int emptyFrom;
    int emptyTo;

    int dropsEvery;

    /** Of a larger call the second row is dropped. */
    int dropsAbove = Integer.MAX_VALUE;

    int diesAtCall = -1;
    boolean silent;

    /** Calls fail until the model is restarted once this one was in a call, although the server seems to live. */
    @Nullable
    String wedge;

    private boolean wedged;

    /** These all have one value. */
    final Set<String> twins = new HashSet<>();

    /** These get another value than the true one. */
    final Set<String> differing = new HashSet<>();

    String version = "v1.0.0";

    /** The version once it was restarted. */
    @Nullable
    String nextVersion;

    boolean noisy;
    private final Random noise = new Random(7);
    boolean fixed = true;
    List<String> columns = FakeModel.COLUMNS;

    final List<List<String>> calls = new ArrayList<>();
    int restarts;
    int deaths;
    int hungCalls;
    int starts;
    boolean closed;
    private boolean alive = true;

    /** How many calls a session makes before the first batch: well-known molecules, and once more in another order. */
    static final int START = 2;

    /** The molecules of a batch's call in their order, without those that only check the model; the first call is 0. */
    List<String> batch(int call) {
        return calls.get(START + call).stream()
                .filter(text -> !WellKnown.with(CheckedModel.CONTROLS).contains(text))
                .toList();
    }

    @Override
    public ModelSession start(ModelId model, @Nullable String version) {
        starts++;
        return this;
    }

    @Override
    public @Nullable String modelVersion() {
        return version;
    }

    @Override
    public boolean deterministic() {
        return fixed;
    }

    @Override
    public ModelOutput predict(List<String> smiles) throws ModelCallException {
        calls.add(List.copyOf(smiles));
        if (smiles.stream().anyMatch(hanging::contains)) {
            hungCalls++;
            throw ModelCallException.hung("ended after PT1S");
        }
        if (calls.size() == diesAtCall || smiles.stream().anyMatch(killing::contains)) {
            deaths += alive ? 1 : 0;
            alive = false;
        }
        wedged |= wedge != null && smiles.contains(wedge);
        if (!alive || wedged || smiles.stream().anyMatch(failing::contains)) {
            throw new ModelCallException(alive ? "the script failed" : "no server");
        }
        if (smiles.stream().anyMatch(cutting::contains)) {
            throw ModelCallException.transport("the answer is cut");
        }
        List<List<String>> rows = rows(smiles);
        if (calls.size() == emptyCall) {
            for (int i = emptyFrom; i < Math.min(emptyTo, rows.size()); i++) {
                rows.set(i, nothing());
            }
        }
        return new ModelOutput(columns, rows);
    }

    private List<List<String>> rows(List<String> smiles) {
        List<List<String>> rows = new ArrayList<>();
        if (smiles.stream().anyMatch(raising::contains)) {
            if (smiles.size() == 1) {
                rows.add(nothing());
            } else {
                rows.addAll(rows(smiles.subList(0, smiles.size() / 2)));
                rows.addAll(rows(smiles.subList(smiles.size() / 2, smiles.size())));
            }
            return rows;
        }
        for (int i = 0; i < smiles.size(); i++) {
            String text = smiles.get(i);
            boolean isTooMuch = smiles.size() > dropsAbove && i == 1;
            if (!isTooMuch && !dropped.contains(text) && (dropsEvery == 0 || (i + 1) % dropsEvery != 0)) {
                rows.add(cells(text));
            }
        }
        while (rows.size() < smiles.size()) {
            rows.add(nothing());
        }
        return rows;
    }

    private List<String> cells(String text) {
        if (silent || empty.contains(text) || emptyOnce.remove(text)) {
            return nothing();
        }
        if (twins.contains(text)) {
            return List.of("0.5", "1.0");
        }
        if (differing.contains(text)) {
            return List.of("1.5", FakeModel.cells(text).get(1));
        }
        return noisy ? List.of(String.valueOf(noise.nextDouble()), "1.0") : FakeModel.cells(text);
    }

    private List<String> nothing() {
        return columns.stream().map(column -> "").toList();
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    @Override
    public void restart() {
        restarts++;
        alive = true;
        wedged = false;
        wedge = null;
        version = nextVersion == null ? version : nextVersion;
    }

    @Override
    public byte[] logTail(int limit) {
        return new byte[] {'l', 'o', 'g'};
    }

    @Override
    public void close() {
        closed = true;
    }
}
