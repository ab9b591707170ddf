package io.ersilia.precalc.table.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once per cause why the table throttles and what helps, from the {@code ThrottlingReasons} of its responses
 * (DynamoDB Developer Guide, "Troubleshooting throttling"). For many threads.
 */
final class ThrottlingAdvice {

    private static final Logger log = LoggerFactory.getLogger(ThrottlingAdvice.class);

    private static final String NO_REASON = "";

    /** Advice by the end of the service's reason. */
    private static final Map<String, String> ADVICE = Map.of(
            "KeyRangeThroughputExceeded",
            "throttles a hot range of keys (a partition takes 1,000 write units a second; %s): continuing more slowly; it splits by itself within minutes; for a table that is written regularly, raise its warm throughput before the next run",
            "MaxOnDemandThroughputExceeded",
            "throttles at its configured maximum of write units (%s): continuing more slowly; raise or remove its maximum on-demand throughput, or write less with --write-budget",
            "AccountLimitExceeded",
            "throttles at a quota of the account or the table in this region (%s): continuing more slowly; request more in Service Quotas (write throughput per table, 40,000 by default), or serve when no one else writes",
            "ProvisionedThroughputExceeded",
            "throttles at its provisioned write capacity (%s): continuing more slowly; raise its write capacity, turn on auto scaling, or switch it to on-demand while the run is served");

    private final String table;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    ThrottlingAdvice(String table) {
        this.table = table;
    }

    /** Notes a call that was refused, or that left items unprocessed, for which the service gives no reasons. */
    void hear(List<String> reasons) {
        for (String reason : reasons.isEmpty() ? List.of(NO_REASON) : reasons) {
            String text = text(reason);
            if (said.add(text)) {
                log.warn("{} {}", table, text);
            }
        }
    }

    private static String text(String reason) {
        for (Map.Entry<String, String> known : ADVICE.entrySet()) {
            if (reason.endsWith(known.getKey())) {
                return known.getValue().formatted(reason);
            }
        }
        return reason.equals(NO_REASON)
                ? "accepts less than it is sent and gives no reason: continuing more slowly; look at its WriteThrottleEvents, raise its write capacity, or write less with --write-budget"
                : "throttles (%s): continuing more slowly; run with fewer workers at once or write less with --write-budget"
                        .formatted(reason);
    }
}
