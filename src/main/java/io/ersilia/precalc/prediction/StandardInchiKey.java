package io.ersilia.precalc.prediction;

import io.ersilia.precalc.molecule.InchiKey;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The text has the form of a standard InChIKey. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = StandardInchiKey.Form.class)
public @interface StandardInchiKey {

    String message() default "not a standard InChIKey";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Checks the form. */
    final class Form implements ConstraintValidator<StandardInchiKey, String> {
        @Override
        public boolean isValid(String text, ConstraintValidatorContext context) {
            return InchiKey.isValid(text);
        }
    }
}
