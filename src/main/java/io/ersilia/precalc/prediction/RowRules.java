package io.ersilia.precalc.prediction;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Reason;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Applies the constraints of a partition's rows to their first two cells. Thread-safe. */
final class RowRules {

    /** A violated rule. */
    record Violation(Reason reason, String detail) {}

    private record Input(
            @NotBlank(message = "empty") @Size(max = Screening.MAX_SMILES, message = "longer than {max} characters")
            String smiles) {}

    private static final Validator VALIDATOR = validator();

    private RowRules() {}

    /** The first violated rule; the key's rules come before the input's. */
    static Optional<Violation> violation(String key, String input) {
        if (!InchiKey.isValid(key)) {
            return Optional.of(new Violation(Reason.INVALID_KEY, "not a standard InChIKey"));
        }
        return isPlain(input) ? Optional.empty() : violation(input);
    }

    /** Whether the input certainly keeps its rules, as nearly all do; a validator would take half the time of reading a row. */
    private static boolean isPlain(String input) {
        return !input.isEmpty()
                && input.charAt(0) > ' '
                && input.charAt(0) <= '~'
                && input.length() <= Screening.MAX_SMILES;
    }

    private static Optional<Violation> violation(String input) {
        return VALIDATOR.validate(new Input(input)).stream()
                .map(one -> new Violation(Reason.INVALID_INPUT, "input " + one.getMessage()))
                .findFirst();
    }

    /** Messages are completed without an expression language, so that the jar need not contain one. */
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
