package io.ersilia.precalc.store.s3;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Builds clients of S3. Separate from {@link S3Stores}, which help loads, so that help loads no AWS classes. */
final class S3Clients {

    private S3Clients() {}

    static S3Client client(AwsSettings settings, @Nullable Duration limit) {
        S3ClientBuilder builder = settings.prepare(S3Client.builder(), AwsApi.S3)
                // A local server rarely has a host name per bucket.
                .forcePathStyle(settings.endpoint(AwsApi.S3).isPresent());
        return limit == null
                ? builder.build()
                : builder.overrideConfiguration(limits -> limits.apiCallTimeout(limit))
                        .build();
    }
}
