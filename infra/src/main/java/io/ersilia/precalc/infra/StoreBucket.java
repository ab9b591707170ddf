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

/** The bucket of the store: private, encrypted, by TLS only, kept when the stack goes. */
final class StoreBucket {

    /** What was overwritten or deleted, finished checkpoints above all, can be had back so long. */
    private static final Duration UNDO = Duration.days(30);

    private static final Duration ABANDONED_UPLOAD = Duration.days(7);

    private StoreBucket() {}

    /** An existing bucket is taken as it is: its rules are its owner's. */
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
                "Server access logs want a second bucket that grows for ever; the only principals with rights on this one"
                        + " are the worker role's, and who needs a trail of objects has data events of CloudTrail.");
        return bucket;
    }

    /**
     * Checkpoints lie between partitions, at {@code out/<model>/<run>/checkpoints/}, and a rule's prefix cannot leave out
     * the middle of a key: only a tag tells them from what must stay.
     */
    private static LifecycleRule checkpoints(int days) {
        return LifecycleRule.builder()
                .id("abandoned-checkpoints")
                .tagFilters(Map.of("precalc", "checkpoint"))
                .expiration(Duration.days(days))
                .build();
    }

    /** Current objects are never touched by this rule. */
    private static LifecycleRule remains() {
        return LifecycleRule.builder()
                .id("what-was-replaced-or-deleted")
                .noncurrentVersionExpiration(UNDO)
                .expiredObjectDeleteMarker(true)
                .abortIncompleteMultipartUploadAfter(ABANDONED_UPLOAD)
                .build();
    }
}
