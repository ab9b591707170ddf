package io.ersilia.precalc.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The engines that run array jobs, each with the program that submits to it. */
public enum EngineKind {
    SLURM("sbatch"),
    BATCH("aws"),
    KUBERNETES("kubectl");

    private final String program;

    /** @param program must be installed here to submit jobs */
    EngineKind(String program) {
        this.program = program;
    }

    public String program() {
        return program;
    }

    /** Whether jobs run on machines that share no folders with this one. */
    public boolean isElsewhere() {
        return this != SLURM;
    }

    /** The jobs as a script or manifest for this engine. */
    public String text(RunJobs jobs) {
        return switch (this) {
            case SLURM -> SlurmScript.of(jobs);
            case BATCH -> BatchScript.of(jobs);
            case KUBERNETES -> KubernetesManifest.of(jobs);
        };
    }

    /** The command that submits the jobs in the file. */
    public List<String> submitting(String file, RunJobs jobs) {
        if (this != KUBERNETES) {
            return List.of("sh", file);
        }
        List<String> words = new ArrayList<>(List.of("kubectl", "create"));
        words.addAll(jobs.place().with());
        words.addAll(List.of("--filename", file));
        return words;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
