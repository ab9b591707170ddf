package io.ersilia.precalc.table.dynamodb;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once of each cause why the table throttles and what helps, by the {@code ThrottlingReasons} of its answers
 * (DynamoDB Developer Guide, "Troubleshooting throttling"). For many threads.
 */
final class ThrottlingAdvice {

    private static final Logger log = LoggerFactory.getLogger(ThrottlingAdvice.class);

    private static final String NO_REASON = "";

    private final String table;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    ThrottlingAdvice(String table) {
        this.table = table;
    }

    /** Hears of a call that was refused, or left items unprocessed: then the service gives no reasons. */
    void hear(List<String> reasons) {
        for (String reason : reasons.isEmpty() ? List.of(NO_REASON) : reasons) {
            String text = text(reason);
            if (said.add(text)) {
                log.warn("{} {}", table, text);
            }
        }
    }

    private static String text(String reason) {
        if (reason.endsWith("KeyRangeThroughputExceeded")) {
            return "throttles a hot range of keys (a partition takes 1,000 write units a second; %s): going on slower; it splits by itself within minutes; on a table that is written regularly, raise its warm throughput before the next run"
                    .formatted(reason);
        }
        if (reason.endsWith("MaxOnDemandThroughputExceeded")) {
            return "throttles at the maximum of write units that was set on it (%s): going on slower; raise or remove its maximum on-demand throughput, or write less with --write-budget"
                    .formatted(reason);
        }
        if (reason.endsWith("AccountLimitExceeded")) {
            return "throttles at a quota of the account or of the table in this region (%s): going on slower; ask for more in Service Quotas (write throughput per table, 40,000 by default), or serve at another time than other writers"
                    .formatted(reason);
        }
        if (reason.endsWith("ProvisionedThroughputExceeded")) {
            return "throttles at its provisioned write capacity (%s): going on slower; raise its write capacity, turn on auto scaling, or make it an on-demand table while the run is served"
                    .formatted(reason);
        }
        return reason.equals(NO_REASON)
                ? "takes less than it is given and gives no reason: going on slower; look at its WriteThrottleEvents, raise its write capacity, or write less with --write-budget"
                : "throttles (%s): going on slower; run with fewer workers at once or write less with --write-budget"
                        .formatted(reason);
    }
}
