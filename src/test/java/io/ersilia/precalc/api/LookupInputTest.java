package io.ersilia.precalc.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.molecule.Cages;
import io.ersilia.precalc.molecule.Screening;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LookupInputTest {

    @Test
    void ofAMoleculeThatTakesTooLongItIsSaidSo() {
        Screening impatient = new Screening(Duration.ofMillis(50));

        assertThat(LookupInput.smiles(Cages.ring(14), () -> impatient).reason())
                .startsWith("too_complex: its InChI takes more");
        assertThat(LookupInput.smiles("CCO", () -> impatient).reason()).isEmpty();
    }
}
