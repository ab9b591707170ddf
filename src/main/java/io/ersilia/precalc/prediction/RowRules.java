package io.ersilia.precalc.prediction;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.run.Reason;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.Optional;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Applies the constraints of a partition's rows to their first two cells. Safe for many threads. */
final class RowRules {

    /** A rule that a row breaks. */
    record Violation(Reason reason, String detail) {}

    private static final Validator VALIDATOR = validator();

    private RowRules() {}

    /** The first rule broken, the key's before the input's. */
    static Optional<Violation> violation(String key, String input) {
        if (!InchiKey.isValid(key)) {
            return Optional.of(new Violation(Reason.INVALID_KEY, "not a standard InChIKey"));
        }
        return VALIDATOR.validateValue(ParsedRow.Valid.class, "input", input).stream()
                .map(one -> new Violation(Reason.INVALID_INPUT, "input " + one.getMessage()))
                .findFirst();
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
