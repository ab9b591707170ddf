package io.ersilia.precalc.infra;

import static io.ersilia.precalc.infra.Synthesized.stream;
import static io.ersilia.precalc.infra.Synthesized.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the stack promises of the jobs of AWS Batch. */
class BatchTest {

    private static final String IMAGE = "ghcr.io/some-owner/precalc:1.2.3";
    private static final Synthesized STACK =
            Synthesized.with(Map.of("batch", "true", "batchImage", IMAGE, "batchMemory", "20"));

    @Test
    void withoutItNothingOfItIsThere() {
        Synthesized usual = Synthesized.with(Map.of("batchImage", IMAGE));

        assertThat(stream(usual.template().path("Resources"))
                        .map(one -> one.path("Type").asText()))
                .isNotEmpty()
                .noneMatch(type -> type.startsWith("AWS::Batch") || type.startsWith("AWS::EC2"));
    }

    @Test
    void jobsRunOnSpareCapacityThatCostsNothingWhenIdle() {
        JsonNode machines = STACK.the("AWS::Batch::ComputeEnvironment").path("ComputeResources");

        assertThat(machines.path("Type").asText()).isEqualTo("FARGATE_SPOT");
        assertThat(machines.path("MaxvCpus").asInt()).isEqualTo(64);
        assertThat(STACK.all("AWS::EC2::NatGateway")).isEmpty();
        assertThat(STACK.all("AWS::EC2::VPCEndpoint"))
                .hasSize(2)
                .allSatisfy(endpoint -> assertThat(
                                endpoint.at("/Properties/VpcEndpointType").asText())
                        .isEqualTo("Gateway"));
    }

    @Test
    void nothingCanConnectToAJob() {
        assertThat(STACK.the("AWS::EC2::SecurityGroup").has("SecurityGroupIngress"))
                .isFalse();
        assertThat(STACK.all("AWS::EC2::SecurityGroupIngress")).isEmpty();
    }

    @Test
    void aJobHasTheImageTheStoreTheTableAndASizeThatFargateSells() {
        assertThat(jobs()).hasSize(2).allSatisfy(job -> {
            JsonNode container = job.path("ContainerProperties");
            assertThat(container.path("Image").asText()).isEqualTo(IMAGE);
            assertThat(stream(container.path("ResourceRequirements"))
                            .map(one -> one.path("Type").asText() + " "
                                    + one.path("Value").asText()))
                    .containsExactlyInAnyOrder("VCPU 4", "MEMORY 20480");
            assertThat(stream(container.path("Environment"))
                            .map(one -> one.path("Name").asText()))
                    .containsExactlyInAnyOrder("AWS_REGION", "PRECALC_STORE", "PRECALC_TABLE");
            assertThat(container
                            .at("/LogConfiguration/Options/awslogs-group/Ref")
                            .asText())
                    .startsWith("BatchLogs");
        });
    }

    @Test
    void aStoppedJobBeginsAgainAndAFailedOneDoesNot() {
        assertThat(jobs()).allSatisfy(job -> {
            assertThat(job.at("/RetryStrategy/Attempts").asInt()).isEqualTo(10);
            List<String> rules = stream(job.at("/RetryStrategy/EvaluateOnExit"))
                    .map(rule -> rule.path("Action").asText() + " "
                            + rule.path("OnExitCode").asText()
                            + rule.path("OnStatusReason").asText()
                            + rule.path("OnReason").asText())
                    .toList();
            assertThat(rules).containsExactly("RETRY 75", "RETRY Your Spot Task was interrupted*", "EXIT *");
        });
    }

    @Test
    void itsRolesHaveTheVerbsOfThoseOnGithub() {
        List<String> worker = STACK.verbs("Worker").stream()
                .filter(verb -> !verb.equals("iam:GetRole"))
                .toList();

        assertThat(rights("BatchWorker")).isEqualTo(worker);
        assertThat(rights("BatchPredict")).isEqualTo(STACK.verbs("Predict"));
    }

    /** Of the role of jobs; what starts them has a role of its own. */
    private static List<String> rights(String role) {
        return STACK.verbs(role).stream()
                .filter(verb -> !verb.startsWith("logs:"))
                .toList();
    }

    @Test
    void whatStartsAJobMayOnlyWriteItsLog() {
        assertThat(STACK.verbs("BatchWorkerStart")).containsExactly("logs:CreateLogStream", "logs:PutLogEvents");
        assertThat(STACK.verbs("BatchPredictStart")).containsExactly("logs:CreateLogStream", "logs:PutLogEvents");
    }

    @Test
    void anImageOfEcrMayBeFetchedAndNoOther() {
        String repository = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/models/precalc";
        Synthesized stack = Synthesized.with(Map.of("batch", "true", "batchImage", repository + ":1"));

        assertThat(stack.statements("BatchPredictStart"))
                .filteredOn(statement -> texts(statement.path("Action")).anyMatch("ecr:BatchGetImage"::equals))
                .singleElement()
                .satisfies(statement -> assertThat(statement.path("Resource").toString())
                        .contains(":ecr:eu-central-1:123456789012:repository/models/precalc"));
        stack.cdkNagFindsNothing();
    }

    @Test
    void itsLogIsNotKeptForEver() {
        assertThat(STACK.all("AWS::Logs::LogGroup"))
                .allSatisfy(group -> assertThat(
                                group.at("/Properties/RetentionInDays").asInt())
                        .isPositive());
    }

    @Test
    void theOutputsNameQueueAndJobs() {
        assertThat(stream(STACK.template().path("Outputs"))
                        .map(output -> output.path("Description").asText()))
                .contains("PRECALC_BATCH_QUEUE", "PRECALC_BATCH_PREDICT_JOB", "PRECALC_BATCH_JOB");
        STACK.cdkNagFindsNothing();
    }

    private static List<JsonNode> jobs() {
        return STACK.all("AWS::Batch::JobDefinition").stream()
                .map(job -> job.path("Properties"))
                .toList();
    }
}
