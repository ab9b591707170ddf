package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report that finish and run leave and report makes again, of whole runs, half ones and broken ones. */
class ReportTest {

    private static final String E = " --model eos3b5e --runner embedded --store {dir}/store --library {dir}/lib.csv ";
    private static final String STORE = " --model eos3b5e --store {dir}/store ";
    private static final String RUN = "store/out/eos3b5e/r/";
    private static final String PAGE = RUN + "report.html";

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void aLibraryOfFourMoleculesOneOfThemBroken() {
        scene = new Scene(folder).file("lib.csv", "smiles", "CCO", "CCN", "c1ccccc1", "C1");
    }

    /** The report made again, which must go well. */
    private String report(String options) {
        Precalc.Result result = scene.run("report" + STORE + options);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("precalc: report of run r: %s/%s%n".formatted(folder, PAGE));
        return scene.text(PAGE);
    }

    private String row(String name, String... cells) {
        return "<th scope=\"row\">%s</th><td>%s</td>".formatted(name, String.join("</td><td>", cells));
    }

    @Test
    void runLeavesOneAndReportMakesTheSameAgain() {
        scene.run("run" + E + "--run r --workers 2 --max-reject-rate 1");
        String first = scene.text(PAGE);
        String again = report("");

        assertThat(again.replaceAll("as of [^<]*", "")).isEqualTo(first.replaceAll("as of [^<]*", ""));
        assertThat(first)
                .contains("<strong>Complete.</strong> Every row is accounted for: 3 of 4 predicted, 1 rejected.")
                .contains(row("rows in", "4"), row("= predicted", "3", "75.0 %"), row("= in the table", "3", "100.0 %"))
                .contains(row("verified", "3"), "Counted by finish at ")
                .contains("<td class=\"t\">C1</td>", "All 2 workers got the same answers")
                .contains("mol_weight</figcaption>", "<dt>numbers</dt><dd>3</dd>", "<dt>range</dt><dd>45.0")
                .contains("<h1>Molecular weight <span>eos3b5e v1.0.0</span></h1>", "No slow or failed partition: ")
                .contains("precalc rejects --model eos3b5e --run r --store " + folder + "/store</pre>")
                .doesNotContain("runner minutes", "USD", "write unit", "wave");
    }

    @Test
    void aRunWithMoreRejectsThanAllowedIsNotCalledCompleteWhoeverReportsIt() {
        assertThat(scene.run("run" + E + "--run r").code()).isEqualTo(3);
        String said = "<p class=\"verdict open\"><strong>Too many rejects.</strong> Every row is accounted for: 3 of 4 "
                + "predicted, 1 rejected. 25.0 % of rows were rejected, 10 % are allowed.";
        assertThat(scene.text(PAGE)).contains(said).doesNotContain("Complete.");
        assertThat(report("")).contains(said);

        assertThat(scene.run("finish" + STORE + "--run r --max-reject-rate 0.25")
                        .code())
                .isZero();
        assertThat(scene.text(PAGE)).contains("<strong>Complete.</strong>").doesNotContain("Too many");
    }

    @Test
    void itGoesToAFileTooAndItsFactsAreJson() throws JsonProcessingException {
        scene.run("run" + E + "--run r --workers 2 --max-reject-rate 1");

        assertThat(scene.run("report" + STORE + "--output {dir}/mine.html").out())
                .isEmpty();
        assertThat(scene.text("mine.html")).isEqualTo(scene.text(PAGE));
        JsonNode facts = Json.MAPPER.readTree(
                scene.run("report" + STORE + "--format json -q").out());
        assertThat(facts.at("/counts/rows_in").asInt()).isEqualTo(4);
        assertThat(facts.at("/partitions")).hasSize(2);
        assertThat(facts.at("/partitions/0/resources/cpu_seconds").isNumber()).isTrue();
        assertThat(facts.at("/columns/all/0/name").asText()).isEqualTo("mol_weight");
        assertThat(facts.at("/cost/actual/write_units").isNull()).isTrue();
    }

    @Test
    void itsCommandDoesAllOfItAgain() throws JsonProcessingException {
        scene.run("run" + E + "--run r --workers 2 --max-reject-rate 1");
        String command = Json.MAPPER
                .readTree(scene.run("report" + STORE + "--format json -q").out())
                .at("/repeat")
                .asText();
        assertThat(command).startsWith("precalc run --model eos3b5e --new-run --library ");

        assertThat(scene.run(command.substring("precalc ".length()) + " --max-reject-rate 1")
                        .out())
                .contains(": 4 rows in, 3 predicted, 3 served, 0 duplicates, 1 rejected");
    }

    @Test
    void finishLeavesOneAlsoWhenRowsAreMissing() {
        scene.run("plan" + E + "--run r --workers 3");
        scene.run("predict" + E + "--run r --worker 2 --workers 3");

        assertThat(scene.run("finish" + STORE).code()).isEqualTo(4);
        assertThat(scene.text(PAGE))
                .contains("<strong>Unfinished.</strong> Of 3 slices, 2 are not predicted and 1 is not served.")
                .contains(row("+ not predicted", "3", "75.0 %"), row("+ not served", "1", "100.0 %"));
    }

    @Test
    void aRunThatDoesNotExistIsSaidSo() {
        scene.run("run" + E + "--run r");

        Precalc.Result result = scene.run("report" + STORE + "--run r2");

        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).startsWith("precalc: no run r2 of eos3b5e in ");
    }

    @Test
    void aHalfWrittenRunIsToldSliceBySlice() {
        scene.run("plan" + E + "--run r --workers 4");
        scene.run("predict" + E + "--run r --worker 1 --workers 4");
        scene.run("predict" + E + "--run r --worker 2 --workers 4");
        scene.run("serve" + STORE + "--worker 1");
        scene.cut(RUN + "part-0002.json", 100);
        scene.bytes(RUN + "checkpoints/0003/batch-000000002-000000003.json", "{}");
        scene.bytes(RUN + "part-0004.log", "loading\nout of memory\n");

        String page = report("");

        assertThat(page)
                .contains("Of 4 slices, 3 are not predicted")
                .contains("part-0002.json is not a PartitionManifest")
                .contains("1 slice failed, leaving a log but neither a partition nor a batch: worker 4")
                .contains("<th scope=\"row\">part-0002</th><td class=\"t\">predicting</td>")
                .contains("part-0004 failed: the last 2 lines", "loading\nout of memory\n")
                .contains("<th scope=\"row\">part-0003</th><td class=\"t\">predicting</td>");
    }

    @Test
    void manifestsOfAnotherVersionOfTheProgramAreReadAsFarAsTheyGo() throws IOException {
        scene.run("run" + E + "--run r --workers 2 --max-reject-rate 1");
        for (int worker = 1; worker <= 2; worker++) {
            Files.delete(scene.path(RUN + "part-000%d.stats.json".formatted(worker)));
            String manifest = RUN + "part-000%d.json".formatted(worker);
            scene.bytes(
                    manifest,
                    scene.text(manifest)
                            .replaceFirst(
                                    "(?s)\"controls\" : \\[.*?\\],\\s*\"started\"", "\"colour\": \"red\", \"started\"")
                            .replaceFirst("\"model_seconds\" : [^,]*,", "")
                            .replaceFirst("(?s),\\s*\"model_title\".*", "}"));
        }

        assertThat(report(""))
                .contains("Nothing is known of the output columns")
                .contains("the partitions of worker 1-2.")
                .contains("No partition says what the model answered to control molecules.")
                .contains("<h1>Predictions of <span>eos3b5e v1.0.0</span></h1>")
                .doesNotContain("memory of a worker")
                .contains("<strong>Complete.</strong>");
    }

    @Test
    void partitionsOfAnotherVersionOfTheModelAreNoted() {
        scene.run("run" + E + "--run r --workers 2 --max-reject-rate 1");
        scene.replace(RUN + "part-0002.json", "\"v1.0.0\"", "\"v2.0.0\"");

        assertThat(report(""))
                .contains("part-0002 is of model version v2.0.0, others are of v1.0.0")
                .contains("<dd>v1.0.0, v2.0.0</dd>");
    }

    @Test
    void aColumnWithMarkupInItsNameStaysText() {
        scene.run("run" + E + "--run r");
        scene.replace(RUN + "part-0001.json", "\"mol_weight\"", "\"<img src=x onerror=alert(1)>\"");
        scene.replace(RUN + "part-0001.stats.json", "\"mol_weight\"", "\"<img src=x onerror=alert(1)>\"");

        assertThat(report(""))
                .contains("&lt;img src=x onerror=alert(1)&gt;</figcaption>")
                .doesNotContain("<img");
    }

    @Test
    void oneRowIsEnough() {
        scene.file("lib.csv", "smiles", "CCO");
        scene.run("run" + E + "--run r");

        assertThat(report(""))
                .contains("Every row is accounted for: 1 of 1 predicted, 0 rejected.")
                .contains("<dt>numbers</dt><dd>1</dd>", "<dt>range</dt><dd>46.07 to 46.07</dd>");
    }

    @Test
    void aRunOfEmptySlicesIsTold() {
        scene.file("lib.csv", "smiles", "CCO");
        scene.run("run" + E + "--run r --workers 9");

        assertThat(report("")).contains("8 empty slices are left out.", "1 of 1 predicted");
    }

    @Test
    void aRunWithoutRowsIsTold() {
        scene.run("plan" + E + "--run r --workers 1");
        scene.bytes(
                RUN + "plan.json",
                scene.text(RUN + "plan.json")
                        .replace("\"to\" : 4", "\"to\" : 0")
                        .replace("\"rows\" : 4", "\"rows\" : 0"));
        scene.run("finish" + STORE);

        assertThat(report(""))
                .contains("The library has no rows, so there was nothing to do.")
                .contains("When work on this run began is not known");
    }

    @Test
    void allRejectedIsTold() {
        scene.file("lib.csv", "smiles", "C1", "C2", "C(");
        scene.run("run" + E + "--run r --workers 2");

        assertThat(report(""))
                .contains("Every row is accounted for: 0 of 3 predicted, 3 rejected.")
                .contains("<td class=\"t\">predict</td><td>3</td><td>100.0 %</td>")
                .contains("Nothing is known of the output columns");
    }

    @Test
    void aLogWithControlCharactersIsShownWithoutThem() {
        scene.run("plan" + E + "--run r --workers 1");
        scene.bytes(RUN + "part-0001.log", "\u001b[31mred\u001b[0m\u0000\u0007 <b>\u202eevil</b>\r\nend\n");

        assertThat(report("")).contains("red &lt;b&gt;\ufffdevil&lt;/b&gt;\nend\n");
    }

    @Test
    void anImportedRunIsToldAsFarAsItIsKnown() {
        scene.imported("key,input,mw", Scene.ETHANOL + ",CCO,46");

        assertThat(report(""))
                .contains("<strong>Imported.</strong>", row("rows in", "not known"))
                .contains(row("molecules predicted", "not known", "not known"));
        scene.run("serve" + STORE);
        assertThat(report(""))
                .contains(row("= in the table", "1", "100.0 %"), row("items of the table", "not known", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"finish" + STORE, "run" + E + "--run r --max-reject-rate 1"})
    void aReportThatCannotBeWrittenIsAWarningAndNoVerdict(String command) throws IOException {
        scene.run("run" + E + "--run r --max-reject-rate 1");
        Files.delete(scene.path(PAGE));
        Files.createDirectories(scene.path(PAGE + "/full"));

        Precalc.Result result = scene.run(command + (command.startsWith("run") ? "" : "--max-reject-rate 1"));

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("4 rows in, 3 predicted, 3 served");
        assertThat(result.err())
                .contains("precalc: the report of run r is not written: ")
                .contains("to write it again: precalc report --model eos3b5e --run r --store ");
        assertThat(scene.run("report" + STORE).code()).isEqualTo(69);
    }

    @Test
    void whatWasPredictedAnewSinceFinishIsNotCountedAsFinishDid() {
        scene.run("run" + E + "--run r --max-reject-rate 1");
        scene.run("predict" + E + "--run r --worker 1 --workers 1 --force --max-reject-rate 1");

        assertThat(report(""))
                .contains("finish has not counted the partitions as they are now")
                .doesNotContain("Complete.");
    }

    @Test
    void whatWasPlannedIsWhatTheRunsBeforeTold() {
        scene.run("run" + E + "--run r0 --max-reject-rate 1");
        scene.run("run" + E + "--run r --workers 2 --max-reject-rate 1");

        assertThat(report("--run r")).contains("a molecule took as long as in run r0, 3 molecules");
        scene.run("report" + STORE + "--run r0");
        assertThat(scene.text("store/out/eos3b5e/r0/report.html"))
                .contains("No earlier run shows how long a molecule takes");
    }
}
