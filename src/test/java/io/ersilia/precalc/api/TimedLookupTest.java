package io.ersilia.precalc.api;

import static io.ersilia.precalc.table.Items.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.nearest.LibraryNeighbours;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.MemoryTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How lookups use the time of their request. Time goes only where a fake lets it. */
class TimedLookupTest {

    private static final Duration BUDGET = Duration.ofSeconds(28);

    private final AtomicLong now = new AtomicLong();
    private final TimeBudget budget = new TimeBudget(BUDGET, now::get);
    private final MemoryTable table = new MemoryTable();

    @BeforeEach
    void aModelIsServed() {
        table.save(Items.full("v1.0.0", "r1", 0));
    }

    /** Each molecule takes that many seconds by the clock of the request. */
    private TimedScreening taking(int seconds) {
        return new TimedScreening(
                (smiles, left) -> {
                    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
                    return new LookupInput(smiles, null, "looked at");
                },
                1);
    }

    private PredictionsAnswer ask(TimedScreening screening, int from, int inputs) {
        List<String> smiles = IntStream.range(0, inputs).mapToObj(i -> "C" + i).toList();
        return new ApiOperations(table, screening, LibraryNeighbours.NONE)
                .predictions(new PredictionsRequest(MODEL, true, smiles, from, false, false), budget);
    }

    @Test
    void whenTheTimeIsOverTheAnswerEndsAtAWholeRowAndSaysWhereToGoOn() {
        PredictionsAnswer answer = ask(taking(10), 0, 12);

        assertThat(answer.invalid())
                .extracting(PredictionsAnswer.Invalid::index)
                .containsExactly(0, 1, 2);
        assertThat(answer.next()).isEqualTo(3);
    }

    @Test
    void anAnswerThatGoesOnDoesSoFromItsOwnFirstInput() {
        PredictionsAnswer answer = ask(taking(20), 5, 12);

        assertThat(answer.invalid())
                .extracting(PredictionsAnswer.Invalid::index)
                .containsExactly(5, 6);
        assertThat(answer.next()).isEqualTo(7);
    }

    @Test
    void inTimeEverythingIsAnswered() {
        assertThat(ask(taking(2), 0, 12).next()).isNull();
    }

    @Test
    void keysTakeNoTimeButTheirFirstIsAnsweredEvenWhenItIsOver() {
        now.addAndGet(BUDGET.toNanos());
        String key = Items.key(1).value();

        PredictionsAnswer answer = new ApiOperations(table, taking(0), LibraryNeighbours.NONE)
                .predictions(new PredictionsRequest(MODEL, false, List.of(key, key), 0, false, false), budget);

        assertThat(answer.missing()).hasSize(1);
        assertThat(answer.next()).isEqualTo(1);
    }

    @Test
    void whereOthersKeepTheThreadsBusyTheRequestIsRefusedAndNoMoleculeIsBlamed() {
        Semaphore never = new Semaphore(0);
        TimedScreening screening = new TimedScreening(
                (smiles, left) -> {
                    never.acquireUninterruptibly();
                    return new LookupInput(smiles, null, "");
                },
                1);
        try {
            ApiOperations lookups = new ApiOperations(table, screening, LibraryNeighbours.NONE);
            PredictionsRequest asked = new PredictionsRequest(MODEL, true, List.of("C"), 0, false, false);
            TimeBudget little = TimeBudget.of(Duration.ofMillis(20));

            assertThatThrownBy(() -> lookups.predictions(asked, little))
                    .isInstanceOf(Problem.class)
                    .hasMessageStartingWith("the server is too busy");
        } finally {
            never.release(Integer.MAX_VALUE / 2);
        }
    }

    @Test
    void aMoleculeThatIsComputedForLongIsTooComplexForTheRequest() {
        AtomicLong used = new AtomicLong();
        TimedScreening screening = new TimedScreening(
                (smiles, left) -> {
                    now.addAndGet(BUDGET.toNanos());
                    used.addAndGet(Duration.ofSeconds(14).toNanos());
                    throw new CancellationException("not even begun again");
                },
                1,
                thread -> used.get());

        PredictionsAnswer answer = new ApiOperations(table, screening, LibraryNeighbours.NONE)
                .predictions(new PredictionsRequest(MODEL, true, List.of("C", "CC"), 0, false, false), budget);

        assertThat(answer.invalid())
                .extracting(PredictionsAnswer.Invalid::reason)
                .containsExactly("too_complex: not known after 14 s of computing, within this request's time");
        assertThat(answer.next()).isEqualTo(1);
    }

    @Test
    void whoHasGoneIsAnsweredNothingAndNoFurtherMoleculeIsBegun() {
        AtomicInteger begun = new AtomicInteger();
        TimedScreening screening = new TimedScreening(
                (smiles, left) -> {
                    if (begun.incrementAndGet() == 2) {
                        budget.giveUp();
                    }
                    return new LookupInput(smiles, null, "");
                },
                1);

        assertThatThrownBy(() -> ask(screening, 0, 12))
                .isInstanceOf(Problem.class)
                .hasMessage("the client has closed the connection");
        assertThat(begun).hasValue(2);
    }

    @Test
    void twelveLargeCagesAreAnsweredInTimeByAPrefix() {
        LookupApi api = new LookupApi(table, Screening::new, null);
        String smiles = Stream.generate(() -> '"' + cage(20) + '"').limit(12).collect(Collectors.joining(","));
        ApiRequest request = new ApiRequest("POST", "/predictions", null, ApiContract.JSON, new byte[0], "id")
                .withBody("{\"modelId\":\"eos3b5e\",\"smilesArray\":[%s]}"
                        .formatted("\"C\"," + smiles)
                        .getBytes(StandardCharsets.UTF_8));

        ApiAnswer answer = api.answer(request, TimeBudget.of(Duration.ofSeconds(2)), line -> {});

        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("\"missing\":[{\"index\":0,")
                .containsPattern("\"next\":([1-9]|1[0-2])[,}]");
    }

    /** A sheet of carbon rolled up to a ring in which every atom is like every other: InChI takes longest for such. */
    private static String cage(int size) {
        return IntStream.range(0, size * size)
                .mapToObj(i -> "C" + closure(i % size)
                        + closure(i < size || i >= size * (size - 1) ? size + i % size : i % size)
                        + (i == 0 || i == size * size - 1 ? closure(2 * size) : ""))
                .collect(Collectors.joining());
    }

    private static String closure(int number) {
        return number < 9 ? "" + (number + 1) : "%" + (number + 1);
    }
}
