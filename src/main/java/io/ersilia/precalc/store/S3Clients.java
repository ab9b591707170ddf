package io.ersilia.precalc.store;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsSettings;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients of S3, as the settings want them. */
public final class S3Clients {

    private S3Clients() {}

    /** A client that retries by itself; whoever asked for it closes it. */
    public static S3Client of(AwsSettings settings) {
        return settings.prepare(S3Client.builder(), AwsApi.S3)
                // A local server rarely has a host name per bucket.
                .forcePathStyle(settings.endpoint(AwsApi.S3).isPresent())
                .build();
    }
}
