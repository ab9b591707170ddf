package io.ersilia.precalc.model.ersilia;

import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in of the other tests. */
class StandInErsiliaTest implements ErsiliaContract {

    private final InstalledErsilia ersilia;

    StandInErsiliaTest(@TempDir Path folder) throws IOException {
        this.ersilia = new StandIn(FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0"));
    }

    @Override
    public InstalledErsilia ersilia() {
        return ersilia;
    }

    private record StandIn(FakeErsiliaHome home) implements InstalledErsilia {

        @Override
        public Path program() {
            return FakeErsiliaHome.program();
        }

        @Override
        public Map<String, String> environment() {
            return home.environment();
        }

        @Override
        public ModelId model() {
            return new ModelId("eos3b5e");
        }

        @Override
        public List<String> columns() {
            return FakeModel.COLUMNS;
        }

        @Override
        public List<List<String>> cells(List<String> smiles) {
            return smiles.stream().map(FakeModel::cells).toList();
        }

        @Override
        public void faults(String... namesAndMolecules) throws IOException {
            home.faults(namesAndMolecules);
        }

        @Override
        public Set<ProcessHandle> living() {
            return home.living();
        }

        @Override
        public void endAll() {
            home.close();
        }
    }
}
