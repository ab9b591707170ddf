package io.ersilia.precalc.table.dynamodb;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Distinguishes failed calls that may succeed later from those that will not. */
final class TransientFailure {

    private static final int SERVER_ERRORS = 500;

    private TransientFailure() {}

    /** Whether the same call may succeed later: it was throttled, the service had a problem, or the connection broke. */
    static boolean is(SdkException e) {
        if (e instanceof AwsServiceException refusal) {
            return refusal.isThrottlingException() || refusal.statusCode() >= SERVER_ERRORS || refusal.retryable();
        }
        if (e instanceof AbortedException) { // the thread was interrupted
            return false;
        }
        return e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || e.retryable()
                || brokenConnection(e);
    }

    private static boolean brokenConnection(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return !(cause instanceof ClosedByInterruptException);
            }
        }
        return false;
    }
}
