package io.ersilia.precalc.infra;

import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.s3.IBucket;

/** Everything of precalc on AWS. Account and region are those of the deployment. */
final class PrecalcStack extends Stack {

    PrecalcStack(App app, Settings settings) {
        super(
                app,
                settings.stackName(),
                StackProps.builder()
                        .description("precalc: store, table, lookup API and worker role")
                        .build());

        IBucket bucket = StoreBucket.in(this, settings.store());
        ITable table = PredictionTable.in(this, settings.predictions());
        Alias function = LookupFunction.in(this, settings.lookup(), table);
        LookupApi api =
                LookupApi.in(this, settings.usage(), function, settings.lookup().tracing());
        WorkerRole.Place place = WorkerRole.Place.of(this, settings.github(), settings.store(), bucket);
        WorkerRole worker = WorkerRole.in(place, table);
        WorkerRole predict = WorkerRole.predicting(place);
        PurgePolicy.in(this, table);
        settings.batch().ifPresent(batch -> batch(batch, place, table));
        settings.watch().ifPresent(watch -> Alarms.in(this, watch, new Alarms.Watched(table, function, api.api())));
        // Costs can be told apart by it once it is activated as a cost allocation tag.
        Tags.of(this).add(Alarms.COST_TAG, getStackName());

        output("PRECALC_STORE", place.uri());
        output("PRECALC_TABLE", tableUri(table));
        output("AWS_REGION", getRegion());
        output("AWS_ROLE_ARN", worker.role().getRoleArn());
        output("AWS_PREDICT_ROLE_ARN", predict.role().getRoleArn());
        output("PRECALC_API_URL", api.api().getUrl());
        api.keys()
                .forEach((consumer, key) -> output(
                        consumer.isEmpty() ? "PRECALC_API_KEY_ID" : "PRECALC_API_KEY_ID of " + consumer,
                        key.getKeyId()));
    }

    private void batch(BatchSettings settings, WorkerRole.Place place, ITable table) {
        Map<String, String> environment =
                Map.of("AWS_REGION", getRegion(), "PRECALC_STORE", place.uri(), "PRECALC_TABLE", tableUri(table));
        BatchJobs jobs = BatchJobs.in(this, settings, environment);
        output("PRECALC_BATCH_QUEUE", jobs.queue().getJobQueueArn());
        output("PRECALC_BATCH_PREDICT_JOB", jobs.definition("Predict", WorkerRole.predictingInBatch(place)));
        output("PRECALC_BATCH_JOB", jobs.definition("Worker", WorkerRole.inBatch(place, table)));
    }

    private static String tableUri(ITable table) {
        return "dynamodb:" + table.getTableName();
    }

    /** CloudFormation allows only letters and digits in the names of outputs, so the description is the variable's name. */
    private void output(String variable, String value) {
        CfnOutput.Builder.create(this, variable)
                .description(variable)
                .value(value)
                .build();
    }
}
