package io.ersilia.precalc.prediction;

import io.ersilia.precalc.run.Reason;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.Comparator;
import java.util.Optional;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Applies the constraints of a partition's rows. Safe for many threads. */
final class RowRules {

    /** A rule that a row breaks. */
    record Violation(Reason reason, String detail) {}

    private static final Validator VALIDATOR = validator();

    private RowRules() {}

    /** The first rule broken, the key's before the input's. */
    static Optional<Violation> violation(PartitionRow row) {
        var violations = VALIDATOR.validate(row);
        if (violations.isEmpty()) {
            return Optional.empty();
        }
        return violations.stream().map(RowRules::violation).min(Comparator.comparing(Violation::reason));
    }

    private static Violation violation(ConstraintViolation<PartitionRow> violation) {
        return violation.getPropertyPath().toString().equals("key")
                ? new Violation(Reason.INVALID_KEY, violation.getMessage())
                : new Violation(Reason.INVALID_INPUT, "input " + violation.getMessage());
    }

    /** Messages are filled in without an expression language, so that none has to ride in the jar. */
    private static Validator validator() {
        System.setProperty("org.jboss.logging.provider", "slf4j");
        try (ValidatorFactory factory = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()) {
            return factory.getValidator();
        }
    }
}
