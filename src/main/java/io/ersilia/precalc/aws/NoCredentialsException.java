package io.ersilia.precalc.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** None of the SDK's credentials providers has credentials: a type for what the SDK shows only in a message. */
final class NoCredentialsException extends SdkClientException {

    private static final long serialVersionUID = 1;

    NoCredentialsException(SdkClientException chain) {
        super(SdkClientException.builder().message(chain.getMessage()).cause(chain));
    }

    /** Whether a login has expired: the chain keeps no more than the messages of its providers. */
    boolean isExpired() {
        String message = String.valueOf(getMessage());
        return message.contains("ExpiredToken") || message.contains("has expired");
    }
}
