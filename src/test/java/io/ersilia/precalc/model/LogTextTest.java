package io.ersilia.precalc.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void cleansWhatProgramsWrite() {
        assertThat(LogText.clean("\u001b[1;31mred\u001b[0m\u0007\r\n50%\r100%\tdone ✓\u0000"))
                .isEqualTo("red\n50%\n100%\tdone ✓");
        assertThat(LogText.lastWords("\n a \n\nb\n")).isEqualTo("'a | b'");
        assertThat(LogText.lastWords(" ")).isEqualTo("it said nothing");
    }
}
