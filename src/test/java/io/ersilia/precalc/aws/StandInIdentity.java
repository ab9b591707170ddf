package io.ersilia.precalc.aws;

import io.ersilia.precalc.aws.LoopbackEndpoint.Answer;
import io.ersilia.precalc.aws.LoopbackEndpoint.Request;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** STS and IAM on loopback, in their own protocol (forms and XML): one caller, and how long its role's sessions may last. */
public final class StandInIdentity implements Closeable {

    private static final int REFUSED = 403;

    private final LoopbackEndpoint server;
    private final String arn;
    private final String longest;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private StandInIdentity(String arn, String longest) throws IOException {
        this.arn = arn;
        this.longest = longest;
        this.server = new LoopbackEndpoint(this::answer);
    }

    /** The caller has assumed the role {@code precalc-worker}. */
    public static StandInIdentity ofRole(Duration longestSession) throws IOException {
        return new StandInIdentity(
                "arn:aws:sts::123456789012:assumed-role/precalc-worker/job", "" + longestSession.toSeconds());
    }

    /** The caller has assumed that role, which must not be looked up. */
    public static StandInIdentity ofDiscreetRole() throws IOException {
        return new StandInIdentity("arn:aws:sts::123456789012:assumed-role/precalc-worker/job", "AccessDenied");
    }

    public static StandInIdentity of(String arn) throws IOException {
        return new StandInIdentity(arn, "NoSuchEntity");
    }

    /** The caller's session has ended. */
    public static StandInIdentity ofExpired() throws IOException {
        return new StandInIdentity("ExpiredToken", "ExpiredToken");
    }

    public URI uri() {
        return server.uri();
    }

    /** What leads the pipeline to this stand-in. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_STS", uri().toString(),
                "AWS_ENDPOINT_URL_IAM", uri().toString());
    }

    /** What was asked, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    private Answer answer(Request request) {
        requests.add(request);
        boolean isSigned = request.header("authorization").matches("AWS4-HMAC-SHA256 Credential=.*");
        return switch (isSigned ? request.body().replaceFirst("&.*", "") : "") {
            case "Action=GetCallerIdentity" -> arn.startsWith("arn:") ? Answer.ok("""
                        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                          <GetCallerIdentityResult>
                            <Arn>%s</Arn><UserId>AROAEXAMPLE:job</UserId><Account>123456789012</Account>
                          </GetCallerIdentityResult>
                          <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
                        </GetCallerIdentityResponse>
                        """.formatted(arn)) : refused(arn);
            case "Action=GetRole" -> longest.matches("\\d+") ? Answer.ok("""
                        <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
                          <GetRoleResult><Role>
                            <RoleName>precalc-worker</RoleName><MaxSessionDuration>%s</MaxSessionDuration>
                          </Role></GetRoleResult>
                        </GetRoleResponse>
                        """.formatted(longest)) : refused(longest);
            default -> refused("MissingAuthenticationToken");
        };
    }

    private static Answer refused(String code) {
        return new Answer(REFUSED, """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <Error><Type>Sender</Type><Code>%s</Code><Message>no</Message></Error>
                  <RequestId>2</RequestId>
                </ErrorResponse>
                """.formatted(code), Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
