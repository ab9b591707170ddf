package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ersilia.precalc.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What serve and finish say of a table that lost what it was given. */
class VerifyTest {

    private static final String E = " --model eos3b5e --runner embedded --store {dir}/store --library {dir}/lib.csv ";
    private static final String STORE = " --model eos3b5e --store {dir}/store ";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void aServedRun() {
        scene = new Scene(folder)
                .file("lib.csv", "smiles", "CCO", "CCN", "C", "CC")
                .after("run" + E + "--run r --workers 2");
    }

    /** The second molecule of the first partition: by the first one serve sees that it is there. */
    private void loseEthylamine() throws SQLException {
        try (Connection table = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store/predictions.db"));
                Statement delete = table.createStatement()) {
            delete.executeUpdate("DELETE FROM predictions WHERE input_key = '" + Scene.ETHYLAMINE + "'");
        }
    }

    @Test
    void serveEndsWith69AndNamesWhatIsWrongAfterItTriedTheOthers() throws SQLException {
        loseEthylamine();

        Precalc.Result wrong = scene.run("serve" + STORE + "--partitions 1,2 --verify all");

        assertThat(wrong.code()).isEqualTo(69);
        assertThat(wrong.err())
                .contains("precalc: part-0001: 1 of 2 items are not in sqlite:" + folder
                        + "/store/predictions.db as they were served; first: " + Scene.ETHYLAMINE
                        + ": serve it again with --force");
        assertThat(wrong.out()).contains("; 2 of 2 items verified, 1 wrong\n", "; 2 of 2 items verified, 0 wrong\n");
        assertThat(Files.exists(folder.resolve("store/out/eos3b5e/r/part-0001.served.json")))
                .isFalse();
        assertThat(scene.run("status" + STORE).out()).contains("1 predicted, 1 served");

        Precalc.Result again = scene.run("serve" + STORE + "--verify sample");
        assertThat(again.code()).isZero();
        assertThat(again.out()).startsWith("part-0001: 2 rows").contains("; 2 of 2 items verified, 0 wrong\n");
        assertThat(scene.run("finish" + STORE).code()).isZero();
    }

    @Test
    void finishEndsWith4AndNamesThePartitionUnlessItIsToldNotToLook() throws SQLException, JsonProcessingException {
        loseEthylamine();

        Precalc.Result blind = scene.run("finish" + STORE + "--verify none");
        Precalc.Result seeing = scene.run("finish" + STORE + "--format json");

        assertThat(blind.code()).isZero();
        assertThat(blind.out()).doesNotContain("verified");
        assertThat(seeing.code()).isEqualTo(4);
        assertThat(seeing.err())
                .contains("precalc: 1 row is unaccounted for in run r: not in the table as served: part-0001;");
        assertThat(Json.MAPPER.readTree(seeing.out()).get("verified").asInt()).isEqualTo(4);
        assertThat(scene.run("serve" + STORE + "--format json --verify all").out())
                .contains("\"verified\" : 2", "\"wrong\" : 0");
        assertThat(scene.run("finish" + STORE).out()).contains("; 4 of 4 items verified");
    }
}
