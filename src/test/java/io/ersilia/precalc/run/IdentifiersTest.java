package io.ersilia.precalc.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words that all rooms share refuse nonsense and read what they wrote. */
class IdentifiersTest {

    private static final ModelId MODEL = new ModelId("eos3b5e");

    @ParameterizedTest
    @ValueSource(strings = {"eos3b5e", "eos0aaa", "eos9999"})
    void aModelIdIsEosADigitAndThreeLettersOrDigits(String id) {
        assertThat(new ModelId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "eos12",
                "EOS3B5E",
                "eosab5e",
                "eos3b5e;ls",
                "../x",
                "eos3b5e\n",
                "eos3b5",
                "eos3b5ee",
                " eos3b5e"
            })
    void refusesOtherModelIds(String id) {
        assertThatThrownBy(() -> new ModelId(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a model id: '" + Printable.of(id) + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "20261101T120000Z",
                "a.b",
                "-",
                "_",
                "A-z_9.",
                "1234567890123456789012345678901234567890123456789012345678901234"
            })
    void aRunIdIsUpToSixtyFourLettersDigitsDotsAndDashes(String id) {
        assertThat(new RunId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ".a",
                "a/../b",
                "a b",
                "a\\b",
                "a:b",
                "a\n",
                "\u00e9",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void refusesOtherRunIds(String id) {
        assertThatThrownBy(() -> new RunId(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a run id: '" + Printable.of(id) + "'");
    }

    @Test
    void aRunWithoutANameIsCalledAfterTheTimeInUtc() {
        assertThat(RunId.at(Instant.parse("2026-11-01T23:05:09.7Z"))).hasToString("20261101T230509Z");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "51, 50", "-1, 5", "1, 0", "1, 10000", "1, -3"})
    void refusesWorkersThatCannotBe(int number, int total) {
        assertThatThrownBy(() -> new Worker(number, total)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusalsOfWorkersNameBothNumbers() {
        assertThatThrownBy(() -> new Worker(51, 50)).hasMessage("--worker 51: expected 1 to 50");
        assertThatThrownBy(() -> new Worker(1, 10_000)).hasMessage("--workers 10000: expected 1 to 9,999");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_000, -1})
    void refusesPartitionsThatCannotBe(int number) {
        assertThatThrownBy(() -> new Partition(MODEL, new RunId("r1"), number))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no partition %d, expected 1 to 9,999".formatted(number));
    }

    @Test
    void aPartitionIsCalledByItsNumberInFourDigits() {
        assertThat(new Partition(MODEL, new RunId("r1"), 7).name()).isEqualTo("part-0007");
        assertThat(new Partition(MODEL, new RunId("r1"), 256)).hasToString("part-0256 of eos3b5e run r1");
    }

    @Test
    void rejectionsAddUpByReasonInTheOrderOfTheReasons() throws JsonProcessingException {
        Rejections.Counter counter = new Rejections.Counter();
        counter.add(Reason.ITEM_TOO_LARGE);
        counter.add(Reason.INVALID_SMILES);
        counter.add(Reason.INVALID_SMILES);
        Rejections all = counter.rejections().plus(new Rejections(Map.of(Reason.ITEM_TOO_LARGE, 3L)));

        assertThat(all.total()).isEqualTo(6);
        assertThat(Json.MAPPER.writeValueAsString(all)).isEqualTo("{\"invalid_smiles\":2,\"item_too_large\":4}");
        assertThat(Json.MAPPER.readValue("{\"item_too_large\":4,\"invalid_smiles\":2}", Rejections.class))
                .isEqualTo(all);
        assertThat(Json.MAPPER.writeValueAsString(Rejections.NONE)).isEqualTo("{}");
    }

    @Test
    void whatACounterGaveDoesNotChangeWhenItCountsOn() {
        Rejections.Counter counter = new Rejections.Counter();
        counter.add(Reason.INVALID_KEY);
        Rejections then = counter.rejections();
        counter.add(Reason.INVALID_KEY);

        assertThat(then.total()).isEqualTo(1);
    }

    @Test
    void textFromOutsideFitsOneLine() {
        assertThat(Printable.of("a\nb\r\tc\u0000\u001b[31m\u0085d")).isEqualTo("a b  c  [31m d");
        assertThat(Printable.of("a\u202eb")).isEqualTo("a\\u202eb");
        assertThat(Printable.of("x".repeat(120))).isEqualTo("x".repeat(120));
        assertThat(Printable.of("x".repeat(121))).isEqualTo("x".repeat(120) + "…");
        assertThat(Printable.of("😀".repeat(121))).isEqualTo("😀".repeat(120) + "…");
    }

    @Test
    void aPartitionWhoseRowsDoNotAddUpSaysHowManyAreUnaccounted() {
        ServedManifest served = ServedManifests.counting(10, 6, 1, new Rejections(Map.of(Reason.INVALID_KEY, 2L)));

        assertThat(served.unaccounted()).isEqualTo(1);
    }

    @Test
    void aPartitionIsServedWhereTheTableIsTheSameWhateverItIsCalled() {
        ServedManifest served = served("id-1");

        assertThat(served.stillHolds("sha", Optional.of("id-1"))).isTrue();
        assertThat(served.stillHolds(null, Optional.of("id-1"))).isTrue();
        assertThat(served.stillHolds("sha", Optional.of("id-2"))).isFalse();
        assertThat(served.stillHolds("sha", Optional.empty())).isFalse();
        assertThat(served.stillHolds("another CSV", Optional.of("id-1"))).isFalse();
        assertThat(served(null).stillHolds("sha", Optional.empty())).isFalse();
    }

    @Test
    void aServedManifestOfBeforeTablesHadIdsIsRead() {
        byte[] json = Json.text(served("id-1"))
                .replaceAll("\\s*\"table_id\" : \"id-1\",", "")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(Json.read(json, ServedManifest.class, "")).isEqualTo(served(null));
    }

    private static ServedManifest served(@Nullable String tableId) {
        return ServedManifests.of("sqlite:a.db", tableId, "sha", 1, Instant.EPOCH);
    }

    @Test
    void aBrokenFileIsNamedWithTheRemedy() {
        byte[] broken = "{\"rows\":".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.read(broken, ServedManifest.class, "store/part-0001.served.json"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INPUT))
                .hasMessageStartingWith("store/part-0001.served.json is not a ServedManifest: ")
                .hasMessageEndingWith("; delete it to start again");
    }

    @Test
    void aPlanHasASlicePerWorker() {
        assertThatThrownBy(() -> new Plan(
                        new RunId("r1"),
                        MODEL,
                        null,
                        Instant.EPOCH,
                        2,
                        5,
                        null,
                        new Plan.Library("lib.csv", "", "smiles", 5, 0, null, null, null),
                        List.of(),
                        List.of(),
                        null,
                        null))
                .hasMessage("0 slices for 2 workers");
    }

    /** A run's metadata: planned that many minutes after the first, sample or not. */
    private static ModelMetadata metadata(int minute, boolean sample) {
        return new ModelMetadata(
                MODEL,
                1,
                1,
                0,
                0,
                0,
                "",
                null,
                null,
                new RunId("r" + minute),
                sample ? 10 : null,
                Instant.EPOCH.plusSeconds(60L * minute),
                true,
                null,
                null,
                null,
                null,
                null,
                null,
                0);
    }

    @ParameterizedTest(name = "minute {0}, sample {1} by minute {2}, sample {3}: {4}")
    @CsvSource({
        "1, false, 2, false, true",
        "2, false, 1, false, false",
        "1, false, 1, false, true",
        "1, false, 2, true, false",
        "1, true, 2, true, true",
        "1, true, 2, false, true",
        "2, true, 1, false, true",
        "2, true, 1, true, false",
    })
    void anOlderRunNeverReplacesANewerOnesMetadataNorASampleAFullRuns(
            int minute, boolean sample, int otherMinute, boolean otherSample, boolean may) {
        assertThat(metadata(minute, sample).mayBeReplacedBy(metadata(otherMinute, otherSample)))
                .isEqualTo(may);
    }
}
