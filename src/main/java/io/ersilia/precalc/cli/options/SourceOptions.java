package io.ersilia.precalc.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a query asks: a table, an exported dataset, or a lookup API elsewhere. */
public final class SourceOptions {

    private static final String API = "--api";
    private static final String FROM = "--from";

    @ArgGroup
    Named named = new Named();

    /** Without any, the usual table of the store. */
    static final class Named {

        @Option(
                names = API,
                paramLabel = "URL",
                description = {
                    "Ask this lookup API instead of a table.",
                    "The key in PRECALC_API_KEY is used, if it is set; only InChIKeys are sent."
                })
        @Nullable
        String api;

        @Option(
                names = FROM,
                paramLabel = "FILE",
                description = {
                    "Look up in this Parquet file of export instead.",
                    "A path or s3://bucket/key; only a small part of it is read."
                })
        @Nullable
        String from;

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

    /** Where the dataset is; null when something else is asked. */
    @Nullable
    public String from() {
        return named.from;
    }

    /** The option that names a source other than a table; null when a table is asked. */
    @Nullable
    public String elsewhere() {
        return named.api != null ? API : named.from != null ? FROM : null;
    }

    public PlaceOptions places() {
        return new PlaceOptions(store.store, named.table);
    }
}
