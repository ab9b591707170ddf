package io.ersilia.precalc.aws;

import com.adobe.testing.s3mock.junit5.S3MockExtension;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 server in this process, on a free port of the loopback: started once, shared by all test classes that register
 * it as a static field, stopped with the last of them.
 */
public final class S3Server implements BeforeAllCallback {

    private @Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getStore(StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Running.class, type -> new Running(), Running.class);
    }

    public URI endpoint() {
        return URI.create("http://localhost:" + running().port());
    }

    /** What a process needs to find the server, and nothing that leads it to AWS. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3", endpoint().toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_EC2_METADATA_DISABLED", "true");
    }

    /** A client, shared by all tests: nobody closes it. */
    public S3Client client() {
        return running().client;
    }

    /** The name of an empty bucket. */
    public String freshBucket() {
        String bucket = "test-" + UUID.randomUUID();
        client().createBucket(create -> create.bucket(bucket));
        return bucket;
    }

    private Running running() {
        return Objects.requireNonNull(running, "register S3Server as a static field");
    }

    /** Kept here, for a logger that nobody holds forgets its level. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    private static final class Running implements AutoCloseable {
        private final S3MockExtension server;
        private final S3Client client;

        Running() {
            // The server is a Spring application, which else takes over the logging of the whole process.
            System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
            TOMCAT.setLevel(Level.WARNING);
            server = S3MockExtension.builder()
                    .silent()
                    .withSecureConnection(false)
                    .withProperty("server.shutdown", "immediate") // else it waits 30 s for idle connections
                    .build();
            server.start();
            client = new AwsSettings(Map.of(
                            "AWS_ENDPOINT_URL_S3", "http://localhost:" + port(),
                            "AWS_ACCESS_KEY_ID", "test",
                            "AWS_SECRET_ACCESS_KEY", "test"))
                    .prepare(S3Client.builder(), AwsApi.S3)
                    .forcePathStyle(true)
                    .build();
        }

        int port() {
            return server.getHttpPort();
        }

        @Override
        public void close() {
            client.close();
            server.stop();
        }
    }
}
