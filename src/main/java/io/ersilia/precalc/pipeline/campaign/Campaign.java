package io.ersilia.precalc.pipeline.campaign;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Spending;
import io.ersilia.precalc.run.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What to keep predicted, and within which budget: {@code campaign.yml}.
 *
 * @param file its name
 */
public record Campaign(String file, ModelChoice choice, CampaignWork work, Budget budget) {

    /**
     * What a campaign may use.
     *
     * @param aMonth the limits for each calendar month in UTC; infinite if not limited
     * @param jobs the most at the same time, which leaves some for other repositories of the owner
     */
    public record Budget(Spending aMonth, int jobs) {}

    private static final List<String> FIELDS =
            List.of("catalog", "models", "query", "priority", "library", "sample", "workers", "max-parallel", "budget");
    private static final List<String> BUDGET = List.of("hours", "write-units", "dollars", "jobs");

    /** Half of the jobs that an owner on the Free plan has. */
    private static final int USUAL_JOBS = 10;

    /**
     * Reads the file.
     *
     * @throws Failure of kind INPUT if it is absent or any part of it is not understood
     */
    public static Campaign read(Path file) {
        if (Files.isDirectory(file)) {
            throw Failure.input("the campaign %s is a folder: name a file in it with --campaign"
                    .formatted(Printable.value(file.toString())));
        }
        try {
            return of(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw Failure.input(
                    "cannot read the campaign %s: %s; name another with --campaign, or see docs/campaigns.md"
                            .formatted(file, Printable.reason(e)));
        }
    }

    static Campaign of(String yaml, String file) {
        YamlFields fields = YamlFields.of(yaml, file, FIELDS);
        Budget budget = budget(fields);
        return new Campaign(file, choice(fields), work(fields, budget.jobs()), budget);
    }

    private static ModelChoice choice(YamlFields fields) {
        ModelChoice choice = new ModelChoice(
                fields.text("catalog"),
                fields.all("models", ModelId::new),
                query(fields.below("query", ModelChoice.FIELDS)),
                fields.all("priority", ModelId::new));
        if (choice.models().isEmpty() && choice.query().isEmpty()) {
            throw fields.refused("query", "name the models, or give a query over the catalog, e.g. status: Ready");
        }
        if (choice.catalog() == null && !choice.query().isEmpty()) {
            throw fields.refused("query", "a query needs a catalog: name its file or URL as catalog");
        }
        List<ModelId> strangers = new ArrayList<>(choice.priority());
        strangers.removeAll(choice.models());
        if (choice.query().isEmpty() && !strangers.isEmpty()) { // what a query finds may change every day
            throw fields.refused(
                    "priority", "%s is not in models: add it there or leave it out".formatted(strangers.get(0)));
        }
        return choice;
    }

    private static Map<String, List<String>> query(@Nullable YamlFields fields) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (fields != null) {
            ModelChoice.FIELDS.stream()
                    .filter(fields::has)
                    .forEach(name -> query.put(name, fields.all(name, value -> value)));
        }
        return query;
    }

    private static CampaignWork work(YamlFields fields, int jobs) {
        Integer maxParallel = fields.whole("max-parallel", Worker.MOST_IN_MATRIX);
        if (maxParallel != null && maxParallel > jobs) {
            throw fields.refused("max-parallel", "expected at most the %d jobs of the budget".formatted(jobs));
        }
        return new CampaignWork(
                fields.text("library"),
                fields.whole("sample", Integer.MAX_VALUE),
                fields.whole("workers", Worker.MOST_IN_MATRIX),
                maxParallel == null ? Math.min(USUAL_JOBS, jobs) : maxParallel);
    }

    private static Budget budget(YamlFields fields) {
        YamlFields budget = fields.below("budget", BUDGET);
        if (budget == null || (!budget.has("hours") && !budget.has("dollars"))) {
            throw fields.refused("budget", "a campaign needs a budget of hours or dollars a month");
        }
        return new Budget(
                new Spending(limit(budget, "hours"), limit(budget, "write-units"), limit(budget, "dollars")),
                Objects.requireNonNullElse(budget.whole("jobs", Worker.MOST_IN_MATRIX), USUAL_JOBS));
    }

    private static double limit(YamlFields budget, String name) {
        return Objects.requireNonNullElse(budget.amount(name), Double.POSITIVE_INFINITY);
    }
}
