package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.MODEL;
import static io.ersilia.precalc.table.Items.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.api.PredictionsAnswer.Found;
import io.ersilia.precalc.prediction.Value;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.table.Items;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a source promises besides that keeps predictions of several versions, and of models as they come. */
interface VersionedSourceContract extends PredictionSourceContract {

    @Test
    default void whatAnotherVersionSaidIsStaleAndHasItsOwnColumns() throws InterruptedException {
        table().save(PredictionSourceContract.version("v1", 0, true, "old"));
        table().save(PredictionSourceContract.version("v2", 1, true, "a", "b"));
        Items.write(
                table(),
                List.of(
                        PredictionSourceContract.item(key(2), MODEL, "v1", Value.text("x")),
                        PredictionSourceContract.item(key(4), MODEL, null, Value.number("7"), Value.number("-0.001"))));

        PredictionsAnswer answer = source().predictions(
                        MODEL,
                        Stream.of(key(2), key(4))
                                .map(key -> LookupInput.key(key.value()))
                                .toList())
                .orElseThrow();

        assertThat(answer.output())
                .containsExactly(
                        new Found(0, key(2).value(), key(2).value(), "OCC", List.of("x"), "v1", true, List.of("old")),
                        new Found(
                                1,
                                key(4).value(),
                                key(4).value(),
                                "OCC",
                                List.of(new BigDecimal("7"), new BigDecimal("-0.001")),
                                null,
                                true,
                                null));
    }

    @Test
    default void aMoleculeInMoreModelsThanFitOneAnswerIsAnsweredToTheEnd() throws InterruptedException {
        List<Value> values = IntStream.range(0, WIDE_COLUMNS)
                .mapToObj(i -> Value.number(Integer.toString(100_000_000 + i % 7)))
                .toList();
        List<ModelId> models = IntStream.range(0, 26)
                .mapToObj(i -> new ModelId("eos1aa" + (char) ('a' + i)))
                .toList();
        Items.write(
                table(),
                models.stream()
                        .map(model -> PredictionSourceContract.item(key(1), model, "v1", values.toArray(Value[]::new)))
                        .toList());

        assertThat(source().inAllModels(List.of(LookupInput.key(key(1).value())))
                        .get(0)
                        .predictions())
                .extracting(MoleculeAnswer.InModel::modelId)
                .containsExactlyElementsOf(models);
    }
}
