package io.ersilia.precalc.table;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.OTHER_MODEL;
import static io.ersilia.precalc.table.Items.described;
import static io.ersilia.precalc.table.Items.full;
import static io.ersilia.precalc.table.Items.key;
import static io.ersilia.precalc.table.Items.keys;
import static io.ersilia.precalc.table.Items.prediction;
import static io.ersilia.precalc.table.Items.predictions;
import static io.ersilia.precalc.table.Items.rejection;
import static io.ersilia.precalc.table.Items.sample;
import static io.ersilia.precalc.table.Items.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.Cells;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.run.Seeded;
import io.ersilia.precalc.stats.Distribution;
import io.ersilia.precalc.stats.LibraryRanks;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every prediction table promises, the one in memory, in a file and in DynamoDB alike. */
public interface PredictionTableContract extends DeletingContract, StagingContract {

    /** The same table as another process would open it. */
    default PredictionTable openedAgain() {
        return table();
    }

    /** Removes the table under test and makes one of the same name, where names are given. */
    void makeAnew();

    @Test
    default void answersNothingBeforeAnythingIsWritten() {
        assertThat(table().items(MODEL, List.of(key(1)))).isEmpty();
        assertThat(table().items(key(1), table()::model)).isEmpty();
        assertThat(table().model(MODEL)).isEmpty();
        assertThat(table().model(MODEL, "v1")).isEmpty();
        assertThat(table().model(MODEL, null)).isEmpty();
    }

    @Test
    default void readsBackWhatWasWritten() throws InterruptedException {
        Item item = new Item(
                key(1),
                MODEL,
                "F/C=C\\F",
                List.of(Value.number("46.069"), Value.text("high"), Value.MISSING),
                null,
                Instant.parse("2026-11-01T12:34:56.789012345Z"),
                new RunId("20261101T120000Z"),
                "v1.2.3");

        write(table(), List.of(item));

        assertThat(table().items(MODEL, List.of(key(1)))).containsExactly(item);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "0.1",
                "12345678901234567890123456789012345678",
                "-0.12345678901234567890123456789012345678",
                "1.2345678901234567890123456789012345678",
                "100000000000000000000",
                "1E-130",
                "-1E-130",
                "9.99E+125",
                "-9.99E+125"
            })
    default void keepsNumbersExactly(String number) throws InterruptedException {
        Value value = Value.number(new BigDecimal(number).toPlainString());

        write(table(), List.of(prediction(key(1), value)));

        assertThat(table().items(MODEL, List.of(key(1)))).containsExactly(prediction(key(1), value));
    }

    /** A report that counts a cell as a number never contradicts what is looked up. */
    @ExtendWith(Seeded.class)
    @Test
    default void keepsOfEveryCellWhatTheStatisticsCount(Random random) throws InterruptedException {
        List<String> cells = Cells.generated(random, 1000)
                .filter(cell -> Cells.stored(cell).isPresent())
                .toList();

        write(
                table(),
                List.of(prediction(
                        key(1),
                        cells.stream()
                                .map(cell -> Cells.stored(cell).orElseThrow())
                                .toArray(Value[]::new))));

        List<Value> kept = table().items(MODEL, List.of(key(1))).get(0).values();
        assertThat(kept).hasSameSizeAs(cells);
        for (int i = 0; i < cells.size(); i++) {
            Cells.requireCountedAs(kept.get(i), cells.get(i));
        }
    }

    @Test
    default void answersNegativeZeroAsZero() throws InterruptedException {
        write(table(), List.of(prediction(key(1), Value.number("-0"))));

        assertThat(table().items(MODEL, List.of(key(1)))).containsExactly(prediction(key(1), Value.number("0")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"007", "1.50", "NULL", "null", "true", "it's \"quoted\", \\ and\nbroken", "µ-Opioid ∀ 药 𝛼", "\t"
            })
    default void keepsTextAsItIs(String text) throws InterruptedException {
        write(table(), List.of(prediction(key(1), Value.text(text))));

        assertThat(table().items(MODEL, List.of(key(1)))).containsExactly(prediction(key(1), Value.text(text)));
    }

    @Test
    default void keepsMissingValuesInTheirPlaces() throws InterruptedException {
        Item item = prediction(key(1), Value.MISSING, Value.number("1"), Value.MISSING);

        write(table(), List.of(item));

        assertThat(table().items(MODEL, List.of(key(1)))).containsExactly(item);
    }

    @ParameterizedTest(name = "{0} columns")
    @ValueSource(ints = {64, 65, 2048})
    default void keepsWideItems(int columns) throws InterruptedException {
        List<Value> values = new ArrayList<>(IntStream.range(0, columns - 2)
                .mapToObj(i -> Value.number(Integer.toString(i)))
                .toList());
        values.add(Value.MISSING);
        values.add(Value.text("last"));
        Item item = prediction(key(1), MODEL, values);

        write(table(), List.of(item));

        assertThat(table().items(MODEL, List.of(key(1)))).containsExactly(item);
    }

    @Test
    default void aLaterItemTakesTheEarliersPlace() throws InterruptedException {
        write(table(), List.of(prediction(key(1), Value.number("1"))));
        write(table(), List.of(prediction(key(1), Value.number("2"))));

        assertThat(table().items(key(1), table()::model)).containsExactly(prediction(key(1), Value.number("2")));
    }

    @Test
    default void aRejectionTakesThePredictionsPlaceAndBack() throws InterruptedException {
        Item predicted = prediction(key(1), Value.number("1"));
        Item rejected = rejection(key(1), Reason.EMPTY_OUTPUT);

        write(table(), List.of(predicted));
        write(table(), List.of(rejected));
        assertThat(table().items(MODEL, List.of(key(1)))).containsExactly(rejected);

        write(table(), List.of(predicted));
        assertThat(table().items(MODEL, List.of(key(1)))).containsExactly(predicted);
    }

    @Test
    default void countsPredictionsAndRejectionsApart() throws InterruptedException {
        try (ItemWriter writer = table().writer()) {
            for (Item item : predictions(0, 60)) {
                writer.write(item);
            }
            writer.write(rejection(key(60), Reason.MODEL_FAILED));
            ItemWriter.Written written = writer.finish();

            assertThat(written.predictions()).isEqualTo(60);
            assertThat(written.rejections()).isEqualTo(1);
        }
    }

    @Test
    default void writesNothingWhenThereIsNothing() throws InterruptedException {
        try (ItemWriter writer = table().writer()) {
            assertThat(writer.finish()).isEqualTo(new ItemWriter.Written(0, 0, 0));
        }
        assertThat(table().items(key(1), table()::model)).isEmpty();
    }

    @Test
    default void findsManyMoleculesAndLeavesAbsentOnesOut() throws InterruptedException {
        List<Item> written = predictions(0, 1000);
        write(table(), written);

        List<InchiKey> asked = IntStream.range(-250, 1250)
                .mapToObj(i -> key(i < 0 ? 5000 - i : i))
                .toList();

        assertThat(table().items(MODEL, asked)).containsExactlyInAnyOrderElementsOf(written);
        assertThat(table().items(OTHER_MODEL, asked)).isEmpty();
    }

    @Test
    default void findsAMoleculeOnceHoweverOftenItIsAskedFor() throws InterruptedException {
        write(table(), predictions(0, 2));

        assertThat(table().items(MODEL, List.of(key(0), key(1), key(0)))).hasSize(2);
        assertThat(table().items(MODEL, List.of())).isEmpty();
    }

    @Test
    default void findsAMoleculeInAllModelsByModelId() throws InterruptedException {
        Item one = prediction(key(1), MODEL, List.of(Value.number("1")));
        Item other = prediction(key(1), OTHER_MODEL, List.of(Value.text("a"), Value.text("b")));
        write(table(), List.of(other, one, prediction(key(2), Value.number("3"))));

        assertThat(table().items(key(1), table()::model)).containsExactly(one, other);
    }

    @Test
    default void keepsVersionsApartAndTheLatestAsCurrent() {
        table().save(full("v1", "r1", 1));
        table().save(full("v2", "r2", 2));

        assertThat(table().model(MODEL, "v1")).contains(full("v1", "r1", 1));
        assertThat(table().model(MODEL, "v2")).contains(full("v2", "r2", 2));
        assertThat(table().model(MODEL, null)).isEmpty();
        assertThat(table().model(MODEL)).contains(full("v2", "r2", 2));
        assertThat(table().model(OTHER_MODEL)).isEmpty();
    }

    @Test
    default void keepsWhatTheAuthorSaysOfAModel() {
        table().save(described("r1"));

        assertThat(table().model(MODEL)).contains(described("r1"));
        assertThat(table().model(MODEL, "v1")).contains(described("r1"));
    }

    @Test
    default void listsTheModelsByIdWithTheirTitles() {
        assertThat(table().models(null, 9)).isEmpty();
        ModelRecord other =
                new ModelRecord(OTHER_MODEL, "v9", List.of("a"), new Rank(Items.RUN, Items.TIME, true), true, 1L, 0L);
        ModelRecord titled = described("r1").withFacts(described("r1").facts().titleOnly());
        List<ModelRecord> all = Stream.of(other, titled)
                .sorted(Comparator.comparing(ModelRecord::model))
                .toList();

        table().save(described("r1"));
        table().save(other);
        table().save(full("v0", "older", -1));

        assertThat(table().models(null, 9)).isEqualTo(all);
        assertThat(table().models(null, 1)).isEqualTo(all.subList(0, 1));
        assertThat(table().models(all.get(1).model(), 9)).isEqualTo(all.subList(1, 2));

        table().forget(other, null);

        assertThat(table().models(null, 9)).containsExactly(titled);
    }

    /** Ranks of a run's numbers 1, 1, 2. */
    private static LibraryRanks ranks(String run, String version) {
        Distribution spread =
                new Distribution(3, 1, 2, 4 / 3.0, 2 / 3.0, true, List.of(1.0, 2.0), List.of(2L, 1L), List.of());
        return new LibraryRanks(
                new RunId(run), version, List.of(new LibraryRanks.ColumnDistribution("mol_weight", spread)));
    }

    @Test
    default void keepsWhereNumbersStandInTheLibrary() {
        assertThat(table().ranks(MODEL)).isEmpty();
        table().save(full("v1", "full", 1));

        table().save(full("v1", "full", 1), ranks("full", "v1"));
        table().save(sample("v1", "sample", 2), ranks("sample", "v1"));
        table().save(full("v1", "older", 0), ranks("older", "v1"));

        assertThat(table().ranks(MODEL)).contains(ranks("full", "v1"));
        assertThat(table().ranks(OTHER_MODEL)).isEmpty();

        table().save(full("v2", "newer", 3), ranks("newer", "v2"));
        table().forget(full("v1", "full", 1), null);

        assertThat(table().ranks(MODEL))
                .as("of another version than that forgotten")
                .contains(ranks("newer", "v2"));

        table().save(full("v2", "newer", 3));
        table().forget(full("v2", "newer", 3), null);

        assertThat(table().ranks(MODEL)).isEmpty();
    }

    @Test
    default void keepsAVersionThatNobodyKnows() {
        ModelRecord record = new ModelRecord(
                MODEL, null, List.of("a", "ß \"b\""), new Rank(Items.RUN, Items.TIME, false), false, null, null);

        table().save(record);
        table().save(record);

        assertThat(table().model(MODEL, null)).contains(record);
        assertThat(table().model(MODEL)).contains(record);
    }

    @Test
    default void theSameRunWritesItsRecordAgain() {
        ModelRecord counted = new ModelRecord(
                MODEL, "v1", List.of("mol_weight"), new Rank(new RunId("r1"), Items.TIME, false), true, 28L, 2L);

        table().save(full("v1", "r1", 0));
        table().save(counted);

        assertThat(table().model(MODEL)).contains(counted);
        assertThat(table().model(MODEL, "v1")).contains(counted);
    }

    @Test
    default void anOlderRunNeverReplacesANewerOnesRecord() {
        table().save(full("v1", "newer", 2));
        table().save(full("v1", "older", 1));
        table().save(full("v0", "oldest", 0));

        assertThat(table().model(MODEL, "v1")).contains(full("v1", "newer", 2));
        assertThat(table().model(MODEL)).contains(full("v1", "newer", 2));
        assertThat(table().model(MODEL, "v0")).contains(full("v0", "oldest", 0));
    }

    @Test
    default void runsAreOlderByFractionsOfASecond() {
        ModelRecord older = full("v1", "older", 1);
        ModelRecord newer = new ModelRecord(
                MODEL,
                "v1",
                List.of("mol_weight"),
                new Rank(new RunId("newer"), older.created().plusNanos(500_000_000), false),
                true,
                null,
                null);

        table().save(older);
        table().save(newer);
        table().save(older);

        assertThat(table().model(MODEL)).contains(newer);
    }

    @Test
    default void aSampleNeverReplacesAFullRunsRecord() {
        table().save(full("v1", "full", 1));
        table().save(sample("v1", "sample", 2));
        table().save(sample("v2", "another-sample", 3));

        assertThat(table().model(MODEL, "v1")).contains(full("v1", "full", 1));
        assertThat(table().model(MODEL)).contains(full("v1", "full", 1));
        assertThat(table().model(MODEL, "v2")).contains(sample("v2", "another-sample", 3));
    }

    @Test
    default void aFullRunReplacesASamplesRecordAndASampleAnother() {
        table().save(sample("v1", "sample", 1));
        table().save(sample("v1", "another-sample", 2));
        assertThat(table().model(MODEL)).contains(sample("v1", "another-sample", 2));

        table().save(full("v1", "full", 3));
        assertThat(table().model(MODEL)).contains(full("v1", "full", 3));
    }

    @Test
    default void aFullRunTakesTheRecordOfASampleThatIsNewer() {
        table().save(full("v1", "first", 1));
        table().save(sample("v2", "sample", 3));
        table().save(full("v2", "second", 2));

        assertThat(table().model(MODEL)).contains(full("v2", "second", 2));
        assertThat(table().model(MODEL, "v2")).contains(full("v2", "second", 2));

        table().save(sample("v2", "next-sample", 4));
        assertThat(table().model(MODEL, "v2")).contains(full("v2", "second", 2));
    }

    @Test
    default void isKnownByOneIdWhoeverAsks() throws InterruptedException {
        write(table(), predictions(0, 1));
        Optional<String> id = table().id();
        write(table(), predictions(1, 2));
        table().save(full("v1", "r1", 1));

        assertThat(id).isPresent();
        assertThat(table().id()).isEqualTo(id);
        assertThat(openedAgain().id()).isEqualTo(id);
    }

    @Test
    default void madeAnewItIsAnotherTable() throws InterruptedException {
        write(table(), predictions(0, 1));
        Optional<String> before = table().id();

        makeAnew();
        write(table(), predictions(0, 1));

        assertThat(table().id()).isPresent().isNotEqualTo(before);
    }

    @Test
    default void twoWritersAtOnceWriteEverything() throws Exception {
        List<Item> all = predictions(0, 600);
        Callable<Void> first = () -> {
            write(table(), all.subList(0, 300));
            return null;
        };
        Callable<Void> second = () -> {
            write(table(), all.subList(300, 600));
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<Void> done : threads.invokeAll(List.of(first, second))) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(table().items(MODEL, keys(all))).containsExactlyInAnyOrderElementsOf(all);
    }
}
