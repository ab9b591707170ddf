package io.ersilia.precalc.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** None of the SDK's credentials providers has credentials. The SDK itself has no type for this, only a message. */
final class NoCredentialsException extends SdkClientException {

    private static final long serialVersionUID = 1;

    NoCredentialsException(SdkClientException chain) {
        super(SdkClientException.builder().message(chain.getMessage()).cause(chain));
    }

    /** Whether a login has expired, judged by messages, because the chain keeps nothing else of its providers. */
    boolean isExpired() {
        String message = String.valueOf(getMessage());
        return message.contains("ExpiredToken") || message.contains("has expired");
    }
}
