package io.ersilia.precalc.aws;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Sends signed requests to one service through the SDK's signer and HTTP client, without the service's own client. Retries nothing. */
public final class SignedPost implements AutoCloseable {

    /** Larger than any answer: BatchWriteItem returns at most the 16 MB that it was sent. */
    private static final int MAX_ANSWER_BYTES = 32 * 1024 * 1024;

    private final URI endpoint;
    private final String service;
    private final String region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /**
     * Where requests go and how they are signed.
     *
     * @param service its name in signatures, e.g. {@code dynamodb}
     * @param region its name in signatures
     */
    public record Target(URI endpoint, String service, String region) {}

    /**
     * Creates the client; opens no connection yet.
     *
     * @param connections the most that are open at the same time
     * @param silence how long an answer may pause before the request has failed
     */
    public SignedPost(AwsSettings settings, Target target, int connections, Duration silence) {
        this.endpoint = target.endpoint();
        this.service = target.service();
        this.region = target.region();
        this.credentials = settings.credentials();
        this.http = settings.connections(connections, silence).build();
    }

    /** An answer, whatever its status. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    public record Answer(SdkHttpResponse head, byte[] body) {}

    /**
     * Sends one request and reads the whole answer.
     *
     * @param clock for the signature's time: a service refuses signatures that are minutes away from its own time
     * @throws IOException if the answer is missing or incomplete
     */
    public Answer send(Map<String, String> headers, byte[] body, Clock clock) throws IOException {
        ContentStreamProvider content = ContentStreamProvider.fromByteArrayUnsafe(body);
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .uri(endpoint)
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Length", Integer.toString(body.length));
        headers.forEach(request::putHeader);
        SdkHttpRequest signed = signer.sign(sign -> sign.identity(credentials.resolveCredentials())
                        .request(request.build())
                        .payload(content)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock))
                .request();
        HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                        .request(signed)
                        .contentStreamProvider(content)
                        .build())
                .call();
        if (response.responseBody().isEmpty()) {
            return new Answer(response.httpResponse(), new byte[0]);
        }
        try (InputStream in = response.responseBody().get()) {
            return new Answer(response.httpResponse(), in.readNBytes(MAX_ANSWER_BYTES));
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
