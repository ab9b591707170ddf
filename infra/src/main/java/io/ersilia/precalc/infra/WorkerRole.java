package io.ersilia.precalc.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.iam.CfnOIDCProvider;
import software.amazon.awscdk.services.iam.FederatedPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** The role that the jobs on GitHub log in to, without any long-lived key. */
record WorkerRole(Role role) {

    /** The longest that AWS allows; a login lasts as long as a job, at most 6 hours, and is never refreshed. */
    private static final Duration LONGEST_SESSION = Duration.hours(12);

    /** The verbs of plan, predict, serve and finish; {@code purge} needs more, and no workflow runs it. */
    private static final List<String> TABLE_VERBS = List.of(
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query");

    static WorkerRole in(Construct scope, GitHubTrust github, Settings.Store store, IBucket bucket, ITable table) {
        Role role = Role.Builder.create(scope, "Worker")
                .description("What the workflows of precalc on GitHub may do")
                .assumedBy(new FederatedPrincipal(
                        github.provider().orElseGet(() -> provider(scope)),
                        Map.of(
                                "StringEquals",
                                Map.of(
                                        GitHubTrust.ISSUER + ":aud",
                                        GitHubTrust.AUDIENCE,
                                        GitHubTrust.ISSUER + ":sub",
                                        github.subjects())),
                        "sts:AssumeRoleWithWebIdentity"))
                .maxSessionDuration(LONGEST_SESSION)
                .build();
        WorkerRole worker = new WorkerRole(role);
        worker.allow(
                "Files",
                List.of("s3:DeleteObject", "s3:GetObject", "s3:PutObject", "s3:PutObjectTagging"),
                bucket.arnForObjects(S3Place.below(store.prefix())));
        // Without condition: where names may not be listed, S3 answers 403 for what is absent, and not 404.
        worker.allow("Names", List.of("s3:ListBucket"), bucket.getBucketArn());
        for (int i = 0; i < store.libraries().size(); i++) {
            S3Place place = store.libraries().get(i);
            IBucket library = Bucket.fromBucketName(scope, "Library" + (i + 1), place.bucket());
            worker.allow(
                    "Library" + (i + 1), List.of("s3:GetObject"), library.arnForObjects(S3Place.below(place.prefix())));
            worker.allow("LibraryNames" + (i + 1), List.of("s3:ListBucket"), library.getBucketArn());
        }
        worker.allow("Table", TABLE_VERBS, table.getTableArn());
        // So that doctor can tell how long its sessions may last.
        worker.allow("Itself", List.of("iam:GetRole"), role.getRoleArn());
        Nag.excuse(
                role,
                "AwsSolutions-IAM5",
                Map.of("regex", "/^Resource::.*\\/\\*$/g"),
                "The files of a run are named after model, run and worker, so the right is on all objects below the"
                        + " store's prefix (and read only, below a library's); the verbs are written out.");
        return worker;
    }

    private void allow(String sid, List<String> verbs, String resource) {
        role.addToPolicy(PolicyStatement.Builder.create()
                .sid(sid)
                .actions(verbs)
                .resources(List.of(resource))
                .build());
    }

    /** AWS knows GitHub's certificates by itself, so that there is no thumbprint to grow old. */
    private static String provider(Construct scope) {
        return CfnOIDCProvider.Builder.create(scope, "GitHub")
                .url("https://" + GitHubTrust.ISSUER)
                .clientIdList(List.of(GitHubTrust.AUDIENCE))
                .build()
                .getAttrArn();
    }
}
