package io.ersilia.precalc.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmWidget;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Tells a person by email when the table throttles, when lookups fail, or when a month costs too much. */
final class Alarms {

    /** Every resource of the stack has it, with the name of the stack. */
    static final String COST_TAG = "precalc-stack";

    private static final Duration PERIOD = Duration.minutes(5);

    /** Writers slow down when they are throttled; only throttling that lasts is a fault. */
    private static final int THROTTLED_PERIODS = 12;

    private static final int PERCENT_OF_BUDGET = 80;

    /** What can go wrong. */
    record Watched(ITable table, Alias function, RestApi api) {}

    private Alarms() {}

    static void in(Construct scope, Settings.Watch watch, Watched watched) {
        Topic topic = Topic.Builder.create(scope, "Alarms").enforceSsl(true).build();
        topic.addSubscription(new EmailSubscription(watch.email()));
        List<Alarm> alarms = List.of(
                alarm(
                        scope,
                        "Throttled",
                        throttled(watched.table()),
                        THROTTLED_PERIODS,
                        "The table throttles requests"),
                alarm(
                        scope,
                        "FailedAnswers",
                        watched.api().metricServerError(sum()),
                        1,
                        "The lookup API answers with 5xx"),
                alarm(scope, "FailedLookups", watched.function().metricErrors(sum()), 1, "The lookup function fails"));
        alarms.forEach(alarm -> alarm.addAlarmAction(new SnsAction(topic)));
        Dashboard.Builder.create(scope, "Dashboard")
                .dashboardName(Stack.of(scope).getStackName())
                .widgets(List.of(alarms.stream()
                        .map(alarm -> (IWidget) AlarmWidget.Builder.create()
                                .alarm(alarm)
                                .title(alarm.getNode().getId())
                                .build())
                        .toList()))
                .build();
        budget(scope, watch);
    }

    private static IMetric throttled(ITable table) {
        return Metric.Builder.create()
                .namespace("AWS/DynamoDB")
                .metricName("WriteThrottleEvents")
                .dimensionsMap(Map.of("TableName", table.getTableName()))
                .statistic("Sum")
                .period(PERIOD)
                .build();
    }

    private static MetricOptions sum() {
        return MetricOptions.builder().statistic("Sum").period(PERIOD).build();
    }

    private static Alarm alarm(Construct scope, String id, IMetric metric, int periods, String description) {
        return Alarm.Builder.create(scope, id)
                .alarmDescription(description)
                .metric(metric)
                .threshold(0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(periods)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
    }

    /** Of what bears the stack's tag, and only once the tag is activated for costs. */
    private static void budget(Construct scope, Settings.Watch watch) {
        CfnBudget.Builder.create(scope, "Budget")
                .budget(CfnBudget.BudgetDataProperty.builder()
                        .budgetType("COST")
                        .timeUnit("MONTHLY")
                        .budgetLimit(CfnBudget.SpendProperty.builder()
                                .amount(watch.dollars())
                                .unit("USD")
                                .build())
                        .costFilters(Map.of(
                                "TagKeyValue",
                                List.of("user:" + COST_TAG + "$"
                                        + Stack.of(scope).getStackName())))
                        .build())
                .notificationsWithSubscribers(List.of(CfnBudget.NotificationWithSubscribersProperty.builder()
                        .notification(CfnBudget.NotificationProperty.builder()
                                .notificationType("ACTUAL")
                                .comparisonOperator("GREATER_THAN")
                                .threshold(PERCENT_OF_BUDGET)
                                .thresholdType("PERCENTAGE")
                                .build())
                        .subscribers(List.of(CfnBudget.SubscriberProperty.builder()
                                .subscriptionType("EMAIL")
                                .address(watch.email())
                                .build()))
                        .build()))
                .build();
    }
}
