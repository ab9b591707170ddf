package io.ersilia.precalc.engine;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Where array jobs run, and the command line that takes them. */
public enum EngineKind {
    SLURM("sbatch", "jobs.sh", SlurmScript::of, List.of("sh"));

    private final String program;
    private final String file;
    private final Function<RunJobs, String> writer;
    private final List<String> taking;

    /**
     * @param program that has to be here for jobs to be handed in
     * @param file in which they are handed in
     * @param taking the command that takes the file
     */
    EngineKind(String program, String file, Function<RunJobs, String> writer, List<String> taking) {
        this.program = program;
        this.file = file;
        this.writer = writer;
        this.taking = taking;
    }

    public String program() {
        return program;
    }

    public String file() {
        return file;
    }

    /** The jobs as a person would write them for this engine. */
    public String text(RunJobs jobs) {
        return writer.apply(jobs);
    }

    /** The command, without its file, that hands in what is written. */
    public List<String> taking() {
        return taking;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
