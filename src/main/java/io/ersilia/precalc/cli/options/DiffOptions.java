package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.pipeline.diff.DiffRequest;
import io.ersilia.precalc.pipeline.diff.Tolerance;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import java.math.BigDecimal;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is compared, and how much may differ. */
public final class DiffOptions {

    @Parameters(index = "0", paramLabel = "A", description = "A run, a version of the model, or 'table'.")
    String a;

    @Parameters(index = "1", paramLabel = "B", description = "What would replace A: a run, a version or 'table'.")
    String b;

    @Option(
            names = "--tolerance",
            paramLabel = "N",
            defaultValue = "0",
            description = "Numbers may differ by this much (${DEFAULT-VALUE}).")
    BigDecimal tolerance;

    @Option(
            names = "--relative",
            paramLabel = "F",
            defaultValue = "0",
            description = "Or by this share of the larger one, e.g. 0.01 (${DEFAULT-VALUE}).")
    BigDecimal relative;

    @Option(names = "--common", description = "Ignore molecules that only one of them predicts.")
    boolean common;

    @Option(names = "--partial", description = "Compare what there is of incomplete runs.")
    boolean partial;

    /**
     * What is compared.
     *
     * @throws Failure of kind USAGE when that makes no sense
     */
    public DiffRequest request(ModelId model) {
        return Usage.check(() -> new DiffRequest(model, a, b, new Tolerance(tolerance, relative, common), partial));
    }
}
