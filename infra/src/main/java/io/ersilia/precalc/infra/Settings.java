package io.ersilia.precalc.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The settings of a stack. None of them is specific to an account. */
record Settings(
        String stackName, GitHubTrust github, Store store, Predictions predictions, Lookup lookup, Usage usage) {

    /**
     * Where files are stored.
     *
     * @param bucket an existing bucket; if empty, one is created
     * @param libraries other places with reference libraries
     */
    record Store(Optional<String> bucket, String prefix, List<S3Place> libraries, int checkpointDays) {
        Store {
            libraries = List.copyOf(libraries);
        }
    }

    /** The table of predictions: an existing one, or the name of one to create. */
    record Predictions(String name, boolean exists, boolean pointInTimeRecovery) {
        Predictions {
            if (!name.matches("[a-zA-Z0-9_.-]{3,255}")) {
                throw new WrongContextException(
                        "not a DynamoDB table name: '%s', give 3 to 255 of A-Z a-z 0-9 _ . -".formatted(name));
            }
        }
    }

    /** The lookup function. */
    record Lookup(LookupJar jar, Processor processor, int megabytes, Optional<Integer> concurrency, boolean tracing) {}

    /** Limits for the API key, and whether API Gateway already has a role for logs (one setting per account and region). */
    record Usage(int requestsPerSecond, int burst, int requestsPerDay, boolean accountLogs) {}

    static Settings of(Context context) {
        return new Settings(
                context.text("stack").orElse("Precalc"),
                GitHubTrust.of(context),
                store(context),
                predictions(context),
                new Lookup(
                        LookupJar.at(Path.of(context.text("jar").orElse("../target/precalc.jar"))),
                        Processor.of(context.text("architecture").orElse("arm64")),
                        context.number("memory", 512, 10_240, 1_024),
                        context.number("concurrency", 1, 1_000),
                        context.flag("tracing", false)),
                new Usage(
                        context.number("throttleRate", 1, 10_000, 10),
                        context.number("throttleBurst", 1, 5_000, 20),
                        context.number("quotaPerDay", 1, 100_000_000, 10_000),
                        !context.flag("createApiLogRole", true)));
    }

    private static Store store(Context context) {
        Optional<String> bucket = context.text("importBucket");
        bucket.ifPresent(S3Place::checkBucket);
        return new Store(
                bucket,
                S3Place.checkPrefix(context.text("storePrefix").orElse("precalc")),
                context.list("libraries").stream().map(S3Place::of).toList(),
                context.number("checkpointDays", 40, 3_650, 90)); // longer than any run on GitHub: those end after 35
    }

    private static Predictions predictions(Context context) {
        Optional<String> existing = context.text("importTable");
        return new Predictions(
                existing.or(() -> context.text("tableName")).orElse("precalculations-table"),
                existing.isPresent(),
                context.flag("pointInTimeRecovery", false));
    }
}
