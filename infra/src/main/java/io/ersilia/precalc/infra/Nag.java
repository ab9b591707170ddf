package io.ersilia.precalc.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.constructs.IConstruct;

/** Suppresses cdk-nag rules where they do not apply, each with a reason. */
final class Nag {

    private Nag() {}

    /** Suppresses the rule for the construct. */
    static void excuse(IConstruct construct, String rule, String reason) {
        NagSuppressions.addResourceSuppressions(
                construct,
                List.of(NagPackSuppression.builder().id(rule).reason(reason).build()),
                true);
    }

    /** Suppresses only this finding of the rule, as cdk-nag writes it; other findings still count. */
    static void excuse(IConstruct construct, String rule, Object finding, String reason) {
        NagSuppressions.addResourceSuppressions(
                construct,
                List.of(NagPackSuppression.builder()
                        .id(rule)
                        .reason(reason)
                        .appliesTo(List.of(finding))
                        .build()),
                true);
    }
}
