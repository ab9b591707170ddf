package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.OTHER_MODEL;
import static io.ersilia.precalc.table.Items.RUN;
import static io.ersilia.precalc.table.Items.TIME;
import static io.ersilia.precalc.table.Items.full;
import static io.ersilia.precalc.table.Items.key;
import static io.ersilia.precalc.table.Items.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Invalid;
import io.ersilia.precalc.api.PredictionsAnswer.Missing;
import io.ersilia.precalc.api.PredictionsAnswer.Rejected;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.stats.Distribution;
import io.ersilia.precalc.stats.LibraryRanks;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.MemoryTable;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.Rank;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableLookupTest {

    private static final Screening SCREENING = new Screening();

    private final MemoryTable table = new MemoryTable();
    private final TableLookup lookup = new TableLookup(table);

    private static Item item(InchiKey key, @Nullable String version, Value... values) {
        return new Item(key, MODEL, "CCO", List.of(values), null, TIME, RUN, version);
    }

    private static ModelRecord version(String version, int minute, String... columns) {
        return new ModelRecord(
                MODEL,
                version,
                List.of(columns),
                new Rank(RUN, TIME.plusSeconds(60L * minute), false),
                true,
                null,
                null);
    }

    @BeforeEach
    void theTableHasTwoVersionsAndAReject() throws InterruptedException {
        table.save(version("v1", 0, "old"));
        table.save(version("v2", 1, "a", "b"));
        Items.write(
                table,
                List.of(
                        item(key(1), "v2", Value.number("1.5"), Value.MISSING),
                        item(key(2), "v1", Value.text("x")),
                        rejection(key(3), Reason.EMPTY_OUTPUT),
                        item(key(4), null, Value.number("7"), Value.number("8"))));
    }

    private PredictionsAnswer ask(String... inputs) {
        return lookup.predictions(MODEL, Stream.of(inputs).map(LookupInput::key).toList())
                .orElseThrow();
    }

    private static String text(int number) {
        return key(number).value();
    }

    @Test
    void inAllModelsANumberOfTheCurrentVersionHasAPercentile() {
        Distribution known =
                new Distribution(4, 1, 2, 1.5, 0.5, true, List.of(1.0, 1.5, 2.0), List.of(1L, 2L, 1L), List.of());
        table.save(
                version("v2", 1, "a", "b"),
                new LibraryRanks(RUN, "v2", List.of(new LibraryRanks.ColumnDistribution("a", known))));

        assertThat(percentiles(key(1))).isEqualTo(Arrays.asList(new BigDecimal("25"), null));
        assertThat(percentiles(key(2))).as("of another version").isEqualTo(Arrays.asList((BigDecimal) null));
        assertThat(percentiles(key(4))).as("of none that is known").isEqualTo(Arrays.asList(null, null));
        assertThat(lookup.predictions(key(1)).get(0).percentiles()).isNull();
    }

    private @Nullable List<@Nullable BigDecimal> percentiles(InchiKey molecule) {
        return new TableLookup(table, true).predictions(molecule).get(0).percentiles();
    }

    @Test
    void inputsAskedTwiceAreAnsweredTwiceInOrder() {
        PredictionsAnswer answer = ask(text(1), text(9), text(1), " " + text(1) + "\n", text(9), "", "");

        assertThat(answer.output()).extracting(Found::index).containsExactly(0, 2, 3);
        assertThat(answer.output().get(2).input()).isEqualTo(" " + text(1) + "\n");
        assertThat(answer.missing()).extracting(Missing::index).containsExactly(1, 4);
        assertThat(answer.invalid()).extracting(Invalid::index).containsExactly(5, 6);
    }

    @Test
    void smilesAreScreenedAndLookedUpByTheirKey() throws InterruptedException {
        InchiKey ethanol = new InchiKey("LFQSCWFLJHTTHZ-UHFFFAOYSA-N");
        Items.write(table, List.of(item(ethanol, "v2", Value.number("1"), Value.number("2"))));
        List<LookupInput> asked = Stream.of("OCC", " CCO ", "C C", "C*", "CCCCC")
                .map(smiles -> LookupInput.smiles(smiles, () -> SCREENING))
                .toList();

        PredictionsAnswer answer = lookup.predictions(MODEL, asked).orElseThrow();

        assertThat(answer.output())
                .extracting(Found::index, Found::key)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, ethanol.value()),
                        org.assertj.core.groups.Tuple.tuple(1, ethanol.value()));
        assertThat(answer.invalid())
                .containsExactly(
                        new Invalid(2, "C C", "invalid_smiles: white space within"),
                        new Invalid(3, "C*", "no_inchikey: Element name R is not recognised"));
        assertThat(answer.missing()).containsExactly(new Missing(4, "CCCCC"));
    }

    @Test
    void nothingAskedIsNothingAnswered() {
        assertThat(ask().output()).isEmpty();
        assertThat(ask().missing()).isEmpty();
    }

    @Test
    void anUnknownModelHasNoAnswerButEveryInputCanBeCalledMissing() {
        List<LookupInput> asked = List.of(LookupInput.key(text(1)), LookupInput.key("nope"));

        assertThat(lookup.predictions(OTHER_MODEL, asked)).isEmpty();
        PredictionsAnswer unknown = PredictionsAnswer.unknown(OTHER_MODEL, asked);
        assertThat(unknown.missing()).containsExactly(new Missing(0, text(1)));
        assertThat(unknown.invalid()).extracting(Invalid::index).containsExactly(1);
    }

    @Test
    void oneMoleculeInAllModelsHasTheColumnsOfEachPredictionsOwnVersion() throws InterruptedException {
        Items.write(table, List.of(Items.prediction(key(2), OTHER_MODEL, List.of(Value.number("3")))));

        assertThat(lookup.predictions(key(2)))
                .extracting(found -> found.item().model(), TableLookup.ModelPrediction::columns)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(MODEL, List.of("old")),
                        org.assertj.core.groups.Tuple.tuple(OTHER_MODEL, List.of()));
        assertThat(lookup.predictions(key(9))).isEmpty();
    }

    @Test
    void whateverIsAskedEveryPositionIsInExactlyOneListInOrder() {
        table.save(full("v2", "r1", 2));
        Random random = new Random(13);
        for (int i = 0; i < 50; i++) {
            String[] inputs = IntStream.range(0, random.nextInt(40))
                    .mapToObj(j -> random.nextInt(5) == 0 ? "bad" : text(random.nextInt(7)))
                    .toArray(String[]::new);
            PredictionsAnswer answer = ask(inputs);

            List<List<Integer>> lists = List.of(
                    answer.output().stream().map(Found::index).toList(),
                    answer.missing().stream().map(Missing::index).toList(),
                    answer.invalid().stream().map(Invalid::index).toList(),
                    answer.rejected().stream().map(Rejected::index).toList());
            List<Integer> all = new ArrayList<>();
            for (List<Integer> list : lists) {
                assertThat(list).isSorted();
                all.addAll(list);
            }
            assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, inputs.length).boxed().toList());
        }
    }

    @Test
    void aModelThatIsNotDeterministicIsMarkedAndOthersAreNot() {
        assertThat(ask(text(1)).mayVary()).isFalse();
        assertThat(Json.text(ask(text(1)))).doesNotContain("deterministic");
        assertThat(lookup.predictions(key(1)).get(0).deterministic()).isTrue();

        table.save(varying("v2", 1));

        assertThat(ask(text(1)).mayVary()).isTrue();
        assertThat(Json.text(ask(text(1)))).contains("\"deterministic\" : false");
        assertThat(lookup.predictions(key(1)).get(0).deterministic()).isFalse();
    }

    @Test
    void aStalePredictionOfAVersionThatIsNotDeterministicMarksTheAnswer() {
        table.save(varying("v1", 0));
        table.save(version("v2", 1, "a", "b"));

        assertThat(ask(text(1)).mayVary()).isFalse();
        assertThat(ask(text(1), text(2)).mayVary()).isTrue();
        assertThat(lookup.predictions(key(2)).get(0).deterministic()).isFalse();
    }

    private static ModelRecord varying(String version, int minute) {
        List<String> columns = version.equals("v1") ? List.of("old") : List.of("a", "b");
        return new ModelRecord(
                MODEL, version, columns, new Rank(RUN, TIME.plusSeconds(60L * minute), false), false, null, null);
    }
}
