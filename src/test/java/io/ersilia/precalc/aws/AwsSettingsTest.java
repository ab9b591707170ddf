package io.ersilia.precalc.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ersilia.precalc.run.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

class AwsSettingsTest {

    private static final Map<String, String> NOTHING = Map.of("AWS_EC2_METADATA_DISABLED", "true");

    @Test
    void withoutAnEndpointAwsItselfIsMeant() {
        assertThat(new AwsSettings(NOTHING).endpoint(AwsApi.S3)).isEmpty();
        assertThat(new AwsSettings(Map.of("AWS_ENDPOINT_URL", " ")).endpoint(AwsApi.S3))
                .isEmpty();
    }

    @Test
    void anEndpointIsForAllServicesOrForOne() {
        AwsSettings settings = new AwsSettings(
                Map.of("AWS_ENDPOINT_URL", "http://all:4566", "AWS_ENDPOINT_URL_S3", "https://s3.example/path"));

        assertThat(settings.endpoint(AwsApi.S3)).contains(URI.create("https://s3.example/path"));
        assertThat(settings.endpoint(AwsApi.DYNAMODB)).contains(URI.create("http://all:4566"));
    }

    @Test
    void endpointsCanBeIgnoredAsTheSdkDoes() {
        AwsSettings settings = new AwsSettings(
                Map.of("AWS_ENDPOINT_URL", "http://all:4566", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"));

        assertThat(settings.endpoint(AwsApi.S3)).isEmpty();
    }

    @Test
    void aSystemPropertyComesBeforeTheVariable() {
        AwsSettings settings =
                new AwsSettings(Map.of("AWS_ENDPOINT_URL_DYNAMODB", "http://variable:1", "AWS_REGION", "eu-central-1"));
        System.setProperty("aws.endpointUrlDynamoDb", "http://property:1");
        System.setProperty("aws.region", "eu-west-3");
        try {
            assertThat(settings.endpoint(AwsApi.DYNAMODB)).contains(URI.create("http://property:1"));
            assertThat(settings.region(AwsApi.DYNAMODB)).isEqualTo(Region.EU_WEST_3);
        } finally {
            System.clearProperty("aws.endpointUrlDynamoDb");
            System.clearProperty("aws.region");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:4566", "http://", "ftp://host", "nonsense", "http://a b", "http://[::::::]"})
    void refusesWhatIsNoEndpoint(String text) {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> new AwsSettings(Map.of("AWS_ENDPOINT_URL", text)).endpoint(AwsApi.S3))
                .withMessage(
                        "the AWS endpoint is '%s', expected e.g. http://localhost:4566: correct AWS_ENDPOINT_URL or the profile",
                        text)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.Kind.USAGE));
    }

    @Test
    void takesTheRegionThatIsSetAndAnyForALocalServer() {
        assertThat(new AwsSettings(Map.of("AWS_REGION", "eu-central-1")).region(AwsApi.S3))
                .isEqualTo(Region.EU_CENTRAL_1);
        assertThat(new AwsSettings(Map.of("AWS_ENDPOINT_URL_S3", "http://localhost:1")).region(AwsApi.S3))
                .isEqualTo(Region.US_EAST_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu central 1", "EU", "a/b", "-"})
    void refusesWhatIsNoRegion(String text) {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> new AwsSettings(Map.of("AWS_REGION", text)).region(AwsApi.S3))
                .withMessage(
                        "the AWS region is '%s', expected e.g. eu-central-1: correct AWS_REGION or the profile", text);
    }

    @Test
    void aProfileTellsRegionAndEndpoint(@TempDir Path folder) throws IOException {
        Path config = folder.resolve("config");
        Files.writeString(config, """
                [profile lab]
                region = eu-west-1
                endpoint_url = http://lab:9000
                """);
        AwsSettings settings = new AwsSettings(Map.of("AWS_PROFILE", "lab"));
        System.setProperty("aws.configFile", config.toString());
        try {
            assertThat(settings.region(AwsApi.S3)).isEqualTo(Region.EU_WEST_1);
            assertThat(settings.endpoint(AwsApi.S3)).contains(URI.create("http://lab:9000"));
            Files.writeString(config, "nonsense");
            assertThatExceptionOfType(Failure.class)
                    .isThrownBy(() -> settings.region(AwsApi.S3))
                    .withMessageStartingWith("cannot read the AWS profiles: ")
                    .withMessageEndingWith(": correct ~/.aws/config");
        } finally {
            System.clearProperty("aws.configFile");
        }
    }

    @Test
    void withoutRegionItSaysHowToSetOne() {
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> new AwsSettings(NOTHING).region(AwsApi.S3))
                .withMessage("no AWS region: set AWS_REGION, e.g. AWS_REGION=eu-central-1")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    }
}
