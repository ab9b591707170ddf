package io.ersilia.precalc.pipeline;

import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.model.Answers;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.predict.BatchSizer;
import io.ersilia.precalc.pipeline.predict.CallLimits;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.ItemMaker.Made;
import io.ersilia.precalc.pipeline.shared.ModelCalls;
import io.ersilia.precalc.pipeline.shared.Progress;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.prediction.PartitionReader;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Stop;
import io.ersilia.precalc.table.Item;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * Asks a model about a few molecules while the user waits: no plan, no store, nothing written.
 */
public final class FillJob {

    private static final String PREFIX = "query-";

    private final CheckedModel model;
    private final CallLimits limits;
    private final Clock clock;
    private final Progress progress;

    public FillJob(CheckedModel model, CallLimits limits, Clock clock, Progress progress) {
        this.model = model;
        this.limits = limits;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Predicts each molecule.
     *
     * @param molecules SMILES by key, none of them refused by screening
     * @param stored the columns that the answers must have; empty for any
     * @throws Failure of kind MODEL when the model does not answer, INPUT when it has other columns
     */
    public Filled run(ModelId id, Map<InchiKey, String> molecules, List<String> stored) {
        try {
            model.start();
            List<String> columns = model.predict(List.of()).columns();
            requireSame(id, stored, columns);
            return filled(id, columns, molecules, asked(molecules));
        } catch (InterruptedException e) {
            throw Stop.interrupted(
                    "stopped while %s was asked, no answer was kept: run the same command again".formatted(id), e);
        }
    }

    private void requireSame(ModelId id, List<String> stored, List<String> columns) {
        if (!stored.isEmpty() && !stored.equals(columns)) {
            throw Failure.input(
                    "version %s of %s has the columns %s, but the stored predictions have %s: name their version with --model-version, or omit --fill"
                            .formatted(model.modelVersion(), id, columns, stored));
        }
    }

    /** Makes as many calls at a time as the model takes; the first runs alone, to learn how long a call takes. */
    private Map<InchiKey, Answer> asked(Map<InchiKey, String> molecules) throws InterruptedException {
        List<InchiKey> keys = List.copyOf(molecules.keySet());
        Map<InchiKey, Answer> answers = new LinkedHashMap<>();
        BatchSizer sizer = new BatchSizer(limits, clock);
        try (ModelCalls calls = new ModelCalls()) {
            for (int at = 0; at < keys.size(); at = answers.size()) {
                int size = sizer.next();
                int most = sizer.hasLearnt() ? size * model.inFlight() : size;
                List<InchiKey> some = keys.subList(at, Math.min(at + most, keys.size()));
                Instant called = clock.instant();
                ask(some, size, molecules, calls).forEach(answers::put);
                sizer.took(Math.min(size, some.size()), Duration.between(called, clock.instant()));
            }
        }
        return answers;
    }

    private Map<InchiKey, Answer> ask(List<InchiKey> keys, int size, Map<InchiKey, String> molecules, ModelCalls calls)
            throws InterruptedException {
        List<Future<Map<InchiKey, Answer>>> batches = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += size) {
            List<InchiKey> batch = keys.subList(from, Math.min(from + size, keys.size()));
            batches.add(calls.submit(() -> ask(batch, molecules)));
        }
        Map<InchiKey, Answer> answers = new LinkedHashMap<>();
        for (Future<Map<InchiKey, Answer>> batch : batches) {
            answers.putAll(ModelCalls.result(batch));
        }
        return answers;
    }

    private Map<InchiKey, Answer> ask(List<InchiKey> keys, Map<InchiKey, String> molecules)
            throws InterruptedException {
        Answers answers = model.predict(
                keys.stream().map(key -> molecules.getOrDefault(key, "")).toList());
        Map<InchiKey, Answer> byKey = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            byKey.put(keys.get(i), answers.answers().get(i));
        }
        progress.advance(keys.size());
        return byKey;
    }

    private Filled filled(
            ModelId id, List<String> columns, Map<InchiKey, String> molecules, Map<InchiKey, Answer> answers) {
        Instant time = clock.instant();
        RunId run = new RunId(PREFIX + RunId.at(time));
        ItemMaker maker = new ItemMaker(new Partition(id, run, 1), model.modelVersion(), time);
        Map<InchiKey, ParsedRow> rows = new LinkedHashMap<>();
        List<Item> items = new ArrayList<>();
        answers.forEach((key, answer) -> {
            Made made = maker.make(row(columns, key, molecules.getOrDefault(key, ""), answer));
            rows.put(key, made.row());
            made.item().ifPresent(items::add);
        });
        return new Filled(id, run, model.modelVersion(), columns, model.deterministic(), rows, items);
    }

    private static ParsedRow row(List<String> columns, InchiKey key, String smiles, Answer answer) {
        if (answer instanceof Answer.Predicted predicted) {
            return PartitionReader.typed(columns, key, smiles, predicted.cells());
        }
        Answer.Refused refused = (Answer.Refused) answer;
        return new ParsedRow.Rejected(key, smiles, refused.reason(), refused.detail());
    }
}
