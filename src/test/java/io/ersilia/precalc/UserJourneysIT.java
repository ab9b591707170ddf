package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.cli.Precalc;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three users from end to end, and what each reads: counts, reasons and the next command. Only what needs a terminal or a
 * server of its own is a process.
 */
class UserJourneysIT {

    private static final int ROWS = 22;
    private static final int WIDTH = 60;
    private static final Pattern CODES = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
    private static final String METHANE = "VNWKTOKETHGBQD-UHFFFAOYSA-N";
    private static final String BENZENE = "UHOVQNZJYSORNB-UHFFFAOYSA-N";

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void aLibraryWithOneBadRow() throws IOException {
        String alkanes = IntStream.range(1, ROWS)
                .mapToObj(length -> "C".repeat(length) + "\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("lib.csv"), "smiles\nC1\n" + alkanes);
    }

    /** How a command ended, and what it left on the screen. */
    private record Shown(int code, String screen) {

        /** As it was before it was broken into lines. */
        String text() {
            return screen.replaceAll("\\s+", " ").strip();
        }
    }

    private Map<String, Shown> inANarrowWindow(List<String> commands) throws Exception {
        String jar = "\"$JAVA\" -jar \"$JAR\" ";
        String script = commands.stream()
                .map(command -> "echo '== %s'; %s%s; echo \"== $?\"".formatted(command, jar, command))
                .collect(Collectors.joining("\n"));
        Map<String, String> environment = Map.of(
                "PATH", System.getenv().getOrDefault("PATH", ""),
                "HOME", folder.toString(),
                "TERM", "xterm-256color",
                "LC_ALL", "C.UTF-8",
                "JAVA", QuickJava.program().toString(),
                "JAR", PackagedPrecalc.jar().toString());
        try (PseudoTerminal terminal =
                PseudoTerminal.start(folder, environment, WIDTH, List.of("sh", "-c", script), "")) {
            String screen = CODES.matcher(terminal.await().screen()).replaceAll("");
            return Pattern.compile("(?s)== (.*?)\r\n(.*?)== (\\d+)\r\n")
                    .matcher(screen)
                    .results()
                    .collect(Collectors.toMap(
                            found -> found.group(1),
                            found -> new Shown(Integer.parseInt(found.group(3)), found.group(2))));
        }
    }

    private static Shown shown(Map<String, Shown> all, String command) {
        return Objects.requireNonNull(all.get(command), command);
    }

    @Test
    void aScientistOnALaptop() throws Exception {
        PseudoTerminal.require();
        String run = "run -m eos3b5e --runner embedded -i lib.csv --sample 20";

        Map<String, Shown> shown = inANarrowWindow(List.of(
                run,
                "status -m eos3b5e",
                "query -m eos3b5e -i lib.csv",
                "rejects -m eos3b5e",
                "report -m eos3b5e",
                run + " --workers 1",
                "doctor -m eos3b5e --runner embedded -i lib.csv",
                "run -m eos3b5e --runner embedded -i a-library-that-is-not-there-and-has-a-long-name.csv"));

        assertThat(shown(shown, run).code()).isZero();
        assertThat(shown(shown, run).text())
                .contains(
                        "20 rows in, 19 predicted, 19 served, 0 duplicates, 1 rejected (1 invalid_smiles), 0 unaccounted")
                .endsWith(
                        "precalc: 20 rows in: 19 stored, 1 rejected; next: precalc query --model eos3b5e --input FILE --store precalc-data"
                                + " precalc: look at it: ./precalc api --open --store precalc-data");
        assertThat(shown(shown, "status -m eos3b5e").text())
                .contains("of eos3b5e: 1 served", " 1 20 19 1 19 served")
                .endsWith("nothing is left to do");
        Shown query = shown(shown, "query -m eos3b5e -i lib.csv");
        assertThat(query.code()).isEqualTo(3);
        assertThat(query.screen().lines()).anyMatch(line -> line.startsWith(METHANE + ",C,16.043,stored,C,v1.0.0"));
        assertThat(query.text())
                .contains(
                        "precalc: 22 in: 19 stored, 2 missing, 1 invalid; exit code 3: 3 inputs have no prediction, the"
                                + " answer says why; next: precalc query --model eos3b5e --input lib.csv --missing missing.csv");
        Shown rejects = shown(shown, "rejects -m eos3b5e");
        assertThat(rejects.screen().lines()).anyMatch(line -> line.startsWith("1,,C1,screen,invalid_smiles,"));
        assertThat(shown(shown, "report -m eos3b5e").text()).contains("report.html");
        Shown again = shown(shown, run + " --workers 1");
        assertThat(again.code()).isZero();
        assertThat(again.text())
                .contains("of the same work is complete (20 rows): nothing to do; --new-run repeats it");
        assertThat(shown(shown, "doctor -m eos3b5e --runner embedded -i lib.csv")
                        .text())
                .contains("ok library ", "ok runner embedded: nothing is needed");
        assertThat(shown.entrySet())
                .filteredOn(one ->
                        !one.getKey().startsWith("query") && !one.getKey().startsWith("rejects")) // CSV
                .flatExtracting(one -> one.getValue().screen().lines().toList())
                .as("no line is broken by the terminal, which would do so in mid-word")
                .allMatch(line -> line.length() <= WIDTH || line.strip().matches("\\S+"));
    }

    private Precalc.Result precalc(String command) {
        return new Precalc()
                .with("HOME", folder.toString())
                .run(Stream.of(command.replace("{dir}", folder.toString()).split(" ", -1))
                        .toArray(String[]::new));
    }

    @Test
    void aDispatcherWithTwoMachinesForThreeSlices() throws IOException {
        String store = " -m eos3b5e --store {dir}/store --run r";
        String predict = "predict" + store + " --runner embedded -i {dir}/lib.csv --workers 3 --worker ";

        Precalc.Result plan = precalc("plan" + store + " --runner embedded -i {dir}/lib.csv --workers 3 --format json");
        assertThat(Json.MAPPER.readTree(plan.out()).at("/matrix/include").findValuesAsText("worker"))
                .containsExactly("1", "2", "3");
        assertThat(precalc(predict + 1).out()).startsWith("run r, worker 1 of 3: 7 rows in = 6 predicted + 1 rejected");
        assertThat(precalc(predict + 3).out()).startsWith("run r, worker 3 of 3: 8 rows in = 8 predicted + 0 rejected");
        assertThat(precalc("serve" + store).code()).isZero();

        Precalc.Result early = precalc("finish" + store);
        assertThat(early.code()).isEqualTo(4);
        assertThat(early.err())
                .contains("precalc: 7 rows are unaccounted for in run r: ")
                .contains("run the same command again, or predict and serve them");
        assertThat(precalc("status" + store).out())
                .contains("run r of eos3b5e: 1 missing, 2 served")
                .contains("to do: predict 1 slice (2): precalc predict --model eos3b5e --run r --worker 2 --workers 3");

        assertThat(precalc(predict + 1).err()).contains("is already predicted: kept (--force predicts it again)");
        assertThat(precalc(predict + 2).code()).isZero();
        assertThat(precalc("serve" + store).code()).isZero();
        Precalc.Result finish = precalc("finish" + store);
        assertThat(finish.code()).isZero();
        assertThat(finish.out()).startsWith("run r: 22 rows in, 21 predicted, 21 served, 0 duplicates, 1 rejected");
        assertThat(precalc("status" + store).out()).contains("3 served").endsWith("nothing is left to do\n");
    }

    @Test
    void aChemistWhoOnlyLooksUp() throws Exception {
        assertThat(precalc("run -q -m eos3b5e --runner embedded -i {dir}/lib.csv --store {dir}/store")
                        .code())
                .isZero();
        try (PackagedApi api =
                PackagedApi.start(new PackagedPrecalc(folder), "sqlite:" + folder.resolve("store/predictions.db"))) {
            var found = api.get("/predictions/" + METHANE);
            assertThat(found.statusCode()).isEqualTo(200);
            assertThat(Json.MAPPER
                            .readTree(found.body())
                            .at("/predictions/0/value/0")
                            .asText())
                    .isEqualTo("16.043");
            var unknown = api.get("/predictions/" + BENZENE);
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).contains("no model has a prediction for " + BENZENE);

            Precalc.Result asked = precalc("query --api " + api.url() + " --smiles C CC c1ccccc1 C1CC");

            assertThat(asked.code()).isEqualTo(3);
            List<String> rows = new ArrayList<>(asked.out().lines().toList());
            assertThat(rows.remove(0)).isEqualTo("key,input,model_id,column,value,status,model_version,reason");
            assertThat(rows.get(0)).isEqualTo(METHANE + ",C,eos3b5e,mol_weight,16.043,stored,v1.0.0,");
            assertThat(rows.get(1)).endsWith(",CC,eos3b5e,mol_weight,30.07,stored,v1.0.0,");
            assertThat(rows.get(2)).isEqualTo(BENZENE + ",c1ccccc1,,,,missing,,no prediction is stored");
            assertThat(rows.get(3)).startsWith(",C1CC,,,,invalid,,");
            assertThat(rows).hasSize(4);
        }
    }
}
