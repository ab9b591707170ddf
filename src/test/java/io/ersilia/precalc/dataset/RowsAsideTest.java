package io.ersilia.precalc.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.prediction.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowsAsideTest {

    private static final int ROWS = 100_000;

    private final List<List<Value>> written = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    /** Writes so many rows, then its disk is full. */
    private RowFile file(int most) {
        return new RowFile() {
            @Override
            public void write(List<Value> cells) throws IOException {
                if (written.size() == most) {
                    throw new IOException("No space left on device");
                }
                written.add(cells);
            }

            @Override
            public void describe(String name, String text) {
                said.add(name + " after " + written.size());
            }

            @Override
            public void close() {
                said.add("closed after " + written.size());
            }
        };
    }

    private static List<Value> row(int number) {
        return Collections.nCopies(3, Value.number("" + number));
    }

    @Test
    void rowsAreWrittenInTheirOrderBeforeTheFileIsDescribedAndClosed() throws IOException {
        try (RowFile file = new RowsAside(file(ROWS))) {
            for (int i = 0; i < ROWS; i++) {
                file.write(row(i));
            }
            file.describe("all", "");
        }

        assertThat(written)
                .isEqualTo(IntStream.range(0, ROWS).mapToObj(RowsAsideTest::row).toList());
        assertThat(said).containsExactly("all after " + ROWS, "closed after " + ROWS);
    }

    @Test
    void aFailureOfTheFileIsThrownAndTheFileIsClosed() {
        assertThatThrownBy(() -> {
                    try (RowFile file = new RowsAside(file(7))) {
                        for (int i = 0; i < ROWS; i++) {
                            file.write(row(i));
                        }
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        assertThat(said).containsExactly("closed after 7");
    }

    @Test
    void aFailureAtTheLastRowIsThrownWhenTheFileIsClosed() throws IOException {
        RowFile file = new RowsAside(file(0));
        file.write(row(1));

        assertThatThrownBy(file::close).isInstanceOf(IOException.class);
        assertThat(said).containsExactly("closed after 0");
    }
}
