package io.ersilia.precalc.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalLineTest {

    private static final String ERASED = "\r\u001b[J";

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private int columns = 80;
    private final TerminalLine line =
            new TerminalLine(new PrintStream(screen, true, StandardCharsets.UTF_8), () -> columns);

    private String screen() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    @Test
    void isDrawnInPlaceAndLeavesTheCursorAtItsBeginning() {
        line.accept("10 %");
        line.accept("20 %");

        assertThat(screen()).isEqualTo(ERASED + "10 %\r" + ERASED + "20 %\r");
    }

    @Test
    void neverReachesTheLastColumnOfAWindowHoweverWideThatIsNow() {
        assertThat(line.getMaxRenderedLength()).isEqualTo(79);
        columns = 40;
        assertThat(line.getMaxRenderedLength()).isEqualTo(39);
        columns = 0;
        assertThat(line.getMaxRenderedLength()).isEqualTo(1);
    }

    @Test
    void whatIsWrittenMeanwhileComesAboveIt() {
        line.accept("10 %");
        line.above().print("a message\n");

        assertThat(screen()).isEqualTo(ERASED + "10 %\r" + ERASED + "a message\n" + "10 %\r");
    }

    @Test
    void waitsForALineThatIsNotWholeYet() {
        line.accept("10 %");
        PrintStream above = line.above();
        above.print("half a ");
        line.accept("20 %");
        above.print("message\n");

        assertThat(screen()).isEqualTo(ERASED + "10 %\r" + ERASED + "half a message\n" + "20 %\r");
    }

    @Test
    void endsAsALineLikeAnyOtherAndIsNotDrawnAgain() {
        line.accept("100 %");
        line.close();
        line.accept("100 %");
        line.close();

        assertThat(screen()).isEqualTo(ERASED + "100 %\r" + ERASED + "100 %" + System.lineSeparator());
    }

    @Test
    void leavesNothingWhereNothingWasDrawn() {
        line.close();

        assertThat(screen()).isEmpty();
    }

    @Test
    void aTerminalThatDoesNotSayHowWideItIsHasTheColumnsOfTheEnvironmentOrTheUsual() {
        assertThat(Window.columns(0, Map.of("COLUMNS", "132"))).isEqualTo(132);
        assertThat(Window.columns(0, Map.of("COLUMNS", "wide"))).isEqualTo(80);
        assertThat(Window.columns(0, Map.of())).isEqualTo(80);
        assertThat(Window.columns(40, Map.of("COLUMNS", "132"))).isEqualTo(40);
    }
}
