package io.ersilia.precalc.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The settings of a stack. None of them is specific to an account. */
record Settings(
        String stackName,
        GitHubTrust github,
        Store store,
        Predictions predictions,
        Lookup lookup,
        Usage usage,
        Optional<Watch> watch,
        Optional<BatchSettings> batch) {

    /** The stack of an account that has only one. */
    static final String USUAL_STACK = "Precalc";

    private static final String USUAL_TABLE = "precalculations-table";

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

    /** The table of predictions: an existing one, or one to create. */
    record Predictions(String name, Optional<NewTable> created) {
        Predictions {
            if (!name.matches("[a-zA-Z0-9_.-]{3,255}")) {
                throw new WrongContextException(
                        "not a DynamoDB table name: '%s', give 3 to 255 of A-Z a-z 0-9 _ . -".formatted(name));
            }
        }
    }

    /**
     * What only a new table needs.
     *
     * @param writeUnits a second that it takes at most; if empty, as many as the account allows
     */
    record NewTable(boolean pointInTimeRecovery, Optional<Integer> writeUnits) {}

    /** The lookup function. */
    record Lookup(LookupJar jar, Processor processor, int megabytes, Optional<Integer> concurrency, boolean tracing) {}

    /**
     * Who may look up predictions, and how often.
     *
     * @param consumers each of which has an API key, and the limits for itself
     * @param accountLogs whether API Gateway already has a role for logs (one setting per account and region)
     */
    record Usage(List<String> consumers, int requestsPerSecond, int burst, int requestsPerDay, boolean accountLogs) {
        Usage {
            consumers = List.copyOf(consumers);
            for (String consumer : consumers) {
                if (!consumer.matches("[A-Za-z][A-Za-z0-9-]{0,63}")) {
                    throw new WrongContextException(
                            "not a consumer: '%s', give names of letters, digits and hyphens, e.g.".formatted(consumer)
                                    + " -c consumers=lab-a,lab-b");
                }
            }
            if (Set.copyOf(consumers).size() < consumers.size()) {
                throw new WrongContextException("a consumer is given twice: %s".formatted(consumers));
            }
        }
    }

    /**
     * Who is told when something is wrong.
     *
     * @param dollars that a month may cost before the budget alarm
     */
    record Watch(String email, int dollars) {
        Watch {
            if (!email.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
                throw new WrongContextException("not an email address: '%s'".formatted(email));
            }
        }
    }

    static Settings of(Context context) {
        String stack = context.text("stack").orElse(USUAL_STACK);
        return new Settings(
                stack,
                GitHubTrust.of(context),
                store(context),
                predictions(context, stack),
                new Lookup(
                        LookupJar.at(Path.of(context.text("jar").orElse("../target/precalc.jar"))),
                        Processor.of(context.text("architecture").orElse("arm64")),
                        context.number("memory", 512, 10_240, 1_024),
                        context.number("concurrency", 1, 1_000),
                        context.flag("tracing", false)),
                new Usage(
                        context.list("consumers"),
                        context.number("throttleRate", 1, 10_000, 10),
                        context.number("throttleBurst", 1, 5_000, 20),
                        context.number("quotaPerDay", 1, 100_000_000, 10_000),
                        !context.flag("createApiLogRole", true)),
                context.text("alarmEmail").map(email -> new Watch(email, context.number("budget", 1, 1_000_000, 20))),
                BatchSettings.of(context));
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

    private static Predictions predictions(Context context, String stack) {
        String usual = stack.equals(USUAL_STACK) ? USUAL_TABLE : stack + "-" + USUAL_TABLE;
        return context.text("importTable")
                .map(existing -> new Predictions(existing, Optional.empty()))
                .orElseGet(() -> new Predictions(
                        context.text("tableName").orElse(usual),
                        Optional.of(new NewTable(
                                context.flag("pointInTimeRecovery", false),
                                context.number("maxWriteUnits", 1, 10_000_000)))));
    }
}
