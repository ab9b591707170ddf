package io.ersilia.precalc.cli.options;

import picocli.CommandLine.Option;

/** Where the files of runs live. */
public class StoreOptions {

    @Option(
            names = "--store",
            paramLabel = "URI",
            defaultValue = "precalc-data",
            description = {
                "Folder or s3://bucket[/prefix] (${DEFAULT-VALUE}).",
                "It holds library, plans and partitions."
            })
    public String store;
}
