package io.ersilia.precalc.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InchiKeyTest {

    private static final Pattern CONTRACT = Pattern.compile("[A-Z]{14}-[A-Z]{8}SA-[A-Z]");
    private static final String ASPIRIN = "BSYNRYMUTXBXSQ-UHFFFAOYSA-N";

    @Test
    void itsFormIsThatOfTheContractForAnyChangeOfOneLetter() {
        String others = "AZaz-SN0 \u00c5\n@[";
        for (int i = 0; i < ASPIRIN.length(); i++) {
            for (int j = 0; j < others.length(); j++) {
                String text = ASPIRIN.substring(0, i) + others.charAt(j) + ASPIRIN.substring(i + 1);
                assertThat(InchiKey.isValid(text))
                        .as(text)
                        .isEqualTo(CONTRACT.matcher(text).matches());
            }
        }
    }

    @Test
    void itsFormIsThatOfTheContractForAnyLength() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            String text = (ASPIRIN + ASPIRIN).substring(0, random.nextInt(2 * ASPIRIN.length()));
            assertThat(InchiKey.isValid(text))
                    .as(text)
                    .isEqualTo(CONTRACT.matcher(text).matches());
        }
    }

    @Test
    void refusesAnythingElse() {
        assertThatThrownBy(() -> new InchiKey("nope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a standard InChIKey: 'nope', expected e.g. BSYNRYMUTXBXSQ-UHFFFAOYSA-N");
    }
}
