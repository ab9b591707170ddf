package io.ersilia.precalc.cli.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which campaign. */
public class CampaignFileOption {

    @Option(
            names = "--campaign",
            paramLabel = "FILE",
            defaultValue = "campaign.yml",
            description = "The campaign's models, molecules and budget (${DEFAULT-VALUE}).")
    public Path file;
}
