package io.ersilia.precalc.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a query asks: a table, or a lookup API elsewhere. */
public final class SourceOptions {

    @ArgGroup
    Named named = new Named();

    /** Without either, the usual table of the store. */
    static final class Named {

        @Option(
                names = "--api",
                paramLabel = "URL",
                description = {
                    "Ask the lookup API there instead of a table.",
                    "The key in PRECALC_API_KEY is used, if it is set; only InChIKeys are sent."
                })
        @Nullable
        String api;

        @Option(
                names = "--table",
                paramLabel = "URI",
                description = {PlaceOptions.TABLE, PlaceOptions.USUAL})
        @Nullable
        String table;
    }

    @Mixin
    StoreOptions store;

    /** The URL of the API; null when a table is asked. */
    @Nullable
    public String api() {
        return named.api;
    }

    public PlaceOptions places() {
        return new PlaceOptions(store.store, named.table);
    }
}
