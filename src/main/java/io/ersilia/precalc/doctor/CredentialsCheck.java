package io.ersilia.precalc.doctor;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsLogin;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** AWS credentials: their source, owner, region and expiry. */
public record CredentialsCheck(AwsLogin login, Identity identity, Clock clock) implements Check {

    /** Less than a worker needs for one slice of a slow model. */
    static final Duration SOON = Duration.ofHours(1);

    @Override
    public String name() {
        return "credentials";
    }

    @Override
    public String remedy() {
        return "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; on GitHub the variable AWS_ROLE_ARN"
                + " (docs/workflows.md)";
    }

    @Override
    public Finding look() {
        if (!identity.isNeeded()) {
            return skipped("not needed: store, table and library are on this machine");
        }
        AwsLogin.Key key = login.key();
        String found = "access key …%s%s in %s"
                .formatted(
                        key.end(),
                        key.source() == null ? "" : " from " + key.source(),
                        login.region(identity.services().get(0)));
        if (!identity.isAsked()) {
            return judged(key, "%s; the identity was not checked: %s".formatted(found, identity.whyNot()));
        }
        try {
            AwsLogin.Caller caller = identity.caller();
            return judged(
                    key,
                    "%s, account %s, %s".formatted(found, Printable.of(caller.account()), Printable.of(caller.arn())));
        } catch (Failure failure) {
            Optional<URI> own = login.endpoint(AwsApi.STS);
            if (own.isEmpty() || failure.kind() != Failure.Kind.UNAVAILABLE) {
                throw failure;
            }
            return warning(
                    "%s; whose it is, is not known: %s".formatted(found, failure.getMessage()),
                    "set AWS_ENDPOINT_URL_STS to an endpoint that answers STS; nothing else needs it");
        }
    }

    private Finding judged(AwsLogin.Key key, String found) {
        Instant expires = key.expires();
        if (expires == null) {
            return ok(key.temporary() ? found + "; when the session ends is not known" : found);
        }
        Duration left = Duration.between(clock.instant(), expires);
        String ends = "%s; the session ends at %s, in %d min".formatted(found, expires, left.toMinutes());
        String again = "log in again; on GitHub with role-duration-seconds: 21600";
        if (left.isNegative()) {
            return error("%s; the session ended at %s".formatted(found, expires), again);
        }
        return left.compareTo(SOON) < 0 ? warning(ends, again) : ok(ends);
    }
}
