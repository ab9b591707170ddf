package io.ersilia.precalc.store.s3;

import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.aws.LocalStack;
import io.ersilia.precalc.store.ObjectStore;
import io.ersilia.precalc.store.ObjectStoreContract;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;
import software.amazon.awssdk.services.s3.S3Client;

/** The S3 store on a second implementation of the protocol; skipped where no Docker engine is. */
@Testcontainers(disabledWithoutDocker = true)
class LocalStackS3StoreTest implements ObjectStoreContract {

    @Container
    static final LocalStackContainer LOCALSTACK = LocalStack.with("s3");

    private static S3Client s3;

    private String bucket = "";

    @BeforeAll
    static void connect() {
        s3 = S3Clients.client(
                new AwsSettings(Map.of(
                        "AWS_ENDPOINT_URL_S3", LOCALSTACK.getEndpoint().toString(),
                        "AWS_REGION", LOCALSTACK.getRegion(),
                        "AWS_ACCESS_KEY_ID", LOCALSTACK.getAccessKey(),
                        "AWS_SECRET_ACCESS_KEY", LOCALSTACK.getSecretKey())),
                null);
    }

    @AfterAll
    static void disconnect() {
        s3.close();
    }

    @BeforeEach
    void makeBucket() {
        bucket = "test-" + UUID.randomUUID();
        s3.createBucket(create -> create.bucket(bucket));
    }

    @Override
    public ObjectStore store() {
        return new S3Store(s3, S3Uri.parse("s3://" + bucket + "/some/path"));
    }
}
