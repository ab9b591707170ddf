package io.ersilia.precalc.table.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

class TransientFailureTest {

    static Stream<SdkException> passing() {
        return Stream.of(
                ApiCallTimeoutException.create(1),
                ApiCallAttemptTimeoutException.create(1),
                SdkClientException.create("no answer", new IllegalStateException(new IOException("reset"))),
                FakeDynamoDb.refusal(400, "ThrottlingException", "slow down"),
                FakeDynamoDb.refusal(500, "InternalServerError", "oops"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aBrokenConnectionThrottlingAndTroubleOfTheServicePass(SdkException e) {
        assertThat(TransientFailure.is(e)).isTrue();
    }

    static Stream<SdkException> lasting() {
        return Stream.of(
                AbortedException.create("interrupted", new IOException()),
                SdkClientException.create("interrupted", new ClosedByInterruptException()),
                SdkClientException.create("no region"),
                FakeDynamoDb.refusal(499, "AccessDeniedException", "no"));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void anInterruptionAMistakeAndARefusalDoNot(SdkException e) {
        assertThat(TransientFailure.is(e)).isFalse();
    }
}
