package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.ModelId;
import picocli.CommandLine.Option;

/** Which model. */
public final class ModelOption {

    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "ID",
            description = "Model of the Ersilia Model Hub, e.g. eos3b5e.")
    public ModelId model;
}
