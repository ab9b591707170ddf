package io.ersilia.precalc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.predict.CallLimits;
import io.ersilia.precalc.prediction.ParsedRow;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.Rank;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FillJobTest {

    private final HandClock clock = new HandClock();
    private final LengthModel model = new LengthModel(clock);
    private final MemoryTable table = new MemoryTable();
    private final List<Long> progress = new ArrayList<>();

    private static Map<InchiKey, String> molecules(int count) {
        Map<InchiKey, String> molecules = new LinkedHashMap<>();
        IntStream.range(0, count).forEach(i -> molecules.put(Items.key(i), "N".repeat(i + 1)));
        return molecules;
    }

    private Filled fill(int count, List<String> stored) {
        try (CheckedModel checked = new CheckedModel(model, Items.MODEL, null)) {
            return new FillJob(checked, new CallLimits(1000, null), clock, progress::add)
                    .run(Items.MODEL, molecules(count), stored);
        }
    }

    @Test
    void everyMoleculeIsAskedOnceASmallBatchFirstThenAboutThreeMinutesOfThem() {
        model.perMolecule = Duration.ofSeconds(9); // 20 molecules in three minutes

        Filled filled = fill(50, List.of());

        assertThat(model.batches()).startsWith(10).hasSizeBetween(3, 6);
        assertThat(progress.stream().mapToLong(Long::longValue).sum()).isEqualTo(50);
        assertThat(filled.rows()).hasSize(50);
        assertThat(filled.rows().get(Items.key(6)))
                .isEqualTo(new ParsedRow.Valid(Items.key(6), "N".repeat(7), List.of(Value.number("7"))));
        assertThat(filled.items())
                .extracting(Item::key)
                .containsExactlyElementsOf(molecules(50).keySet());
        assertThat(filled.modelVersion()).isEqualTo("v1");
        assertThat(filled.run().value()).matches("query-\\d{8}T\\d{6}Z");
    }

    @Test
    void asManyCallsAtATimeAsTheModelTakesAnswerTheSame() {
        model.inFlight = 4;

        assertThat(fill(300, List.of("c1")).rows())
                .hasSize(300)
                .allSatisfy((key, row) -> assertThat(row)
                        .isInstanceOfSatisfying(
                                ParsedRow.Valid.class,
                                valid -> assertThat(valid.values())
                                        .containsExactly(
                                                Value.number("" + valid.input().length()))));
    }

    @Test
    void whatServeWouldRejectIsRejected() {
        model.empty.add("N");
        model.odd.add("NN");
        model.oddValue = "1e999";

        Filled filled = fill(3, List.of());

        assertThat(filled.rows().get(Items.key(0)))
                .isInstanceOfSatisfying(
                        ParsedRow.Rejected.class,
                        row -> assertThat(row.reason()).isEqualTo(Reason.EMPTY_OUTPUT));
        assertThat(filled.rows().get(Items.key(1)))
                .isInstanceOfSatisfying(
                        ParsedRow.Rejected.class,
                        row -> assertThat(row.reason()).isEqualTo(Reason.NUMBER_OUT_OF_RANGE));
        assertThat(filled.rows().get(Items.key(2))).isInstanceOf(ParsedRow.Valid.class);
    }

    @Test
    void whatIsTooLargeForAnItemIsRejectedToo() {
        model.odd.add("NN");
        model.oddValue = "x".repeat(500_000);

        assertThat(fill(3, List.of()).rows().get(Items.key(1)))
                .isInstanceOfSatisfying(
                        ParsedRow.Rejected.class,
                        row -> assertThat(row.reason()).isEqualTo(Reason.ITEM_TOO_LARGE));
    }

    @Test
    void aModelThatDoesNotAnswerIsAFailureOfTheModel() {
        model.silent = true;

        assertThatThrownBy(() -> fill(3, List.of()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.MODEL));
    }

    @Test
    void toldToStopItKeepsNothingAndSaysSo() {
        model.stopping.add("NN");

        assertThatThrownBy(() -> fill(3, List.of()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STOPPED))
                .hasMessageContaining("no answer was kept");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void otherColumnsThanTheStoredAreRefusedBeforeAnyMoleculeIsAsked() {
        assertThatThrownBy(() -> fill(3, List.of("other")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessageContaining("has the columns [c1], but the stored predictions have [other]");
        assertThat(model.calls).noneMatch(call -> call.contains("N"));
    }

    @Test
    void writtenItIsInTheTableWithItsColumnsAndRejects() {
        model.empty.add("N");
        Filled filled = fill(3, List.of());

        assertThat(filled.write(table).predictions()).isEqualTo(2);

        assertThat(table.items(Items.MODEL, molecules(3).keySet()))
                .extracting(Item::rejected)
                .containsExactlyInAnyOrder(Reason.EMPTY_OUTPUT, null, null);
        assertThat(table.model(Items.MODEL, "v1").orElseThrow().columns()).containsExactly("c1");
    }

    @Test
    void theRecordOfAnyRunStaysAndTakesThePlaceOfTheQuerys() {
        ModelRecord sample =
                new ModelRecord(Items.MODEL, "v0", List.of("c1"), new Rank(Items.RUN, Items.TIME, true), true, 7L, 0L);
        table.save(sample);
        fill(3, List.of()).write(table);

        assertThat(table.model(Items.MODEL)).contains(sample);

        ModelRecord older =
                new ModelRecord(Items.MODEL, "v1", List.of("c1"), new Rank(Items.RUN, Items.TIME, true), true, 7L, 0L);
        table.save(older);
        assertThat(table.model(Items.MODEL, "v1")).contains(older);
    }

    @Test
    void columnsThatContradictThoseOfTheVersionAreNotWritten() {
        table.save(
                new ModelRecord(Items.MODEL, "v1", List.of("a"), new Rank(Items.RUN, Items.TIME, false), true, 7L, 0L));
        Filled filled = fill(3, List.of());

        assertThatThrownBy(() -> filled.write(table)).hasMessageContaining("nothing was written");
        assertThat(table.items(Items.MODEL, molecules(3).keySet())).isEmpty();
    }
}
