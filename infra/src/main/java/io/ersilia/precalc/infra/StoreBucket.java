package io.ersilia.precalc.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/** The bucket of the store: private, encrypted, TLS only, kept when the stack is deleted. */
final class StoreBucket {

    /** How long replaced or deleted objects, mostly finished checkpoints, can be restored. */
    private static final Duration UNDO = Duration.days(30);

    private static final Duration ABANDONED_UPLOAD = Duration.days(7);

    private StoreBucket() {}

    /** An existing bucket is used as it is: its settings are not changed. */
    static IBucket in(Construct scope, Settings.Store settings) {
        return settings.bucket()
                .map(name -> Bucket.fromBucketName(scope, "Store", name))
                .orElseGet(() -> create(scope, settings));
    }

    private static IBucket create(Construct scope, Settings.Store settings) {
        Bucket bucket = Bucket.Builder.create(scope, "Store")
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .versioned(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .lifecycleRules(List.of(checkpoints(settings.checkpointDays()), remains()))
                .build();
        Nag.excuse(
                bucket,
                "AwsSolutions-S1",
                "Server access logs need a second bucket that grows without limit. Only the worker roles have access to this"
                        + " one, and CloudTrail data events provide an audit trail where it is needed.");
        return bucket;
    }

    /**
     * Checkpoints are stored among partitions, at {@code out/<model>/<run>/checkpoints/}, and the prefix of a rule cannot skip
     * the middle of a key. Only a tag distinguishes them from what must be kept.
     */
    private static LifecycleRule checkpoints(int days) {
        return LifecycleRule.builder()
                .id("abandoned-checkpoints")
                .tagFilters(Map.of("precalc", "checkpoint"))
                .expiration(Duration.days(days))
                .build();
    }

    /** Never affects current objects. */
    private static LifecycleRule remains() {
        return LifecycleRule.builder()
                .id("what-was-replaced-or-deleted")
                .noncurrentVersionExpiration(UNDO)
                .expiredObjectDeleteMarker(true)
                .abortIncompleteMultipartUploadAfter(ABANDONED_UPLOAD)
                .build();
    }
}
