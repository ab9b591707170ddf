package io.ersilia.precalc.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import software.constructs.IConstruct;

/** Rules of cdk-nag that do not apply somewhere, each with the reason why. */
final class Nag {

    private Nag() {}

    /** The rule does not apply here. */
    static void excuse(IConstruct construct, String rule, String reason) {
        NagSuppressions.addResourceSuppressions(
                construct,
                List.of(NagPackSuppression.builder().id(rule).reason(reason).build()),
                true);
    }

    /** The rule does not apply to just this finding, as cdk-nag writes it; others of the rule still count. */
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
