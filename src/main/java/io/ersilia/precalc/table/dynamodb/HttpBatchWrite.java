package io.ersilia.precalc.table.dynamodb;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.table.Item;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * BatchWriteItem by the SDK's signer and HTTP client, without the layers of its DynamoDB client above them: these take
 * two thirds of the processor time of a call, see docs/decisions. Nothing is repeated here.
 */
final class HttpBatchWrite implements BatchWrite {

    /** Longer than any batch takes when the table is well: an answer that is lost must not hold up the writer. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private static final String OPERATION = "DynamoDB_20120810.BatchWriteItem";
    private static final String JSON = "application/x-amz-json-1.0";

    private final String table;
    private final URI endpoint;
    private final String region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private volatile Clock clock = Clock.systemUTC();

    /** @param connections at once */
    HttpBatchWrite(String table, AwsSettings settings, int connections) {
        this.table = table;
        this.endpoint = settings.dynamoDbUrl();
        this.region = settings.region(AwsApi.DYNAMODB).id();
        this.credentials = settings.credentials();
        this.http = settings.connections(connections, SILENCE).build();
    }

    @Override
    public Answer write(List<Item> items) {
        byte[] body = BatchJson.request(table, items);
        try {
            HttpExecuteResponse response = send(body);
            byte[] answer = content(response);
            if (!response.httpResponse().isSuccessful()) {
                Refusal refusal = Refusal.of(response.httpResponse(), answer);
                if (refusal.isForTheTime(clock)) { // this machine's clock is wrong; once corrected it no longer is
                    clock = refusal.clock();
                    return write(items);
                }
                throw refusal.exception();
            }
            return BatchJson.answer(answer, items);
        } catch (IOException e) {
            throw SdkClientException.create("no answer of DynamoDB: " + e.getMessage(), e);
        }
    }

    private HttpExecuteResponse send(byte[] body) throws IOException {
        ContentStreamProvider content = ContentStreamProvider.fromByteArrayUnsafe(body);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .uri(endpoint)
                .method(SdkHttpMethod.POST)
                .putHeader("X-Amz-Target", OPERATION)
                .putHeader("Content-Type", JSON)
                .putHeader("Content-Length", Integer.toString(body.length))
                .build();
        SignedRequest signed = signer.sign(sign -> sign.identity(credentials.resolveCredentials())
                .request(request)
                .payload(content)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock));
        return http.prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(content)
                        .build())
                .call();
    }

    private static byte[] content(HttpExecuteResponse response) throws IOException {
        if (response.responseBody().isEmpty()) {
            return new byte[0];
        }
        try (InputStream in = response.responseBody().get()) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
