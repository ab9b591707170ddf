package io.ersilia.precalc.doctor;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsLogin;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The assumed role, and how long its sessions may last: workers on GitHub ask for six hours, and never log in again.
 *
 * @param onGitHub whether this process is a GitHub job
 */
public record RoleCheck(AwsLogin login, Identity identity, boolean onGitHub) implements Check {

    /** {@code role-duration-seconds: 21600} of the workflows: the longest that a GitHub job may take. */
    static final Duration JOB = Duration.ofHours(6);

    /** {@code arn:aws:sts::123456789012:assumed-role/ROLE/SESSION} (IAM User Guide, "IAM identifiers"). */
    private static final Pattern ASSUMED = Pattern.compile("arn:[a-z-]+:sts::\\d*:assumed-role/([\\w+=,.@-]{1,64})/.*");

    @Override
    public String name() {
        return "role";
    }

    @Override
    public String remedy() {
        return "see docs/workflows.md for the role of the workers";
    }

    @Override
    public Finding look() {
        if (!identity.isNeeded()) {
            return skipped("not needed: store, table and library are on this machine");
        }
        if (!identity.isAsked()) {
            return skipped("not asked: " + identity.whyNot());
        }
        String arn;
        try {
            arn = identity.caller().arn();
        } catch (Failure failure) {
            return skipped("not checked: the caller is unknown, see credentials");
        }
        Matcher role = ASSUMED.matcher(arn);
        if (role.matches()) {
            return session(role.group(1));
        }
        String found = "no role: %s".formatted(Printable.of(arn));
        if (arn.endsWith(":root")) {
            return warning(found, "use a role with the rights that infra/README.md lists");
        }
        return onGitHub
                ? warning(
                        found + ", whose keys do not end with the job",
                        "let the job assume a role: set the variable AWS_ROLE_ARN (docs/workflows.md)")
                : ok(found);
    }

    private Finding session(String role) {
        if (login.endpoint(AwsApi.STS).isPresent() && login.endpoint(AwsApi.IAM).isEmpty()) {
            return skipped(
                    "role %s; its longest session was not checked: STS has an endpoint of its own, and".formatted(role)
                            + " AWS_ENDPOINT_URL_IAM names none");
        }
        Duration longest;
        try {
            longest = login.longestSession(role);
        } catch (Failure failure) {
            return warning(
                    "role %s; its longest session is not known: %s".formatted(role, failure.getMessage()),
                    "check that it is %d or more: aws iam get-role --role-name %s --query Role.MaxSessionDuration; or grant the role iam:GetRole on itself"
                            .formatted(JOB.toSeconds(), role));
        }
        String found = "role %s, sessions of at most %s h".formatted(role, hours(longest));
        if (longest.compareTo(JOB) >= 0) {
            return ok(found);
        }
        String remedy = "aws iam update-role --role-name %s --max-session-duration %d".formatted(role, JOB.toSeconds());
        String why = "%s; the workflows ask for %s h".formatted(found, hours(JOB));
        return onGitHub ? error(why, remedy) : warning(why, remedy);
    }

    private static String hours(Duration time) {
        return time.toMinutesPart() == 0
                ? Long.toString(time.toHours())
                : String.format(Locale.ROOT, "%.1f", time.toMinutes() / 60.0);
    }
}
