package io.ersilia.precalc.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.api.LookupInput;
import io.ersilia.precalc.api.MoleculeAnswer;
import io.ersilia.precalc.api.PredictionSource;
import io.ersilia.precalc.api.PredictionsAnswer;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnrichJobTest {

    /** Knows of no molecule, and remembers how many it was asked for at once. */
    private record Nothing(int columns, List<Integer> asked) implements PredictionSource {

        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public Optional<PredictionsAnswer> predictions(ModelId model, List<LookupInput> inputs) {
            asked.add(inputs.size());
            return Optional.of(PredictionsAnswer.unknown(model, inputs));
        }

        @Override
        public List<MoleculeAnswer> inAllModels(List<LookupInput> inputs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<CurrentModel> current(ModelId model) {
            return Optional.of(new CurrentModel("v1", Collections.nCopies(columns, "a"), null));
        }
    }

    /** Many records of one molecule, of which so many fill it. */
    private static final class Many implements MoleculeFile {
        private final int full;
        private int left = 6_000;
        private int kept;

        Many(int full) {
            this.full = full;
        }

        @Override
        public @Nullable Molecule next() {
            kept++;
            return left-- > 0 ? screening -> LookupInput.key("LFQSCWFLJHTTHZ-UHFFFAOYSA-N") : null;
        }

        @Override
        public boolean isFull() {
            return kept >= full;
        }

        @Override
        public void begin(List<String> names) {}

        @Override
        public void write(List<String> values) {
            kept--;
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @CsvSource({"1, 9999, 5000", "1, 3000, 3000", "497, 9999, 1000", "2047, 9999, 243", "9997, 9999, 100"})
    void asManyRecordsAreInMemoryAsTheirValuesAndTheFileAllow(int columns, int full, int most) throws IOException {
        Nothing source = new Nothing(columns, new ArrayList<>());

        new EnrichJob(source, List.of(new ModelId("eos3b5e")), Screening::new).run(new Many(full), more -> {});

        assertThat(source.asked().get(0)).isEqualTo(most);
        assertThat(source.asked().stream().mapToInt(one -> one).sum()).isEqualTo(6_000);
    }
}
