package io.ersilia.precalc.aws;

import io.ersilia.precalc.PythonTools;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3 and DynamoDB by moto, a program that is not ours, in a process of its own on loopback, for one test class. Without the
 * program, the class is skipped.
 */
public final class MotoServer implements BeforeAllCallback, AfterAllCallback {

    private static final long LOOK_NANOS = 10_000_000;

    private @Nullable Running running;

    private record Running(Process process, int port, S3Client s3, DynamoDbClient dynamoDb) {}

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        PythonTools.program("moto_server").toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectError(Redirect.DISCARD)
                .redirectOutput(Redirect.DISCARD)
                .start();
        while (!listens(port)) {
            if (!process.isAlive()) {
                throw new AssertionError("moto_server ended with exit code " + process.exitValue());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        AwsSettings settings = new AwsSettings(environment(port));
        running = new Running(
                process,
                port,
                settings.prepare(S3Client.builder(), AwsApi.S3)
                        .forcePathStyle(true)
                        .build(),
                settings.prepare(DynamoDbClient.builder(), AwsApi.DYNAMODB).build());
    }

    private static boolean listens(int port) {
        try (Socket there = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return there.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** What a process needs to find it, and nothing that leads it to AWS. */
    public Map<String, String> environment() {
        return environment(running().port);
    }

    private static Map<String, String> environment(int port) {
        String endpoint = "http://127.0.0.1:" + port;
        return Map.of(
                "AWS_ENDPOINT_URL_S3", endpoint,
                "AWS_ENDPOINT_URL_DYNAMODB", endpoint,
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_EC2_METADATA_DISABLED", "true");
    }

    public S3Client s3() {
        return running().s3;
    }

    public DynamoDbClient dynamoDb() {
        return running().dynamoDb;
    }

    private Running running() {
        return Objects.requireNonNull(running, "register MotoServer as a static field");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (running != null) {
            running.s3.close();
            running.dynamoDb.close();
            running.process.destroy();
            running.process.onExit().join();
        }
    }
}
