package io.ersilia.precalc.aws;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.InstanceProfileRegionProvider;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Endpoints, regions and credentials of AWS: the SDK's usual system properties, variables and profiles, with the variables taken
 * from the given environment. The order is the SDK's (AWS SDKs and Tools Reference Guide, "Service-specific endpoints").
 */
public final class AwsSettings {

    /** The region for a custom endpoint, where any will do. */
    private static final Region LOCAL = Region.US_EAST_1;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    private static final int MAX_CONNECTIONS = 64;

    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final AwsVariables set;

    public AwsSettings(Map<String, String> environment) {
        set = new AwsVariables(environment);
    }

    /** Gives the client its region, endpoint, credentials and connections; the SDK's retries stay on. */
    public <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B prepare(B client, AwsApi service) {
        endpoint(service).ifPresent(client::endpointOverride);
        return client.region(region(service))
                .credentialsProvider(credentials())
                .httpClientBuilder(connections(MAX_CONNECTIONS, SOCKET_TIMEOUT));
    }

    /** The custom endpoint of the service; empty for AWS itself. */
    public Optional<URI> endpoint(AwsApi service) {
        if (set.isTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) {
            return Optional.empty();
        }
        return Stream.of(
                        set.property(service.endpointProperty()),
                        set.variable(service.endpointVariable()),
                        set.property("aws.endpointUrl"),
                        set.variable("AWS_ENDPOINT_URL"),
                        set.profileProperty("endpoint_url"))
                .flatMap(Optional::stream)
                .findFirst()
                .map(AwsSettings::url);
    }

    /** The region of the service's calls; any will do for a custom endpoint. */
    public Region region(AwsApi service) {
        return Stream.of(set.property("aws.region"), set.variable("AWS_REGION"), set.profileProperty("region"))
                .flatMap(Optional::stream)
                .findFirst()
                .map(AwsSettings::regionNamed)
                .or(() -> endpoint(service).map(endpoint -> LOCAL))
                .or(this::regionOfMachine)
                .orElseThrow(() -> Failure.unavailable("no AWS region: set AWS_REGION, e.g. AWS_REGION=eu-central-1"));
    }

    private static Region regionNamed(String name) {
        if (!REGION.matcher(name).matches()) {
            throw Failure.usage("the AWS region is '%s', expected e.g. eu-central-1: correct AWS_REGION or the profile"
                    .formatted(Printable.of(name)));
        }
        return Region.of(name);
    }

    private Optional<Region> regionOfMachine() {
        if (set.isTrue("AWS_EC2_METADATA_DISABLED")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InstanceProfileRegionProvider().getRegion());
        } catch (SdkClientException e) { // not on an EC2 machine
            return Optional.empty();
        }
    }

    /** The credentials of every call. */
    public AwsCredentialsProvider credentials() {
        Optional<String> id = set.variable("AWS_ACCESS_KEY_ID");
        Optional<String> secret = set.variable("AWS_SECRET_ACCESS_KEY");
        if (set.property("aws.accessKeyId").isPresent() || id.isEmpty() || secret.isEmpty()) {
            return new UsualCredentials(DefaultCredentialsProvider.builder()
                    .profileName(set.profileName())
                    .build());
        }
        return StaticCredentialsProvider.create(set.variable("AWS_SESSION_TOKEN")
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id.get(), secret.get(), token))
                .orElseGet(() -> AwsBasicCredentials.create(id.get(), secret.get())));
    }

    /** The SDK's usual chain of credentials providers, which fails with a type of its own: a {@link NoCredentialsException}. */
    private record UsualCredentials(DefaultCredentialsProvider chain)
            implements AwsCredentialsProvider, SdkAutoCloseable {

        @Override
        public AwsCredentials resolveCredentials() {
            try {
                return chain.resolveCredentials();
            } catch (SdkClientException e) {
                throw new NoCredentialsException(e);
            }
        }

        @Override
        public void close() {
            chain.close();
        }
    }

    /**
     * The HTTP client of all services.
     *
     * @param most connections open at the same time
     * @param silence how long a response may pause before the request has failed
     */
    public Apache5HttpClient.Builder connections(int most, Duration silence) {
        return Apache5HttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(silence)
                .maxConnections(most);
    }

    /** DynamoDB's address: the custom endpoint, otherwise that of the region. */
    public URI dynamoDbUrl() {
        return endpoint(AwsApi.DYNAMODB)
                .orElseGet(() -> DynamoDbEndpointProvider.defaultProvider()
                        .resolveEndpoint(endpoint -> endpoint.region(region(AwsApi.DYNAMODB))
                                .useFips(set.isTrue("AWS_USE_FIPS_ENDPOINT"))
                                .useDualStack(set.isTrue("AWS_USE_DUALSTACK_ENDPOINT")))
                        .join()
                        .endpointUrl()
                        .toUri());
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
            throw Failure.usage(notAnEndpoint(text));
        } catch (URISyntaxException e) {
            throw Failure.usage(notAnEndpoint(text));
        }
    }

    private static String notAnEndpoint(String text) {
        return "the AWS endpoint is '%s', expected e.g. http://localhost:4566: correct AWS_ENDPOINT_URL or the profile"
                .formatted(Printable.of(text));
    }
}
