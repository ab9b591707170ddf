package io.ersilia.precalc.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.iam.CfnOIDCProvider;
import software.amazon.awscdk.services.iam.FederatedPrincipal;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** A role that jobs assume without a long-lived key: those on GitHub, or those of AWS Batch. */
record WorkerRole(Role role) {

    /** The maximum that AWS allows. A login lasts as long as a job, at most 6 hours, and is never refreshed. */
    private static final Duration LONGEST_SESSION = Duration.hours(12);

    /** The actions of plan, serve and finish; {@code purge} needs more, but no workflow runs it. */
    private static final List<String> TABLE_VERBS = List.of(
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query");

    /** Containers of AWS Batch; their credentials are renewed as long as they run. */
    private static final IPrincipal TASKS = new ServicePrincipal("ecs-tasks.amazonaws.com");

    private static final List<String> CHANGE = List.of("s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging");

    /** What both roles have in common: who may assume them, and where the store is. */
    record Place(Construct scope, FederatedPrincipal github, Settings.Store store, IBucket bucket) {

        static Place of(Construct scope, GitHubTrust github, Settings.Store store, IBucket bucket) {
            return new Place(
                    scope,
                    new FederatedPrincipal(
                            github.provider().orElseGet(() -> provider(scope)),
                            Map.of(
                                    "StringEquals",
                                    Map.of(
                                            GitHubTrust.ISSUER + ":aud",
                                            GitHubTrust.AUDIENCE,
                                            GitHubTrust.ISSUER + ":sub",
                                            github.subjects())),
                            "sts:AssumeRoleWithWebIdentity"),
                    store,
                    bucket);
        }

        /** The store, as precalc names it. */
        String uri() {
            return "s3://" + bucket.getBucketName() + (store.prefix().isEmpty() ? "" : "/" + store.prefix());
        }

        /** The objects below a path in the store. */
        String objects(String within) {
            String prefix = store.prefix();
            return bucket.arnForObjects(
                    S3Place.below(prefix.isEmpty() ? within : within.isEmpty() ? prefix : prefix + "/" + within));
        }
    }

    /** The role of the jobs that plan, serve and finish, with access to the store and the table. */
    static WorkerRole in(Place place, ITable table) {
        WorkerRole worker = of(place, place.github(), "Worker", "Permissions of the precalc workflows on GitHub")
                .serving(place, table);
        // Lets doctor check how long its sessions may last.
        worker.allow("Itself", List.of("iam:GetRole"), worker.role().getRoleArn());
        return worker;
    }

    /**
     * The role of the jobs that run models, which are untrusted code. It reads the store and the libraries, writes only below
     * {@code out}, and has no access to the table. The workflow restricts each login to the folder of its run.
     */
    static WorkerRole predicting(Place place) {
        return of(place, place.github(), "Predict", "Permissions of the precalc jobs on GitHub that run models")
                .running(place);
    }

    /** The same rights as {@link #in}, for jobs of AWS Batch. */
    static WorkerRole inBatch(Place place, ITable table) {
        return of(place, TASKS, "BatchWorker", "Permissions of the precalc jobs of AWS Batch")
                .serving(place, table);
    }

    /** The same rights as {@link #predicting}, for jobs of AWS Batch. */
    static WorkerRole predictingInBatch(Place place) {
        return of(place, TASKS, "BatchPredict", "Permissions of the precalc jobs of AWS Batch that run models")
                .running(place);
    }

    private WorkerRole serving(Place place, ITable table) {
        allow("Files", CHANGE, place.objects(""));
        allow("Table", TABLE_VERBS, table.getTableArn());
        return this;
    }

    private WorkerRole running(Place place) {
        allow("Files", CHANGE, place.objects("out"));
        return this;
    }

    private static WorkerRole of(Place place, IPrincipal who, String id, String description) {
        Role role = Role.Builder.create(place.scope(), id)
                .description(description)
                .assumedBy(who)
                .maxSessionDuration(who == TASKS ? null : LONGEST_SESSION)
                .build();
        WorkerRole worker = new WorkerRole(role);
        worker.allow("Read", List.of("s3:GetObject"), place.objects(""));
        // Without a condition: where keys may not be listed, S3 answers 403 instead of 404 for absent objects.
        worker.allow("Names", List.of("s3:ListBucket"), place.bucket().getBucketArn());
        List<S3Place> libraries = place.store().libraries();
        for (int i = 0; i < libraries.size(); i++) {
            S3Place there = libraries.get(i);
            IBucket library = Bucket.fromBucketName(place.scope(), id + "Library" + (i + 1), there.bucket());
            worker.allow(
                    "Library" + (i + 1), List.of("s3:GetObject"), library.arnForObjects(S3Place.below(there.prefix())));
            worker.allow("LibraryNames" + (i + 1), List.of("s3:ListBucket"), library.getBucketArn());
        }
        Nag.excuse(
                role,
                "AwsSolutions-IAM5",
                Map.of("regex", "/^Resource::.*\\/\\*$/g"),
                "The files of a run are named after model, run and worker, so the permission covers all objects below the"
                        + " prefix of the store (read only below that of a library). Each action is listed.");
        return worker;
    }

    private void allow(String sid, List<String> verbs, String resource) {
        role.addToPolicy(PolicyStatement.Builder.create()
                .sid(sid)
                .actions(verbs)
                .resources(List.of(resource))
                .build());
    }

    /**
     * AWS knows GitHub's certificates, so there is no thumbprint that could become outdated. It stays when the stack is
     * deleted, since the account has only one and other stacks may trust it.
     */
    private static String provider(Construct scope) {
        CfnOIDCProvider provider = CfnOIDCProvider.Builder.create(scope, "GitHub")
                .url("https://" + GitHubTrust.ISSUER)
                .clientIdList(List.of(GitHubTrust.AUDIENCE))
                .build();
        provider.applyRemovalPolicy(RemovalPolicy.RETAIN);
        return provider.getAttrArn();
    }
}
