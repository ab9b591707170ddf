package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the table is not written twice, however the table is named. */
class ServeAgainTest {

    private static final String SERVE = "serve --model eos3b5e --store {dir}/store --worker 1";
    private static final String KEPT =
            "precalc: part-0001 of eos3b5e run r is already served: kept (--force writes it again)\n";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void aPartitionThatIsServed() {
        scene = new Scene(folder)
                .file("lib.csv", "smiles", "CCO", "CCN")
                .after("predict --model eos3b5e --runner embedded --store {dir}/store --library {dir}/lib.csv --run r")
                .after(SERVE);
    }

    @Test
    void whatIsInTheTableIsKeptAndThatIsSaid() throws IOException {
        byte[] before = Files.readAllBytes(scene.path("store/predictions.db"));

        assertThat(scene.run(SERVE).err()).contains(KEPT);

        assertThat(scene.path("store/predictions.db")).hasBinaryContent(before);
    }

    @Test
    void anotherNameOfTheSameFileIsNoOtherTable() throws IOException {
        Files.createSymbolicLink(scene.path("link"), scene.path("store"));

        assertThat(scene.run(SERVE + " --table sqlite:{dir}/link/predictions.db")
                        .err())
                .contains(KEPT);
        assertThat(scene.run("serve --model eos3b5e --store {dir}/store --table sqlite:{dir}/link/predictions.db")
                        .out())
                .isEqualTo("nothing to serve: every predicted partition is in the table\n");
        assertThat(scene.run("finish --model eos3b5e --store {dir}/store --table sqlite:{dir}/link/predictions.db")
                        .code())
                .isZero();
    }

    @Test
    void aTableThatWasRemovedAndMadeAnewIsServedAgain() {
        scene.delete("store/predictions.db");
        assertThat(scene.run("finish --model eos3b5e --store {dir}/store").code())
                .isEqualTo(ExitCode.INCOMPLETE);

        assertThat(scene.run(SERVE).err()).doesNotContain(KEPT);

        assertThat(scene.run("finish --model eos3b5e --store {dir}/store").code())
                .isZero();
        assertThat(scene.run(SERVE).err()).contains(KEPT);
    }

    @Test
    void anotherTableIsServedToo() {
        assertThat(scene.run(SERVE + " --table sqlite:{dir}/other.db").err()).doesNotContain(KEPT);

        assertThat(scene.path("other.db")).exists();
    }

    @Test
    void forceWritesItAgain() {
        assertThat(scene.run(SERVE + " --force").err()).doesNotContain(KEPT);
    }
}
