package io.ersilia.precalc.aws;

import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** Another implementation of S3 and DynamoDB, in a container. */
public final class LocalStack {

    /** The last release that starts without an account: later images demand a token (localstack.cloud/2026-updates). */
    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.14.0");

    private LocalStack() {}

    /** A container, not started yet, with that service, e.g. {@code s3}. */
    public static LocalStackContainer with(String service) {
        return new LocalStackContainer(IMAGE).withServices(service);
    }
}
