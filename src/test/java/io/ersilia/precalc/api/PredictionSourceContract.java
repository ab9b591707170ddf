package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.OTHER_MODEL;
import static io.ersilia.precalc.table.Items.RUN;
import static io.ersilia.precalc.table.Items.TIME;
import static io.ersilia.precalc.table.Items.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.api.PredictionSource.CurrentModel;
import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.api.PredictionsAnswer.Invalid;
import io.ersilia.precalc.api.PredictionsAnswer.Missing;
import io.ersilia.precalc.api.PredictionsAnswer.Rejected;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.ModelRecord;
import io.ersilia.precalc.table.PredictionTable;
import io.ersilia.precalc.table.Rank;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every source of predictions promises: the table at hand, the API elsewhere, and an exported dataset alike. */
interface PredictionSourceContract {

    Screening SCREENING = new Screening();

    InchiKey ETHANOL = new InchiKey("LFQSCWFLJHTTHZ-UHFFFAOYSA-N");

    /** Rows so wide that a few of them are more than one answer of the API. */
    ModelId WIDE = new ModelId("eos0wid");

    int WIDE_COLUMNS = 20_000;
    int WIDE_ROWS = 40;

    /** Of what is in the table now. */
    PredictionSource source();

    /** What the source answers from; may be written to. */
    PredictionTable table();

    static Item item(InchiKey key, ModelId model, @Nullable String version, Value... values) {
        return new Item(key, model, "OCC", List.of(values), null, TIME, RUN, version);
    }

    static ModelRecord version(String version, int minute, boolean deterministic, String... columns) {
        return new ModelRecord(
                MODEL,
                version,
                List.of(columns),
                new Rank(RUN, TIME.plusSeconds(60L * minute), false),
                deterministic,
                null,
                null);
    }

    /** What the author says about the model. */
    ModelFacts FACTS = Items.described("r1")
            .facts()
            .withColumns(List.of(new ColumnFacts(
                    "a", ColumnFacts.Type.FLOAT, ColumnFacts.Direction.LOW, "Molecular weight", "g/mol")));

    private void fill() throws InterruptedException {
        table().save(version("v2", 1, true, "a", "b").withFacts(FACTS));
        table().save(new ModelRecord(OTHER_MODEL, "v9", List.of("t"), new Rank(RUN, TIME, false), false, 1L, 0L));
        Items.write(
                table(),
                List.of(
                        item(key(1), MODEL, "v2", Value.number("1.5"), Value.MISSING),
                        item(key(2), MODEL, "v2", Value.text("x, \"y\"\n"), Value.MISSING),
                        rejection(key(3), Reason.EMPTY_OUTPUT),
                        item(key(4), MODEL, "v2", Value.number("12345678901234567890"), Value.number("-0.001")),
                        item(ETHANOL, MODEL, "v2", Value.number("1"), Value.number("2")),
                        item(key(1), OTHER_MODEL, "v9", Value.text("t"))));
    }

    private static Item rejection(InchiKey key, Reason reason) {
        return new Item(key, MODEL, "CCO", List.of(), reason, TIME, RUN, "v2");
    }

    private PredictionsAnswer ask(List<LookupInput> asked) {
        return source().predictions(MODEL, asked).orElseThrow();
    }

    private static List<LookupInput> keys(String... inputs) {
        return Stream.of(inputs).map(LookupInput::key).toList();
    }

    private static String text(int number) {
        return key(number).value();
    }

    @Test
    default void everyInputIsInOneListUnderWhatWasWritten() throws InterruptedException {
        fill();

        PredictionsAnswer answer = ask(keys(text(9), "nope", text(3), " " + text(1) + "\n", text(2), text(4), text(1)));

        assertThat(answer.columns()).containsExactly("a", "b");
        assertThat(answer.meaning()).isEqualTo(Meaning.of(FACTS));
        assertThat(answer.missing()).containsExactly(new Missing(0, text(9)));
        assertThat(answer.invalid()).containsExactly(new Invalid(1, "nope", "not a standard InChIKey"));
        assertThat(answer.rejected()).containsExactly(new Rejected(2, text(3), text(3), Reason.EMPTY_OUTPUT));
        List<@Nullable Object> values = Arrays.asList(new BigDecimal("1.5"), null);
        assertThat(answer.output())
                .containsExactly(
                        new Found(3, " " + text(1) + "\n", text(1), "OCC", values, "v2", false, null),
                        new Found(4, text(2), text(2), "OCC", Arrays.asList("x, \"y\"\n", null), "v2", false, null),
                        new Found(
                                5,
                                text(4),
                                text(4),
                                "OCC",
                                List.of(new BigDecimal("12345678901234567890"), new BigDecimal("-0.001")),
                                "v2",
                                false,
                                null),
                        new Found(6, text(1), text(1), "OCC", values, "v2", false, null));
        assertThat(answer.next()).isNull();
        assertThat(answer.mayVary()).isFalse();
    }

    @Test
    default void smilesAreAnsweredUnderTheSmiles() throws InterruptedException {
        fill();
        List<LookupInput> asked = Stream.of("CCO", "C1", "OCC ", "CCCCC", "")
                .map(smiles -> LookupInput.smiles(smiles, () -> SCREENING))
                .toList();

        PredictionsAnswer answer = ask(asked);

        assertThat(answer.output()).extracting(Found::input).containsExactly("CCO", "OCC ");
        assertThat(answer.output()).extracting(Found::key).containsOnly(ETHANOL.value());
        assertThat(answer.missing()).containsExactly(new Missing(3, "CCCCC"));
        assertThat(answer.invalid()).extracting(Invalid::index).containsExactly(1, 4);
    }

    @Test
    default void moreThanAThousandMoleculesAreAnswered() throws InterruptedException {
        fill();
        Items.write(
                table(),
                IntStream.range(100, 2600)
                        .mapToObj(
                                i -> item(key(i), MODEL, "v2", Value.number(Integer.toString(i)), Value.text("t" + i)))
                        .toList());
        List<LookupInput> asked = new ArrayList<>();
        for (int i = 2700; i >= 90; i--) {
            asked.add(LookupInput.key(text(i)));
        }

        PredictionsAnswer answer = ask(asked);

        assertThat(answer.output()).hasSize(2500);
        assertThat(answer.output())
                .allMatch(found -> found.key().equals(asked.get(found.index()).input())
                        && found.value()
                                .equals(Arrays.asList(
                                        new BigDecimal(2700 - found.index()), "t" + (2700 - found.index()))));
        assertThat(answer.missing()).hasSize(2611 - 2500);
    }

    @Test
    default void moreThanFitsOneAnswerIsAnsweredToTheEnd() throws InterruptedException {
        List<String> columns =
                IntStream.range(0, WIDE_COLUMNS).mapToObj(i -> "c" + i).toList();
        table().save(new ModelRecord(WIDE, "v1", columns, new Rank(RUN, TIME, false), true, null, null));
        List<Value> values = IntStream.range(0, WIDE_COLUMNS)
                .mapToObj(i -> Value.number(Integer.toString(100_000_000 + i % 7)))
                .toList();
        Items.write(
                table(),
                IntStream.range(0, WIDE_ROWS)
                        .mapToObj(i -> item(key(i), WIDE, "v1", values.toArray(Value[]::new)))
                        .toList());

        PredictionsAnswer answer = source().predictions(
                        WIDE,
                        IntStream.rangeClosed(0, WIDE_ROWS)
                                .mapToObj(i -> LookupInput.key(text(i)))
                                .toList())
                .orElseThrow();

        assertThat(answer.columns()).hasSize(WIDE_COLUMNS);
        assertThat(answer.output())
                .extracting(Found::key)
                .containsExactlyElementsOf(IntStream.range(0, WIDE_ROWS)
                        .mapToObj(PredictionSourceContract::text)
                        .toList());
        assertThat(answer.output()).allMatch(found -> found.value().size() == WIDE_COLUMNS);
        assertThat(answer.missing()).containsExactly(new Missing(WIDE_ROWS, text(WIDE_ROWS)));
        assertThat(answer.next()).isNull();
    }

    @Test
    default void ofAModelThatNobodyKnowsThereIsNothing() throws InterruptedException {
        fill();

        assertThat(source().predictions(new ModelId("eos9zzz"), keys(text(1), "nope")))
                .isEmpty();
        assertThat(source().predictions(new ModelId("eos9zzz"), keys("nope"))).isEmpty();
        assertThat(source().predictions(new ModelId("eos9zzz"), List.of())).isEmpty();
        assertThat(source().current(new ModelId("eos9zzz"))).isEmpty();
    }

    @Test
    default void withoutAnyMoleculeTheColumnsAreKnownAllTheSame() throws InterruptedException {
        fill();

        assertThat(ask(keys("nope")).columns()).containsExactly("a", "b");
        assertThat(ask(keys("nope")).invalid()).hasSize(1);
        assertThat(ask(List.of()).columns()).containsExactly("a", "b");
    }

    @Test
    default void whatIsCurrentIsKnown() throws InterruptedException {
        fill();

        assertThat(source().current(MODEL).orElseThrow())
                .extracting(CurrentModel::version, CurrentModel::columns)
                .containsExactly("v2", List.of("a", "b"));
        assertThat(source().current(OTHER_MODEL).orElseThrow())
                .extracting(CurrentModel::version, CurrentModel::columns)
                .containsExactly("v9", List.of("t"));
    }

    @Test
    default void oneMoleculeInAllModels() throws InterruptedException {
        fill();

        MoleculeAnswer answer =
                source().inAllModels(List.of(LookupInput.key(" " + text(1)))).get(0);

        assertThat(Json.text(answer))
                .isEqualTo(Json.text(new MoleculeAnswer(
                        text(1),
                        "OCC",
                        List.of(
                                new MoleculeAnswer.InModel(
                                        MODEL,
                                        List.of("a", "b"),
                                        Meaning.of(FACTS),
                                        Arrays.asList(new BigDecimal("1.5"), null),
                                        null,
                                        "v2",
                                        null,
                                        RUN,
                                        null),
                                new MoleculeAnswer.InModel(
                                        OTHER_MODEL,
                                        List.of("t"),
                                        Meaning.UNKNOWN,
                                        List.of("t"),
                                        null,
                                        "v9",
                                        null,
                                        RUN,
                                        Boolean.FALSE)),
                        List.of(),
                        null)));
        assertThat(source().inAllModels(List.of(LookupInput.key(text(3)))).get(0))
                .isEqualTo(new MoleculeAnswer(
                        text(3),
                        "CCO",
                        List.of(),
                        List.of(new MoleculeAnswer.Rejected(MODEL, Reason.EMPTY_OUTPUT, "v2", RUN)),
                        null));
        assertThat(source().inAllModels(List.of(LookupInput.key(text(9)))).get(0))
                .isEqualTo(new MoleculeAnswer(text(9), null, List.of(), List.of(), null));
        assertThat(source().inAllModels(List.of(LookupInput.key("nope"))).get(0))
                .isEqualTo(new MoleculeAnswer(null, null, List.of(), List.of(), null));
    }

    @Test
    default void aModelThatIsNotDeterministicMarksTheAnswer() throws InterruptedException {
        fill();
        table().save(version("v2", 1, false, "a", "b"));

        assertThat(ask(keys(text(1))).mayVary()).isTrue();
    }

    @Test
    default void parentsOfWhatIsMissingAreNamedWhereTheyArePredicted() throws InterruptedException {
        fill();
        List<LookupInput> asked = Stream.of("CC[O-].[Na+]", "CCO.Cl", "CCN.Cl", "CCO", "CC[O-].[Na+]", "C1")
                .map(smiles -> LookupInput.smiles(smiles, () -> SCREENING))
                .toList();

        PredictionsAnswer answer = ParentKeys.named(ask(asked), asked, source());

        assertThat(answer.missing())
                .containsExactly(
                        new Missing(0, "CC[O-].[Na+]", ETHANOL.value()),
                        new Missing(1, "CCO.Cl", ETHANOL.value()),
                        new Missing(2, "CCN.Cl"),
                        new Missing(4, "CC[O-].[Na+]", ETHANOL.value()));
        assertThat(answer.output()).extracting(Found::index).containsExactly(3);
    }

    @Test
    default void aParentThatWasRejectedIsNotNamed() throws InterruptedException {
        fill();
        Items.write(table(), List.of(rejection(ETHANOL, Reason.MODEL_FAILED)));
        List<LookupInput> asked = List.of(LookupInput.smiles("CCO.Cl", () -> SCREENING));

        assertThat(ParentKeys.named(ask(asked), asked, source()).missing()).containsExactly(new Missing(0, "CCO.Cl"));
    }
}
