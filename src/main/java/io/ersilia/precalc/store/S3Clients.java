package io.ersilia.precalc.store;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsSettings;
import java.time.Duration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Clients of S3, as the settings want them. */
public final class S3Clients {

    private S3Clients() {}

    /** A client that retries by itself; whoever asked for it closes it. */
    public static S3Client of(AwsSettings settings) {
        return builder(settings).build();
    }

    /** A client that gives up when a call is not answered by then, its repeating included; a body may take longer. */
    static S3Client impatient(AwsSettings settings, Duration limit) {
        return builder(settings)
                .overrideConfiguration(limits -> limits.apiCallTimeout(limit))
                .build();
    }

    private static S3ClientBuilder builder(AwsSettings settings) {
        return settings.prepare(S3Client.builder(), AwsApi.S3)
                // A local server rarely has a host name per bucket.
                .forcePathStyle(settings.endpoint(AwsApi.S3).isPresent());
    }
}
