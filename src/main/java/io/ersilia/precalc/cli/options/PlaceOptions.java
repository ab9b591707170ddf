package io.ersilia.precalc.cli.options;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.LocalPath;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.store.Places;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the files of runs live, and where predictions are looked up. */
public final class PlaceOptions extends StoreOptions {

    private static final String DYNAMODB = "dynamodb:";
    private static final String SQLITE = "sqlite:";
    private static final String USUAL_TABLE = "precalculations-table";

    static final String TABLE = "dynamodb:NAME or sqlite:PATH of the predictions.";

    static final String USUAL = "(sqlite:<store>/predictions.db for a folder, dynamodb:precalculations-table for S3.)";

    /** As it was given; null for the usual one. */
    @Option(
            names = "--table",
            paramLabel = "URI",
            description = {TABLE, USUAL})
    @Nullable
    public String table;

    public PlaceOptions() {}

    PlaceOptions(String store, @Nullable String table) {
        this.store = store;
        this.table = table;
    }

    /** The table's URI, given or usual. */
    public String tableUri() {
        if (table != null) {
            return table;
        }
        return Places.isS3(store)
                ? DYNAMODB + USUAL_TABLE
                : SQLITE + path(store).resolve("predictions.db");
    }

    /** The name of the table if it is one of DynamoDB. */
    public Optional<String> dynamoDb() {
        return Optional.of(tableUri())
                .filter(uri -> uri.startsWith(DYNAMODB))
                .map(uri -> uri.substring(DYNAMODB.length()));
    }

    /**
     * The file of a table of SQLite.
     *
     * @throws Failure of kind USAGE when the URI names no table
     */
    public Path sqliteFile() {
        String uri = tableUri();
        if (uri.startsWith(SQLITE) && uri.length() > SQLITE.length()) {
            return path(uri.substring(SQLITE.length()));
        }
        throw Failure.usage("--table %s: expected dynamodb:NAME or sqlite:PATH".formatted(Printable.value(uri)));
    }

    private static Path path(String text) {
        return Usage.check(() -> LocalPath.of(text)).toAbsolutePath().normalize();
    }
}
