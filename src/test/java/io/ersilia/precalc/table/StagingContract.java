package io.ersilia.precalc.table;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.OTHER_MODEL;
import static io.ersilia.precalc.table.Items.full;
import static io.ersilia.precalc.table.Items.key;
import static io.ersilia.precalc.table.Items.keys;
import static io.ersilia.precalc.table.Items.prediction;
import static io.ersilia.precalc.table.Items.predictions;
import static io.ersilia.precalc.table.Items.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.stats.LibraryRanks;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every prediction table promises of runs that are staged, published and taken back. */
public interface StagingContract {

    RunId NEW = new RunId("new");
    ModelRecord OLD_RECORD = full("v1", "old", 0);
    ModelRecord NEW_RECORD = full("v2", "new", 1).asStaged();

    PredictionTable table();

    /** Two molecules as they are, and staged with other values; of the staged run the second is another molecule. */
    private List<Item> bothServed() throws InterruptedException {
        table().save(OLD_RECORD);
        write(table(), predictions(0, 2));
        table().staged(NEW).save(full("v2", "new", 1));
        List<Item> staged = List.of(prediction(key(0), Value.number("100")), prediction(key(2), Value.number("102")));
        write(table().staged(NEW), staged);
        return staged;
    }

    private List<Item> seen() {
        ModelRecord current = table().model(MODEL).orElseThrow();
        return table().items(current, List.of(key(0), key(1), key(2)));
    }

    @Test
    default void whatIsStagedIsNotSeen() throws InterruptedException {
        List<Item> staged = bothServed();

        assertThat(table().model(MODEL)).contains(OLD_RECORD);
        assertThat(table().model(MODEL, "v2")).isEmpty();
        assertThat(table().models(null, 9)).containsExactly(OLD_RECORD);
        assertThat(seen()).containsExactlyInAnyOrderElementsOf(predictions(0, 2));
        assertThat(table().items(key(2), table()::model)).isEmpty();
        assertThat(table().before(MODEL)).isEmpty();
        assertThat(table().staged(NEW).items(MODEL, keys(staged))).containsExactlyInAnyOrderElementsOf(staged);
        assertThat(table().staged(NEW).model(MODEL)).contains(NEW_RECORD);
        assertThat(table().staged(NEW).model(MODEL, "v2")).contains(NEW_RECORD);
        assertThat(table().staged(NEW).model(MODEL, "v1")).isEmpty();
        assertThat(table().staged(new RunId("other")).model(MODEL)).isEmpty();
    }

    @Test
    default void whatIsStagedIsServedToAPlaceOfItsOwn() throws InterruptedException {
        bothServed();

        assertThat(table().staged(NEW).id()).isPresent().isNotEqualTo(table().id());
        assertThat(table().staged(NEW).id()).isEqualTo(table().staged(NEW).id());
        assertThat(table().staged(new RunId("other")).id())
                .isNotEqualTo(table().staged(NEW).id());
    }

    @Test
    default void whatIsKnownOfAStagedRunIsReplacedWhenItIsKnownBetter() {
        ModelRecord better = NEW_RECORD.withFacts(Items.described("new").facts());

        table().staged(NEW).save(NEW_RECORD);
        table().staged(NEW).save(better);

        assertThat(table().staged(NEW).model(MODEL)).contains(better);
    }

    @Test
    default void publishedItIsSeenAlone() throws InterruptedException {
        List<Item> staged = bothServed();

        assertThat(table().publish(NEW_RECORD, OLD_RECORD)).isTrue();

        assertThat(table().model(MODEL)).contains(NEW_RECORD);
        assertThat(table().models(null, 9)).containsExactly(NEW_RECORD);
        assertThat(seen()).containsExactlyInAnyOrderElementsOf(staged);
        assertThat(table().items(key(0), table()::model)).containsExactly(staged.get(0));
        assertThat(table().items(key(1), table()::model)).isEmpty();
        assertThat(table().items(key(2), table()::model)).containsExactly(staged.get(1));
        assertThat(table().before(MODEL)).contains(OLD_RECORD);
    }

    @Test
    default void anAnswerThatBeganBeforeGoesOnWithWhatItBeganWith() throws InterruptedException {
        List<Item> staged = bothServed();
        ModelRecord begun = table().model(MODEL).orElseThrow();

        table().publish(NEW_RECORD, OLD_RECORD);
        List<Item> after = table().items(begun, List.of(key(0), key(1)));
        table().publish(OLD_RECORD, NEW_RECORD);
        List<Item> taken = table().items(NEW_RECORD, List.of(key(0), key(2)));

        assertThat(after).containsExactlyInAnyOrderElementsOf(predictions(0, 2));
        assertThat(taken).containsExactlyInAnyOrderElementsOf(staged);
    }

    @Test
    default void whatWasBeforeComesBackAndForth() throws InterruptedException {
        List<Item> staged = bothServed();
        table().publish(NEW_RECORD, OLD_RECORD);

        table().publish(table().before(MODEL).orElseThrow(), NEW_RECORD);

        assertThat(table().model(MODEL)).contains(OLD_RECORD);
        assertThat(table().models(null, 9)).containsExactly(OLD_RECORD);
        assertThat(seen()).containsExactlyInAnyOrderElementsOf(predictions(0, 2));
        assertThat(table().before(MODEL)).contains(NEW_RECORD);

        table().publish(table().before(MODEL).orElseThrow(), OLD_RECORD);

        assertThat(seen()).containsExactlyInAnyOrderElementsOf(staged);
    }

    @Test
    default void oneOfTwoPublishersLoses() throws InterruptedException {
        List<Item> staged = bothServed();
        RunId third = new RunId("third");
        table().staged(third).save(full("v3", "third", 2));

        assertThat(table().publish(NEW_RECORD, OLD_RECORD)).isTrue();
        assertThat(table().publish(full("v3", "third", 2).asStaged(), OLD_RECORD))
                .isFalse();
        assertThat(table().publish(full("v3", "third", 2).asStaged(), null)).isFalse();

        assertThat(table().model(MODEL)).contains(NEW_RECORD);
        assertThat(table().models(null, 9)).containsExactly(NEW_RECORD);
        assertThat(seen()).containsExactlyInAnyOrderElementsOf(staged);
        assertThat(table().before(MODEL)).contains(OLD_RECORD);
    }

    @Test
    default void theFirstRunOfAModelCanBeStagedToo() throws InterruptedException {
        table().staged(NEW).save(full("v2", "new", 1));
        write(table().staged(NEW), predictions(0, 2));
        assertThat(table().model(MODEL)).isEmpty();

        assertThat(table().publish(NEW_RECORD, null)).isTrue();

        assertThat(seen()).containsExactlyInAnyOrderElementsOf(predictions(0, 2));
        assertThat(table().before(MODEL)).isEmpty();
    }

    @Test
    default void aRunThatIsServedWithoutStagingDoesNotReplaceAPublishedOne() throws InterruptedException {
        List<Item> staged = bothServed();
        table().publish(NEW_RECORD, OLD_RECORD);
        ModelRecord newest = full("v3", "newest", 9);

        table().save(newest);
        table().save(full("v2", "new", 1));
        Item written = prediction(key(0), Value.number("7"));
        write(table(), List.of(written));

        assertThat(table().model(MODEL)).contains(NEW_RECORD);
        assertThat(table().models(null, 9)).containsExactly(NEW_RECORD);
        assertThat(seen()).containsExactlyInAnyOrderElementsOf(staged);
        assertThat(table().model(MODEL, "v3")).contains(newest);
        assertThat(table().items(MODEL, List.of(key(0)))).containsExactly(written);
    }

    @Test
    default void aPublishedRunGoesOnBeingServed() throws InterruptedException {
        bothServed();
        table().publish(NEW_RECORD, OLD_RECORD);
        Item later = prediction(key(1), Value.number("101"));

        write(table().staged(NEW), List.of(later));

        assertThat(seen()).hasSize(3).contains(later);
    }

    @Test
    default void onlyItsOwnItemsAreDeletedOfAStage() throws InterruptedException {
        List<Item> staged = bothServed();
        Set<InchiKey> all = Set.of(key(0), key(1), key(2));
        DeletionScope scope = new DeletionScope(Set.of(Items.RUN), null);

        assertThat(table().staged(NEW).delete(MODEL, all, scope).deleted()).isEqualTo(2);
        table().staged(NEW).forget(NEW_RECORD, null);

        assertThat(table().staged(NEW).model(MODEL)).isEmpty();
        assertThat(table().staged(NEW).items(MODEL, keys(staged))).isEmpty();
        assertThat(table().model(MODEL)).contains(OLD_RECORD);
        assertThat(seen()).containsExactlyInAnyOrderElementsOf(predictions(0, 2));
    }

    @Test
    default void thoseThatArePublishedStayWhenTheOthersAreDeleted() throws InterruptedException {
        List<Item> staged = bothServed();
        table().publish(NEW_RECORD, OLD_RECORD);

        assertThat(table().delete(MODEL, Set.of(key(0), key(1)), new DeletionScope(Set.of(Items.RUN), null))
                        .deleted())
                .isEqualTo(2);
        table().forget(OLD_RECORD, null);

        assertThat(table().model(MODEL)).contains(NEW_RECORD);
        assertThat(seen()).containsExactlyInAnyOrderElementsOf(staged);
        assertThat(table().before(MODEL)).isEmpty();
    }

    @Test
    default void aPublishedRunThatIsForgottenIsNotSeen() throws InterruptedException {
        bothServed();
        table().publish(NEW_RECORD, OLD_RECORD);

        table().staged(NEW).forget(NEW_RECORD, null);

        assertThat(table().model(MODEL)).isEmpty();
        assertThat(table().models(null, 9)).isEmpty();
        assertThat(table().items(MODEL, List.of(key(0), key(1))))
                .as("what was served without staging is where it was")
                .containsExactlyInAnyOrderElementsOf(predictions(0, 2));
        table().save(OLD_RECORD);
        assertThat(seen()).containsExactlyInAnyOrderElementsOf(predictions(0, 2));
    }

    @Test
    default void modelsArePublishedEachByItself() throws InterruptedException {
        bothServed();
        Item other = prediction(key(0), OTHER_MODEL, List.of(Value.number("5")));
        write(table(), List.of(other));

        table().publish(NEW_RECORD, OLD_RECORD);

        assertThat(table().items(OTHER_MODEL, List.of(key(0)))).containsExactly(other);
        assertThat(table().items(key(0), table()::model)).hasSize(2).contains(other);
    }

    @Test
    default void whereNumbersStandIsKnownOfEachStage() throws InterruptedException {
        bothServed();
        LibraryRanks old = new LibraryRanks(new RunId("old"), "v1", List.of());
        LibraryRanks staged = new LibraryRanks(NEW, "v2", List.of());

        table().save(OLD_RECORD, old);
        table().staged(NEW).save(NEW_RECORD, staged);
        table().staged(NEW).save(NEW_RECORD); // a finished run is served again
        table().publish(NEW_RECORD, OLD_RECORD);

        assertThat(table().ranks(OLD_RECORD)).contains(old);
        assertThat(table().ranks(NEW_RECORD)).contains(staged);
    }
}
