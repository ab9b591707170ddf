package io.ersilia.precalc.pipeline.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.run.CampaignStart;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Spending;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ninety days of a campaign of 300 models over two million molecules, on a clock that is only imagined. */
class CampaignSimulationTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TICK = Duration.ofHours(6);
    private static final int TICKS = 90 * 4;
    private static final int JOBS = 20;
    private static final double HOURS = 1500;
    private static final double WRITE_UNITS = 500e6;

    private static final Campaign CAMPAIGN = Campaign.of("""
                    models: [eos3b5e]
                    max-parallel: 10
                    budget:
                      hours: %s
                      write-units: %s
                      jobs: %d
                    """.formatted(HOURS, WRITE_UNITS, JOBS), "campaign.yml");

    private final Map<YearMonth, Double> hours = new HashMap<>();
    private final Map<YearMonth, Double> units = new HashMap<>();
    private final Set<String> started = new HashSet<>();
    private int cancelled;
    private int releases;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void endsWithinTheBudgetStarvesNoModelAndRunsNothingTwice(long seed) {
        Random random = new Random(seed);
        List<SimulatedModel> models = models(random);
        NextRuns decides = new NextRuns(CAMPAIGN, SimulatedModel.ROWS, 50, new Spending(1, 100, 0.4));
        for (int tick = 0; tick < TICKS; tick++) {
            Instant now = BEGIN.plus(TICK.multipliedBy(tick));
            releases(models, random, tick, now);
            tick(models, decides, now);
            models.forEach(model -> work(model, now.plus(TICK)));
        }

        Instant end = BEGIN.plus(TICK.multipliedBy(TICKS));
        assertThat(hours)
                .hasSize(3)
                .allSatisfy((month, used) ->
                        assertThat(used).as("hours in %s", month).isLessThanOrEqualTo(HOURS));
        assertThat(units.values()).allMatch(used -> used <= WRITE_UNITS);
        assertThat(models)
                .filteredOn(model -> !model.isKnown() && !model.isInQuarantine())
                .allSatisfy(model -> assertThat(model.waitingSince)
                        .as("%s has waited since", model.id)
                        .isAfter(end.minus(Duration.ofDays(32)))); // the next month has a budget again
        assertThat(models)
                .filteredOn(SimulatedModel::isInQuarantine)
                .isNotEmpty()
                .allSatisfy(model -> assertThat(model.isKnown()).isFalse());
        assertThat(models).allSatisfy(model -> assertThat(model.completed).doesNotHaveDuplicates());
        assertThat(models).filteredOn(SimulatedModel::isKnown).hasSizeGreaterThan(240);
        assertThat(cancelled).isGreaterThan(20);
        assertThat(releases).isGreaterThan(100);
    }

    /** Speeds between 0.3 and 300 hours for the library; one model in twenty does not work. */
    private static List<SimulatedModel> models(Random random) {
        return IntStream.range(0, 300)
                .mapToObj(number -> new SimulatedModel(
                        new ModelId("eos%d%03d".formatted(number % 10, number)),
                        number < 3 ? 250 + 50 * random.nextDouble() : 0.3 * Math.pow(100, random.nextDouble()),
                        number % 20 == 7,
                        new Random(random.nextLong()),
                        BEGIN))
                .toList();
    }

    /** Of 100 models there is a newer one each month. */
    private void releases(List<SimulatedModel> models, Random random, int tick, Instant now) {
        if (tick > 120) {
            for (SimulatedModel model : models) {
                if (random.nextDouble() < 100.0 / 300 / 120) {
                    model.release(now);
                    releases++;
                }
            }
        }
    }

    private void tick(List<SimulatedModel> models, NextRuns decides, Instant now) {
        Map<ModelId, SimulatedModel> byId =
                models.stream().collect(Collectors.toMap(model -> model.id, Function.identity()));
        CampaignPlan plan =
                decides.of(models.stream().map(SimulatedModel::history).toList(), now);
        plan.in(Standing.QUARANTINED)
                .forEach(state ->
                        Objects.requireNonNull(byId.get(state.model().id())).quarantine(state, now));
        int busy = plan.jobsBusy();
        List<CampaignStart> begun = new ArrayList<>();
        for (NextRun run : plan.next()) {
            SimulatedModel model =
                    Objects.requireNonNull(byId.get(run.state().model().id()));
            CampaignStart start = run.startedAt(now);
            assertThat(model.isActive()).as("%s is under way", model.id).isFalse();
            assertThat(model.isKnown()).as("%s is complete", model.id).isFalse();
            assertThat(started.add("%s %s %d".formatted(model.id, start.run(), start.number())))
                    .as("%s is new", start)
                    .isTrue();
            cancelled += run.state().goesOn() ? 1 : 0;
            busy += run.jobs();
            model.start(start, now);
            begun.add(start);
        }
        assertThat(busy).isLessThanOrEqualTo(JOBS);
        if (!begun.isEmpty() && begun.size() % 4 == 0) { // now and then, as it takes as long as all the rest
            assertThat(decides.of(models.stream().map(SimulatedModel::history).toList(), now)
                            .next())
                    .as("asked again at once")
                    .noneMatch(run -> begun.stream()
                            .anyMatch(start ->
                                    start.model().equals(run.state().model().id())));
        }
    }

    private void work(SimulatedModel model, Instant now) {
        double worked = model.pass(TICK, now);
        if (worked > 0) {
            CampaignStart start = model.starts.get(model.starts.size() - 1);
            YearMonth month = YearMonth.from(start.at().atZone(ZoneOffset.UTC));
            hours.merge(month, worked, Double::sum);
            units.merge(
                    month,
                    start.spending().writeUnits() * worked / start.spending().hours(),
                    Double::sum);
        }
    }
}
