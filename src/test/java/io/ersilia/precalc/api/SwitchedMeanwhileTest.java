package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.full;
import static io.ersilia.precalc.table.Items.key;
import static io.ersilia.precalc.table.Items.keys;
import static io.ersilia.precalc.table.Items.prediction;
import static io.ersilia.precalc.table.Items.predictions;
import static io.ersilia.precalc.table.Items.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.enrich.EnrichJob;
import io.ersilia.precalc.enrich.MoleculeFile;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.pipeline.ForwardingTable;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.sqlite.SqliteTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another run is published between any two reads of an answer: it is of the one run or of the other. */
class SwitchedMeanwhileTest {

    private static final int MOLECULES = 1_200;
    private static final RunId NEW = new RunId("new");
    private static final ModelRecord OLD_RECORD = full("v1", "old", 0);
    private static final ModelRecord NEW_RECORD = full("v1", "new", 1).asStaged();
    private static final List<LookupInput> ALL = keys(predictions(0, MOLECULES)).stream()
            .map(key -> LookupInput.key(key.value()))
            .toList();

    @TempDir
    Path folder;

    /** Makes the other run current before its n-th read. */
    private static final class Switching extends ForwardingTable {
        private int left;
        private boolean isOver;

        Switching(PredictionTable table, int reads) {
            super(table);
            this.left = reads;
        }

        private void read() {
            if (left-- == 0) {
                boolean isNew = table.model(MODEL).orElseThrow().staged();
                isOver = true;
                assertThat(isNew ? table.publish(OLD_RECORD, NEW_RECORD) : table.publish(NEW_RECORD, OLD_RECORD))
                        .isTrue();
            }
        }

        @Override
        public Optional<ModelRecord> model(ModelId model) {
            read();
            return super.model(model);
        }

        @Override
        public List<Item> items(ModelRecord of, Collection<InchiKey> keys) {
            read();
            return table.items(of, keys);
        }

        @Override
        public List<Item> items(InchiKey key, Function<ModelId, Optional<ModelRecord>> current) {
            read();
            return super.items(key, current);
        }
    }

    private static PredictionTable twoRuns(PredictionTable table) throws InterruptedException {
        table.save(OLD_RECORD);
        write(table, predictions(0, MOLECULES));
        table.staged(NEW).save(NEW_RECORD);
        write(
                table.staged(NEW),
                predictions(0, MOLECULES).stream()
                        .map(item -> prediction(item.key(), Value.number("9999")))
                        .toList());
        return table;
    }

    private PredictionTable table(String kind) throws InterruptedException {
        return twoRuns(kind.equals("memory") ? new MemoryTable() : new SqliteTable(folder.resolve("t.db")));
    }

    /** Asks until no switch falls into the answer any more. */
    private static void switchAtEveryRead(PredictionTable table, Function<PredictionTable, Stream<BigDecimal>> ask) {
        int reads = 0;
        for (boolean isOver = true; isOver; reads++) {
            Switching switching = new Switching(table, reads);
            List<BigDecimal> values = ask.apply(switching).toList();
            isOver = switching.isOver;
            long ofNew = values.stream().filter(new BigDecimal(9999)::equals).count();
            assertThat(List.of(0L, (long) values.size()))
                    .as("of the new run, switched before read %d of %d values", reads, values.size())
                    .contains(ofNew);
            assertThat(values).isNotEmpty();
        }
        assertThat(reads).as("reads of an answer").isGreaterThan(2);
    }

    private static Stream<BigDecimal> values(PredictionsAnswer answer) {
        return answer.output().stream().map(found -> (BigDecimal) found.value().get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void anAnswerForManyMoleculesIsOfOneRun(String kind) throws InterruptedException {
        switchAtEveryRead(
                table(kind),
                table -> values(new TableLookup(table).predictions(MODEL, ALL).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void anAnswerOfTheApiIsOfOneRun(String kind) throws InterruptedException {
        List<String> inputs = ALL.stream().map(LookupInput::input).toList();
        switchAtEveryRead(
                table(kind),
                table -> values(new TableLookup(table)
                        .page(MODEL, inputs, 0, (input, isFirst) -> Optional.of(LookupInput.key(input)), 5_000_000)
                        .orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void anAnswerOfSeveralCallsOfTheApiIsOfOneRun(String kind) throws InterruptedException {
        switchAtEveryRead(table(kind), table -> {
            try (LocalServer server = LocalServer.start(RemoteLookupTest.api(table), 0, true, line -> {})) {
                return values(
                        RemoteLookupTest.source(server).predictions(MODEL, ALL).orElseThrow());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void anAnswerForMoleculesInAllModelsIsOfOneRun(String kind) throws InterruptedException {
        switchAtEveryRead(
                table(kind),
                table -> new TableLookup(table)
                        .inAllModels(List.of(LookupInput.key(key(1).value()), LookupInput.key(key(2).value()))).stream()
                                .flatMap(answer -> answer.predictions().stream())
                                .map(one -> (BigDecimal) one.value().get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite"})
    void aFileThatIsGivenBackIsOfOneRunOrRefused(String kind) throws InterruptedException {
        switchAtEveryRead(table(kind), table -> {
            try {
                return enriched(table);
            } catch (Failure e) {
                assertThat(e).hasMessageContaining("see another run than when this began: nothing was written");
                return enriched(table);
            }
        });
    }

    private static Stream<BigDecimal> enriched(PredictionTable table) {
        List<BigDecimal> values = new ArrayList<>();
        Iterator<LookupInput> inputs =
                Collections.nCopies(5, ALL).stream().flatMap(List::stream).iterator();
        MoleculeFile file = new MoleculeFile() {
            @Override
            public @Nullable Molecule next() {
                LookupInput next = inputs.hasNext() ? inputs.next() : null;
                return next == null ? null : screening -> next;
            }

            @Override
            public void begin(List<String> names) {}

            @Override
            public void write(List<String> cells) {
                values.add(new BigDecimal(cells.get(0)));
            }

            @Override
            public void close() {}
        };
        try {
            new EnrichJob(new TableLookup(table), List.of(MODEL), Screening::new).run(file, more -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values.stream();
    }
}
