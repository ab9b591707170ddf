package io.ersilia.precalc.pipeline.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.run.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenedRowTest {

    private static final InchiKey KEY = new InchiKey("VNWKTOKETHGBQD-UHFFFAOYSA-N");

    @Test
    void whatTakesTooLongIsRejectedForThatReason() {
        ScreenedRow row = new ScreenedRow(7, new Screened.TooComplex("C1CC1", "its InChI takes more than 60 s"), null);

        assertThat(row.reject().reason()).isEqualTo(Reason.TOO_COMPLEX).hasToString("too_complex");
        assertThat(row.reject().detail()).isEqualTo("its InChI takes more than 60 s");
    }

    @Test
    void unusualValencesAreCountedAndThreeAreShown() {
        UnusualValences unusual = new UnusualValences();
        for (int i = 1; i <= 5; i++) {
            unusual.count(
                    new ScreenedRow(i, new Screened.Accepted("C", KEY, i == 2 ? "" : "C(" + (i + 4) + ")"), null));
        }

        assertThat(unusual.warning())
                .contains(
                        "4 molecules have an atom of unusual valence, which the model may refuse or interpret differently"
                                + " (row 1 'C' has C(5), row 3 'C' has C(7), row 4 'C' has C(8));"
                                + " if that is a mistake, correct the library");
    }

    @Test
    void whereAllIsUsualNothingIsSaid() {
        UnusualValences unusual = new UnusualValences();
        List.of(new Screened.Accepted("C", KEY), new Screened.InvalidSmiles("X", null, ""))
                .forEach(screened -> unusual.count(new ScreenedRow(1, screened, null)));

        assertThat(unusual.warning()).isEmpty();
    }
}
