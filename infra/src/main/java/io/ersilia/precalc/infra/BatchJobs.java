package io.ersilia.precalc.infra;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.services.batch.Action;
import software.amazon.awscdk.services.batch.CustomReason;
import software.amazon.awscdk.services.batch.EcsFargateContainerDefinition;
import software.amazon.awscdk.services.batch.EcsJobDefinition;
import software.amazon.awscdk.services.batch.FargateComputeEnvironment;
import software.amazon.awscdk.services.batch.JobQueue;
import software.amazon.awscdk.services.batch.OrderedComputeEnvironment;
import software.amazon.awscdk.services.batch.Reason;
import software.amazon.awscdk.services.batch.RetryStrategy;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ecr.IRepository;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecr.RepositoryAttributes;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** A queue whose jobs run on spare capacity of Fargate, and what its jobs have in common. Nothing costs while no job runs. */
record BatchJobs(
        Construct scope, BatchSettings settings, Map<String, String> environment, LogGroup logs, JobQueue queue) {

    /** The most that Batch allows. */
    private static final int ATTEMPTS = 10;

    /** Of precalc: stopped with its work kept. */
    private static final String STOPPED = "75";

    private static final Pattern ECR =
            Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/([^:@]+)[:@](.+)");

    static BatchJobs in(Construct scope, BatchSettings settings, Map<String, String> environment) {
        FargateComputeEnvironment machines = FargateComputeEnvironment.Builder.create(scope, "BatchMachines")
                .vpc(network(scope))
                .vpcSubnets(
                        SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build())
                .spot(true)
                .maxvCpus(settings.cpus())
                .build();
        JobQueue queue = JobQueue.Builder.create(scope, "BatchQueue")
                .computeEnvironments(List.of(OrderedComputeEnvironment.builder()
                        .computeEnvironment(machines)
                        .order(1)
                        .build()))
                .build();
        LogGroup logs = LogGroup.Builder.create(scope, "BatchLogs")
                .retention(RetentionDays.THREE_MONTHS)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        return new BatchJobs(scope, settings, environment, logs, queue);
    }

    /**
     * Public subnets, because private ones reach the image only through a NAT gateway, which costs more than the jobs of most months. Nothing
     * can connect to a job; files and predictions go by endpoints that cost nothing.
     */
    private static Vpc network(Construct scope) {
        Vpc network = Vpc.Builder.create(scope, "BatchNetwork")
                .maxAzs(2)
                .natGateways(0)
                .restrictDefaultSecurityGroup(false)
                .subnetConfiguration(List.of(SubnetConfiguration.builder()
                        .name("Public")
                        .subnetType(SubnetType.PUBLIC)
                        .build()))
                .gatewayEndpoints(Map.of(
                        "Files", endpoint(GatewayVpcEndpointAwsService.S3),
                        "Table", endpoint(GatewayVpcEndpointAwsService.DYNAMODB)))
                .build();
        Nag.excuse(
                network,
                "AwsSolutions-VPC7",
                "Only jobs of Batch are in this network, nothing can connect to them, and CloudTrail records what they do on AWS.");
        return network;
    }

    private static GatewayVpcEndpointOptions endpoint(GatewayVpcEndpointAwsService service) {
        return GatewayVpcEndpointOptions.builder().service(service).build();
    }

    /**
     * Defines the jobs of a role. They begin again when they were stopped with their work kept or lost their machine, and
     * otherwise not.
     *
     * @return the definition's ARN
     */
    String definition(String id, WorkerRole role) {
        BatchSettings.Size size = settings.size();
        Role starter = Role.Builder.create(scope, "Batch" + id + "Start")
                .description("Lets AWS Batch fetch the image of precalc and write its log")
                .assumedBy(new ServicePrincipal("ecs-tasks.amazonaws.com"))
                .build();
        return EcsJobDefinition.Builder.create(scope, "Batch" + id + "Job")
                .container(EcsFargateContainerDefinition.Builder.create(scope, "Batch" + id + "Container")
                        .image(image("Batch" + id + "Image", starter))
                        .cpu(size.cpus())
                        .memory(Size.gibibytes(size.gigabytes()))
                        .assignPublicIp(true)
                        .environment(environment)
                        .executionRole(starter)
                        .jobRole(role.role())
                        .logging(LogDriver.awsLogs(AwsLogDriverProps.builder()
                                .logGroup(logs)
                                .streamPrefix("precalc")
                                .build()))
                        .build())
                .propagateTags(true)
                .retryAttempts(ATTEMPTS)
                .retryStrategies(List.of(
                        RetryStrategy.of(
                                Action.RETRY, custom(CustomReason.builder().onExitCode(STOPPED))),
                        RetryStrategy.of(
                                Action.RETRY,
                                custom(CustomReason.builder().onStatusReason("Your Spot Task was interrupted*"))),
                        RetryStrategy.of(
                                Action.EXIT, custom(CustomReason.builder().onReason("*")))))
                .build()
                .getJobDefinitionArn();
    }

    private static Reason custom(CustomReason.Builder reason) {
        return Reason.custom(reason.build());
    }

    /** Of a private repository of ECR, it needs rights. */
    private ContainerImage image(String id, Role starter) {
        Matcher ecr = ECR.matcher(settings.image());
        if (!ecr.matches()) {
            return ContainerImage.fromRegistry(settings.image());
        }
        IRepository repository = Repository.fromRepositoryAttributes(
                scope,
                id,
                RepositoryAttributes.builder()
                        .repositoryArn(
                                "arn:aws:ecr:%s:%s:repository/%s".formatted(ecr.group(2), ecr.group(1), ecr.group(3)))
                        .repositoryName(ecr.group(3))
                        .build());
        repository.grantPull(starter);
        Nag.excuse(
                starter,
                "AwsSolutions-IAM5",
                "Resource::*",
                "The login to ECR (GetAuthorizationToken) has no resources: it can only be allowed on all of them.");
        return ContainerImage.fromEcrRepository(repository, ecr.group(4));
    }
}
