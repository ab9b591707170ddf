package io.ersilia.precalc.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The SDK's usual chain of credentials providers, which fails with a type of its own: a {@link NoCredentialsException}. */
record UsualCredentials(DefaultCredentialsProvider chain) implements AwsCredentialsProvider, SdkAutoCloseable {

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return chain.resolveCredentials();
        } catch (SdkClientException e) {
            throw new NoCredentialsException(e);
        }
    }

    @Override
    public void close() {
        chain.close();
    }
}
