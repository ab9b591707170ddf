package io.ersilia.precalc.bench;

import io.ersilia.precalc.library.Plans;
import io.ersilia.precalc.pipeline.CountingStore;
import io.ersilia.precalc.pipeline.campaign.Campaign;
import io.ersilia.precalc.pipeline.campaign.CampaignJob;
import io.ersilia.precalc.pipeline.campaign.CampaignPlan;
import io.ersilia.precalc.pipeline.campaign.Standing;
import io.ersilia.precalc.pipeline.estimate.Estimator;
import io.ersilia.precalc.pipeline.estimate.Prices;
import io.ersilia.precalc.pipeline.estimate.TableAhead;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.ModelMetadata;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reconciliation;
import io.ersilia.precalc.run.Rejections;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.CampaignNotes;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Plans a campaign over a store in memory: {@code MODELS RUNS}, of which each model has so many complete ones of 50 slices. */
final class CampaignBenchmark {

    private static final long ROWS = 2_000_000;
    private static final int WORKERS = 50;
    private static final int ROUNDS = 5;

    private CampaignBenchmark() {}

    public static void main(String[] args) throws IOException {
        int models = Integer.parseInt(args[0]);
        int runs = Integer.parseInt(args[1]);
        CountingStore objects = new CountingStore();
        RunStore store = new RunStore(objects);
        for (int model = 0; model < models; model++) {
            for (int run = 0; run < runs; run++) {
                complete(store, plan(id(model), run));
            }
        }
        CampaignJob job = new CampaignJob(
                store,
                new CampaignNotes(objects),
                id -> plan(id, 0),
                new Estimator(store, Prices.own(), "ersilia", 1000, 10),
                TableAhead.withoutUnits("none"),
                Clock.systemUTC());
        Campaign campaign = Campaign.read(file(models));
        for (int round = 0; round < ROUNDS; round++) {
            objects.forget();
            long began = cpu();
            CampaignPlan plan = job.look(campaign);
            LargeFiles.say("%d models, %d known: %,d files read, %,d listings, %.2f s of processor time"
                    .formatted(
                            models,
                            plan.in(Standing.KNOWN).size(),
                            objects.reads(),
                            objects.listings(),
                            (cpu() - began) / 1e9));
        }
    }

    private static Path file(int models) throws IOException {
        Path file = Files.createTempFile("campaign", ".yml");
        file.toFile().deleteOnExit();
        String ids =
                IntStream.range(0, models).mapToObj(model -> id(model).value()).collect(Collectors.joining(", "));
        return Files.writeString(file, "models: [%s]\nbudget: {hours: 2000}\n".formatted(ids));
    }

    private static ModelId id(int model) {
        return new ModelId("eos%d%03d".formatted(model / 1000, model % 1000));
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static Plan plan(ModelId model, int run) {
        return Plans.onPaper(
                new RunId("campaign-" + (run + 1)),
                model,
                "v1.0.0",
                Instant.parse("2026-11-01T00:00:00Z").plusSeconds(run),
                WORKERS,
                new Plan.Library("lib.csv", "sha", "smiles", ROWS, 0, null, null, null));
    }

    private static void complete(RunStore store, Plan plan) {
        store.create(plan);
        store.save(
                plan.model(),
                new Reconciliation(
                        plan.run(),
                        plan.created(),
                        null,
                        "sha",
                        new Reconciliation.Rows(ROWS, ROWS, 0, ROWS, 0, Rejections.NONE, 0, Rejections.NONE, 0, 0),
                        null,
                        0,
                        new Reconciliation.Checks(0, 0, Map.of(), 0, 0)));
        store.save(new ModelMetadata(
                plan.model(),
                ROWS,
                ROWS,
                0,
                0,
                0,
                "",
                0.01,
                "v1.0.0",
                plan.run(),
                null,
                plan.created(),
                true,
                ROWS,
                0L,
                "lib.csv",
                ROWS,
                List.of("c1"),
                null,
                0));
    }
}
