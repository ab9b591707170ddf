package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.pipeline.finish.Verification.Scope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of what was served is read back; each command has its own default. */
public final class VerifyOption {

    @Option(
            names = "--verify",
            paramLabel = "none|sample|all",
            description = "Read served items back from the table and compare them: 100 of each partition, or all"
                    + " (serve: none, finish: sample).")
    @Nullable
    public Scope verify;

    public Scope scope(Scope usual) {
        return verify == null ? usual : verify;
    }
}
