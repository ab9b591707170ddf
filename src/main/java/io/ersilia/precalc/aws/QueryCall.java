package io.ersilia.precalc.aws;

import io.ersilia.precalc.run.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * A call in AWS's Query protocol (a form is sent, XML comes back), which STS and IAM speak, by the SDK's signer and HTTP
 * client: two calls are not worth the megabytes of a client of IAM, see docs/decisions. It is sent once: whoever waits
 * for it is a person, who can ask again. One file, as request and answer are one protocol.
 *
 * @param endpoint where the service is
 * @param region that the call is signed for
 * @param service as signatures name it, e.g. {@code sts}
 * @param version of the service's interface
 */
record QueryCall(AwsSettings settings, URI endpoint, String region, String service, String version) {

    /** The longest within an answer; both services answer in a fraction of a second. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    /** Both answers are a few hundred bytes. */
    private static final int MOST_BYTES = 1 << 20;

    /**
     * Calls.
     *
     * @throws SdkException when it is refused or nobody answers
     * @throws Failure when what answers is neither of the services
     */
    Answer send(String action, Map<String, String> parameters) {
        String form = "Action=%s&Version=%s".formatted(action, version)
                + parameters.entrySet().stream()
                        .map(one -> "&%s=%s"
                                .formatted(one.getKey(), URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8)))
                        .collect(Collectors.joining());
        try (SdkHttpClient http = settings.connections(1, SILENCE).build()) {
            HttpExecuteResponse response = http.prepareRequest(signed(form)).call();
            Answer answer = new Answer(endpoint, content(response));
            if (!response.httpResponse().isSuccessful()) {
                throw AwsServiceException.builder()
                        .statusCode(response.httpResponse().statusCode())
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode(answer.text("Code"))
                                .errorMessage(answer.text("Message"))
                                .serviceName(service)
                                .sdkHttpResponse(response.httpResponse())
                                .build())
                        .build();
            }
            return answer;
        } catch (IOException e) {
            throw SdkClientException.create("no answer of %s: %s".formatted(endpoint, e.getMessage()), e);
        }
    }

    /** What came back. */
    record Answer(URI endpoint, Document xml) {

        Answer(URI endpoint, byte[] body) {
            this(endpoint, parsed(endpoint, body));
        }

        /** The text of the first element of that name. */
        String text(String element) {
            NodeList found = xml.getElementsByTagName(element);
            if (found.getLength() == 0) {
                throw notItsProtocol(endpoint);
            }
            return found.item(0).getTextContent().strip();
        }

        private static Document parsed(URI endpoint, byte[] body) {
            try {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
                factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
                factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
                var builder = factory.newDocumentBuilder();
                builder.setErrorHandler(null); // it would say on stderr what is thrown anyway
                return builder.parse(new ByteArrayInputStream(body));
            } catch (SAXException | IOException e) {
                throw notItsProtocol(endpoint);
            } catch (ParserConfigurationException e) {
                throw new IllegalStateException("the JDK's parser of XML lacks a feature", e);
            }
        }

        private static Failure notItsProtocol(URI endpoint) {
            return Failure.unavailable(
                    "%s answers nothing that STS or IAM would; correct the endpoint".formatted(endpoint));
        }
    }

    private HttpExecuteRequest signed(String form) {
        byte[] body = form.getBytes(StandardCharsets.UTF_8);
        ContentStreamProvider content = ContentStreamProvider.fromByteArrayUnsafe(body);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .uri(endpoint)
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .putHeader("Content-Length", Integer.toString(body.length))
                .build();
        return HttpExecuteRequest.builder()
                .request(AwsV4HttpSigner.create()
                        .sign(sign -> sign.identity(settings.credentials().resolveCredentials())
                                .request(request)
                                .payload(content)
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                                .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                        .request())
                .contentStreamProvider(content)
                .build();
    }

    private static byte[] content(HttpExecuteResponse response) throws IOException {
        if (response.responseBody().isEmpty()) {
            return new byte[0];
        }
        try (InputStream in = response.responseBody().get()) {
            return in.readNBytes(MOST_BYTES);
        }
    }
}
