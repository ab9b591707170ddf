package io.ersilia.precalc.cli;

import io.ersilia.precalc.run.ModelId;
import picocli.CommandLine.Option;

/** Which model. */
final class ModelOption {

    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "ID",
            description = "Model of the Ersilia Model Hub, e.g. eos3b5e.")
    ModelId model;
}
