package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.model.ersilia.fake.FakeModelServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} finds of the programs and servers that run models. */
class DoctorRunnerTest {

    private final Path folder;
    private final Scene scene;
    private final FakeErsiliaHome home;
    private final Map<String, String> environment = new HashMap<>();

    DoctorRunnerTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        scene = new Scene(folder).file("lib.csv", "smiles", "CCO");
        home = FakeErsiliaHome.in(folder);
    }

    @AfterEach
    void endWhatIsLeft() {
        home.close();
    }

    private Examined doctor(String options) throws IOException {
        return Examined.by(scene, environment, options);
    }

    @Test
    void theErsiliaCliIsFoundInItsVersionAndItsModelsAre() throws IOException {
        environment.putAll(home.environment());
        home.installed("eos3b5e", "v1.2.3");
        String options = "--store {dir}/store --library {dir}/lib.csv --ersilia " + FakeErsiliaHome.program();

        assertThat(doctor(options + " -m eos3b5e").found("runner"))
                .isEqualTo("ersilia: %s is version 0.1.63; eos3b5e: it is fetched, version v1.2.3"
                        .formatted(FakeErsiliaHome.program()));
        assertThat(doctor(options + " -m eos4e40").found("runner"))
                .endsWith("eos4e40: it is not fetched yet: the first worker on this machine does that");
        assertThat(home.commands()).containsOnly("--version");

        Examined absent = doctor("--store {dir}/store --library {dir}/lib.csv --ersilia {dir}/no-such-program");
        assertThat(absent.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(absent.found("runner")).startsWith("%s/no-such-program cannot be run (".formatted(folder));
        assertThat(absent.remedy("runner")).contains("install the Ersilia CLI");
    }

    @Test
    void dockerIsFoundAndTheModelsImage() throws IOException {
        environment.putAll(home.environment());
        String options = "--runner docker -m eos3b5e --store {dir}/store --library {dir}/lib.csv --docker "
                + FakeErsiliaHome.program().resolveSibling("docker");

        Examined found = doctor(options);

        assertThat(found.code()).isZero();
        assertThat(found.found("runner"))
                .contains(" reaches Docker ")
                .endsWith("its image is not on this machine yet: the first worker here pulls it");
        Examined absent = doctor(options + "-absent");
        assertThat(absent.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(absent.remedy("runner")).startsWith("install Docker");
    }

    @Test
    void aModelServerIsFoundAndWhatItServes() throws IOException {
        environment.putAll(home.environment());
        String options = "--runner http --store {dir}/store --library {dir}/lib.csv --model-url ";
        try (FakeModelServer server = FakeModelServer.start(home.eos())) {
            assertThat(doctor(options + server.url()).found("runner"))
                    .isEqualTo("http: a model server answers at %s".formatted(server.url()));
            assertThat(doctor(options + server.url() + " -m eos3b5e").found("runner"))
                    .endsWith("; eos3b5e: %s runs it, version v1.0.0".formatted(server.url()));
            Examined other = doctor(options + server.url() + " -m eos4e40");
            assertThat(other.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(other.found("runner")).endsWith("runs eos3b5e, not eos4e40");
        }
        Examined absent = doctor(options + "http://127.0.0.1:1");
        assertThat(absent.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(absent.found("runner"))
                .isEqualTo("no model server answers at http://127.0.0.1:1: connection refused");
        assertThat(absent.remedy("runner")).isEqualTo("start it or correct --model-url");
    }
}
