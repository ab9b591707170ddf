package io.ersilia.precalc.table;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.OTHER_MODEL;
import static io.ersilia.precalc.table.Items.full;
import static io.ersilia.precalc.table.Items.key;
import static io.ersilia.precalc.table.Items.prediction;
import static io.ersilia.precalc.table.Items.predictions;
import static io.ersilia.precalc.table.Items.rejection;
import static io.ersilia.precalc.table.Items.sample;
import static io.ersilia.precalc.table.Items.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.RunId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every prediction table promises of deleting: the owner's items go, everybody else's stay. */
public interface DeletingContract {

    /** The table under test: empty at the start of each test, and the same for all of it. */
    PredictionTable table();

    private static Item item(int number, String run, String version) {
        return new Item(
                key(number),
                MODEL,
                "CCO",
                List.of(Value.number("1")),
                null,
                Items.TIME,
                new RunId(run),
                version.isEmpty() ? null : version);
    }

    private static Set<InchiKey> keys(int from, int to) {
        return IntStream.range(from, to).mapToObj(Items::key).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static DeletionScope run(String run) {
        return new DeletionScope(Set.of(new RunId(run)), null);
    }

    private static List<Long> counts(Deleted deleted) {
        return List.of(deleted.deleted(), deleted.others(), deleted.absent());
    }

    @ParameterizedTest(name = "runs {0}, version {1}: {2}")
    @CsvSource({
        "r1,    ,   '0,1,2'",
        "r2,    ,   '3,4'",
        "r1 r2, ,   '0,1,2,3,4'",
        "'',    v1, '0,3'",
        "'',    v2, '1,4'",
        "r1,    v1, '0'",
        "r1 r2, v2, '1,4'",
        "r3,    ,   ''",
        "'',    v9, ''"
    })
    default void deletesTheItemsOfTheirOwnerAndNoOthers(String runs, String version, String deleted)
            throws InterruptedException {
        List<Item> items = List.of(
                item(0, "r1", "v1"), item(1, "r1", "v2"), item(2, "r1", ""), item(3, "r2", "v1"), item(4, "r2", "v2"));
        write(table(), items);
        List<Item> gone = items.stream()
                .filter(item -> deleted.contains(Integer.toString(items.indexOf(item))))
                .toList();

        Deleted answer = table().delete(
                        MODEL,
                        keys(0, 7),
                        new DeletionScope(
                                Set.of(runs.split(" ")).stream()
                                        .filter(run -> !run.isEmpty())
                                        .map(RunId::new)
                                        .collect(Collectors.toSet()),
                                version));

        assertThat(counts(answer)).containsExactly((long) gone.size(), 5L - gone.size(), 2L);
        assertThat(table().items(MODEL, keys(0, 7)))
                .containsExactlyInAnyOrderElementsOf(
                        items.stream().filter(item -> !gone.contains(item)).toList());
    }

    @Test
    default void deletesRejectionsAndLeavesOtherModelsAndOtherMoleculesAlone() throws InterruptedException {
        Item elsewhere = prediction(key(1), OTHER_MODEL, List.of(Value.number("1")));
        Item notAsked = prediction(key(2), Value.number("2"));
        write(table(), List.of(rejection(key(1), Reason.EMPTY_OUTPUT), elsewhere, notAsked));

        assertThat(counts(table().delete(MODEL, Set.of(key(1)), run("r1")))).containsExactly(1L, 0L, 0L);
        assertThat(table().items(key(1), table()::model)).containsExactly(elsewhere);
        assertThat(table().items(key(2), table()::model)).containsExactly(notAsked);
    }

    @Test
    default void deletesManyAtOnceAndAgainNothing() throws InterruptedException {
        write(table(), predictions(0, 500));

        assertThat(counts(table().delete(MODEL, keys(0, 600), run("r1")))).containsExactly(500L, 0L, 100L);
        assertThat(counts(table().delete(MODEL, keys(0, 600), run("r1")))).containsExactly(0L, 0L, 600L);
        assertThat(table().items(MODEL, keys(0, 600))).isEmpty();
    }

    @Test
    default void countsAnItemOnceWhenSeveralDeleteItAtTheSameTime() throws InterruptedException {
        write(table(), predictions(0, 200));

        List<Deleted> answers = InParallel.each(
                Collections.nCopies(4, keys(0, 200)), keys -> table().delete(MODEL, keys, run("r1")), 4);

        assertThat(counts(answers.stream().reduce(Deleted.NOTHING, Deleted::plus)))
                .containsExactly(200L, 0L, 600L);
    }

    @Test
    default void deletesNothingWhereNothingWasEverWritten() {
        assertThat(counts(table().delete(MODEL, keys(0, 3), run("r1")))).containsExactly(0L, 0L, 3L);
        assertThat(counts(table().delete(MODEL, Set.of(), run("r1")))).containsExactly(0L, 0L, 0L);
        table().forget(full("v1", "r1", 1), null);
        table().forget(
                        new ModelRecord(
                                MODEL, null, List.of("a"), new Rank(Items.RUN, Items.TIME, false), false, null, null),
                        null);
        assertThat(table().model(MODEL)).isEmpty();
    }

    @Test
    default void deletesNothingMoreOnceItIsToldToStop() throws InterruptedException {
        write(table(), predictions(0, 3));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> table().delete(MODEL, keys(0, 3), run("r1")))
                    .isInstanceOfSatisfying(
                            Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.STOPPED));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    default void forgetsAVersionAndAnswersByTheNextOne() {
        table().save(full("v1", "r1", 1));
        table().save(full("v2", "r2", 2));

        table().forget(full("v2", "r2", 2), full("v1", "r1", 1));

        assertThat(table().model(MODEL, "v2")).isEmpty();
        assertThat(table().model(MODEL, "v1")).contains(full("v1", "r1", 1));
        assertThat(table().model(MODEL)).contains(full("v1", "r1", 1));
    }

    @Test
    default void forgetsAVersionThatIsNotTheCurrentOne() {
        table().save(full("v1", "r1", 1));
        table().save(full("v2", "r2", 2));

        table().forget(full("v1", "r1", 1), null);

        assertThat(table().model(MODEL, "v1")).isEmpty();
        assertThat(table().model(MODEL)).contains(full("v2", "r2", 2));
    }

    @Test
    default void forgetsTheVersionThatNobodyKnows() {
        ModelRecord unknown =
                new ModelRecord(MODEL, null, List.of("a"), new Rank(Items.RUN, Items.TIME, false), false, null, null);
        table().save(sample("v1", "r1", 0));
        table().save(unknown);

        table().forget(unknown, sample("v1", "r1", 0));

        assertThat(table().model(MODEL, null)).isEmpty();
        assertThat(table().model(MODEL)).contains(sample("v1", "r1", 0));
        table().forget(sample("v1", "r1", 0), null);
        assertThat(table().model(MODEL)).isEmpty();
    }

    @Test
    default void keepsARecordThatAnotherRunHasWrittenSince() {
        table().save(full("v1", "r1", 1));
        table().save(full("v1", "r2", 2));

        table().forget(full("v1", "r1", 1), null);

        assertThat(table().model(MODEL, "v1")).contains(full("v1", "r2", 2));
        assertThat(table().model(MODEL)).contains(full("v1", "r2", 2));
    }

    @Test
    default void aVersionThatWasForgottenMayComeBackWithOtherColumnsAndFromAnOlderRun() {
        table().save(full("v1", "newer", 2));
        table().forget(full("v1", "newer", 2), null);

        table().save(full("v1", "older", 1));

        assertThat(table().model(MODEL, "v1")).contains(full("v1", "older", 1));
        assertThat(table().model(MODEL)).contains(full("v1", "older", 1));
    }
}
