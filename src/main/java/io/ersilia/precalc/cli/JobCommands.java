package io.ersilia.precalc.cli;

import io.ersilia.precalc.cli.options.LibraryOptions;
import io.ersilia.precalc.cli.options.PassedOn;
import io.ersilia.precalc.cli.options.PlaceOptions;
import io.ersilia.precalc.cli.options.SubmitOptions;
import io.ersilia.precalc.engine.RunJobs;
import io.ersilia.precalc.run.LocalPath;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.store.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of a run's jobs, with those options of this command that they have too. */
final class JobCommands {

    /** Options that the plan names, or that are decided for each job. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "--run",
            "--new-run",
            "--workers",
            "--library",
            "--store",
            "--table",
            "--model",
            "--dry-run",
            "--yes",
            "--format",
            "--output",
            "--quiet",
            "--verbose");

    private final CommandLine given;
    private final PlaceOptions places;
    private final Plan plan;

    JobCommands(CommandLine given, PlaceOptions places, Plan plan) {
        this.given = given;
        this.places = places;
        this.plan = plan;
    }

    /**
     * The commands of all jobs.
     *
     * @param isPlanned whether the plan is in the store, so that no job has to make it
     */
    RunJobs.Commands of(SubmitOptions submit, LibraryOptions library, boolean isPlanned) {
        return new RunJobs.Commands(
                submit.program(),
                isPlanned ? null : planning(library),
                words("predict", new PredictCommand()),
                words("serve", new ServeCommand()),
                words("finish", new FinishCommand()));
    }

    private List<String> planning(LibraryOptions library) {
        List<String> words = words("plan", new PlanCommand());
        words.addAll(List.of("--workers", "" + plan.workers()));
        String where = library.library();
        if (where != null) {
            words.addAll(List.of("--library", absolute(where)));
        }
        return words;
    }

    /** The command with its run, its places, and all options that it shares with the command given. */
    private List<String> words(String name, JobCommand command) {
        List<String> words = new ArrayList<>(List.of(
                name, "--model", plan.model().value(), "--run", plan.run().value()));
        CommandSpec other = CommandSpec.forAnnotatedObject(command);
        words.addAll(PassedOn.words(given, other, NOT_PASSED_ON));
        words.addAll(List.of("--store", absolute(places.store)));
        if (places.table != null && other.optionsMap().containsKey("--table")) {
            words.addAll(List.of(
                    "--table", places.dynamoDb().isPresent() ? places.tableUri() : "sqlite:" + places.sqliteFile()));
        }
        return words;
    }

    /** The place, written so that it is the same from any working folder. */
    private static String absolute(String place) {
        return Places.isS3(place)
                ? place
                : LocalPath.of(place).toAbsolutePath().normalize().toString();
    }
}
