package io.ersilia.precalc.table.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.aws.AwsFailures;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * An error response (DynamoDB Developer Guide, "Error handling").
 *
 * @param time of the service when it answered
 */
record Refusal(RefusedException exception, Optional<Instant> time) {

    /** Signatures are rejected when the clocks are further apart. */
    private static final Duration TOLERATED = Duration.ofMinutes(4);

    private static final Set<String> SIGNATURE =
            Set.of("InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed", "RequestExpired");

    /** The error as the SDK's clients would throw it, plus what they omit: why the table throttles. */
    static final class RefusedException extends DynamoDbException {

        private static final long serialVersionUID = 1;

        private final transient List<String> throttlingReasons;

        private RefusedException(Builder builder, List<String> throttlingReasons) {
            super(builder);
            this.throttlingReasons = throttlingReasons;
        }

        /** For example {@code TableWriteKeyRangeThroughputExceeded}; empty when the service gives none. */
        List<String> throttlingReasons() {
            return throttlingReasons;
        }
    }

    static Refusal of(SdkHttpResponse response, byte[] body) {
        JsonNode error = tree(body);
        String type = error.path("__type").asText();
        String message = error.path("message").asText(error.path("Message").asText());
        List<String> reasons = new ArrayList<>();
        error.path("ThrottlingReasons")
                .forEach(reason -> reasons.add(reason.path("reason").asText()));
        DynamoDbException.Builder builder = DynamoDbException.builder()
                .statusCode(response.statusCode())
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(type.isEmpty() ? null : type.substring(type.indexOf('#') + 1))
                        .errorMessage(message)
                        .serviceName("DynamoDb")
                        .sdkHttpResponse(response)
                        .build());
        return new Refusal(new RefusedException(builder, List.copyOf(reasons)), time(response));
    }

    /** The body as JSON; a missing node if a proxy answered with its own page. */
    private static JsonNode tree(byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (IOException e) {
            return Json.MAPPER.missingNode();
        }
    }

    private static Optional<Instant> time(SdkHttpResponse response) {
        try {
            return response.firstMatchingHeader("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether the signature was rejected because the clocks are too far apart. */
    boolean isForTheTime(Clock here) {
        return SIGNATURE.contains(AwsFailures.code(exception))
                && !ahead(here).abs().minus(TOLERATED).isNegative();
    }

    /** A clock that shows the service's time. */
    Clock clock() {
        return Clock.offset(Clock.systemUTC(), ahead(Clock.systemUTC()));
    }

    private Duration ahead(Clock here) {
        return time.map(there -> Duration.between(here.instant(), there)).orElse(Duration.ZERO);
    }
}
