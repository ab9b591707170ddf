package io.ersilia.precalc.aws;

/** An AWS service that the pipeline calls; each can have its own endpoint. */
public enum AwsApi {
    S3("AWS_ENDPOINT_URL_S3", "aws.endpointUrlS3"),
    DYNAMODB("AWS_ENDPOINT_URL_DYNAMODB", "aws.endpointUrlDynamoDb"),
    STS("AWS_ENDPOINT_URL_STS", "aws.endpointUrlSts"),
    IAM("AWS_ENDPOINT_URL_IAM", "aws.endpointUrlIam");

    private final String endpointVariable;
    private final String endpointProperty;

    AwsApi(String endpointVariable, String endpointProperty) {
        this.endpointVariable = endpointVariable;
        this.endpointProperty = endpointProperty;
    }

    /** The environment variable that names this service's endpoint. */
    public String endpointVariable() {
        return endpointVariable;
    }

    /** The system property that names this service's endpoint. */
    String endpointProperty() {
        return endpointProperty;
    }
}
