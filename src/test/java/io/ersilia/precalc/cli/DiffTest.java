package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.table.Items;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two runs compared; that the figures are those of SciPy and pandas is in DiffIT. */
class DiffTest {

    private static final String STORE = " --store {dir}/store";
    private static final String RUN = "run --runner embedded --max-reject-rate 1 -q --model eos3b5e" + STORE;
    private static final String ETHANE = "OTMSDBZUPAUEDD-UHFFFAOYSA-N";
    private static final String MODEL = " --model eos3b5e" + STORE;

    @TempDir
    private Path folder = Path.of("");

    private Scene scene() {
        return new Scene(folder);
    }

    private Scene library(String... smiles) {
        return scene().file("lib.csv", ("smiles\n" + String.join("\n", smiles)).split("\n", -1));
    }

    private Precalc.Result diff(String arguments) {
        return scene().run(Map.of(), "diff " + arguments + MODEL);
    }

    private JsonNode json(String arguments) throws IOException {
        Precalc.Result result = diff(arguments + " --format json");
        assertThat(result.code()).as(result.err()).isIn(ExitCode.DONE, ExitCode.DIFFERENT);
        JsonNode found = Json.MAPPER.readTree(result.out());
        assertThat(result.code() == ExitCode.DIFFERENT)
                .isEqualTo(found.path("different").asBoolean());
        return found;
    }

    /** A run of one partition as another program would have made it. */
    private void imported(String run, String... lines) {
        scene().bytes("store/out/eos3b5e/%s/part-0001.csv".formatted(run), String.join("\n", lines) + "\n");
    }

    /** Changes the partition of a complete run, and what its manifests say of it. */
    private void change(String run, String old, String by) throws IOException {
        String of = "store/out/eos3b5e/%s/".formatted(run);
        String before = Sha256.hex(scene().path(of + "part-0001.csv"));
        scene().replace(of + "part-0001.csv", old, by);
        String after = Sha256.hex(scene().path(of + "part-0001.csv"));
        scene().replace(of + "part-0001.json", before, after).replace(of + "part-0001.served.json", before, after);
    }

    @Test
    void twoRunsOfOneLibraryAreEqual() {
        Scene scene = library("CCO", "C1", "CCC", "OCC", "*", "CC", "CCN")
                .after(RUN + " --run r --workers 3 --library {dir}/lib.csv")
                .after(RUN + " --run s --workers 2 --library {dir}/lib.csv");

        assertThat(diff("r s")).isEqualTo(new Precalc.Result(0, """
                eos3b5e: A is run r (v1.0.0), B is run s (v1.0.0)
                molecules: 4 in both, 0 only in A, 0 only in B, 0 rejected in A alone, 0 rejected in B alone
                mol_weight: 4 equal, 0 changed
                equal: nothing changed
                """, ""));
        assertThat(scene.listing()).noneMatch(file -> file.contains("diff"));
    }

    @Test
    void aChangedValueIsShownWithItsMoleculeAndStopsAPipelineUnlessTolerated() throws IOException {
        library("CCO", "CCN", "CC", "CCC")
                .after(RUN + " --run r --workers 1 --library {dir}/lib.csv")
                .after(RUN + " --run s --workers 1 --library {dir}/lib.csv");
        change("s", "46.069", "46.169");
        change("s", "30.07", "30.06");

        assertThat(diff("r s"))
                .isEqualTo(new Precalc.Result(ExitCode.DIFFERENT, """
                eos3b5e: A is run r (v1.0.0), B is run s (v1.0.0)
                molecules: 4 in both, 0 only in A, 0 only in B, 0 rejected in A alone, 0 rejected in B alone
                mol_weight: 2 equal, 2 changed
                  change: min -0.01, p01 -0.0097, p05 -0.0085, p25 -0.0025, median 0, p75 0.025, p95 0.085, p99 0.097, max 0.1
                  distributions: correlation 0.999982, Kolmogorov-Smirnov 0.25, Wasserstein 0.0275
                  %s  46.069 -> 46.169  CCO
                  %s  30.07 -> 30.06  CC
                different: 2 values changed
                """.formatted(Scene.ETHANOL, ETHANE), ""));
        assertThat(diff("r s --tolerance 0.1").code()).isZero();
        assertThat(diff("r s --tolerance 0.01 --relative 0.003").out())
                .contains("mol_weight: 2 equal, 2 within the tolerance, 0 changed\n")
                .endsWith("equal: nothing changed by more than the tolerance\n");
        assertThat(diff("r s --tolerance 0.0999").out())
                .endsWith("different: 1 value changed by more than the tolerance\n");
    }

    @Test
    void whatOnlyOneOfThemPredictsIsADifferenceInCoverage() throws IOException {
        imported(
                "a",
                "key,input,v",
                Scene.ETHANOL + ",CCO,1",
                Items.key(1) + ",C,2",
                Items.key(2) + ",C,1e300", // rejected
                Items.key(3) + ",C,1e300",
                Items.key(4) + ",C,4",
                "no key,C,4");
        imported(
                "b",
                "key,input,v",
                Scene.ETHANOL + ",OCC,7",
                Scene.ETHANOL + ",CCO,1", // the later row counts
                Items.key(1) + ",C,",
                Items.key(2) + ",C,5",
                Items.key(3) + ",C,",
                Items.key(5) + ",C,5",
                Items.key(6) + ",C,5");

        JsonNode found = json("a b --partial");

        assertThat(found.path("coverage"))
                .isEqualTo(
                        Json.MAPPER.readTree(
                                "{\"both\":1,\"only_a\":1,\"only_b\":2,\"rejected_in_a\":1,\"rejected_in_b\":1,\"neither\":1}"));
        assertThat(found.path("verdict").asText())
                .isEqualTo("different: 5 molecules are predicted by one of them only");
        assertThat(json("a b --partial --common").path("verdict").asText())
                .isEqualTo("equal: 5 molecules are predicted by one of them only");
    }

    @Test
    void everyKindOfChangeOfAValueIsCountedOnce() throws IOException {
        imported(
                "a",
                "key,input,n,t",
                Items.key(1) + ",C,12345678901234567890123456789012345678,x",
                Items.key(2) + ",CC,1.50,x",
                Items.key(3) + ",CCC,,y",
                Items.key(4) + ",CCCC,4,",
                Items.key(5) + ",CCCCC,five,y",
                Items.key(6) + ",CCCCCC,NaN,y");
        imported(
                "b",
                "key,input,t,n", // by name, in whatever order
                Items.key(1) + ",C,x,12345678901234567890123456789012345679",
                Items.key(2) + ",CC,y,15e-1",
                Items.key(3) + ",CCC,y,3",
                Items.key(4) + ",CCCC,,",
                Items.key(5) + ",CCCCC,1,5",
                Items.key(6) + ",CCCCCC,y,nan");
        imported("b", scene().text("store/out/eos3b5e/b/part-0001.csv").replace("CCCC,,\n", "CCCC,z,\n"));

        JsonNode columns = json("a b --partial").path("columns");

        JsonNode n = columns.path(0);
        assertThat(n.path("column").asText()).isEqualTo("n");
        assertThat(List.of(
                        n.path("equal").asInt(),
                        n.path("changed").asInt(),
                        n.path("missing_in_a").asInt(),
                        n.path("missing_in_b").asInt()))
                .containsExactly(2, 2, 1, 1);
        assertThat(n.path("movers").path(0).path("change").asDouble()).isEqualTo(1);
        assertThat(n.path("movers").path(0).path("b").asText()).isEqualTo("12345678901234567890123456789012345679");
        assertThat(n.path("movers").findValuesAsText("key"))
                .containsExactlyElementsOf(java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(Items.key(1).value()),
                                java.util.stream.Stream.of(3, 4, 5)
                                        .map(i -> Items.key(i).value())
                                        .sorted())
                        .toList());
        JsonNode t = columns.path(1);
        assertThat(t.path("numbers").path("pairs").asInt()).isZero();
        assertThat(t.path("numbers").path("drift").isNull()).isTrue();
        assertThat(t.path("categories")).isEqualTo(Json.MAPPER.readTree("""
                        [{"a":"","b":"z","molecules":1},{"a":"x","b":"x","molecules":1},
                         {"a":"x","b":"y","molecules":1},{"a":"y","b":"1","molecules":1},
                         {"a":"y","b":"y","molecules":2}]"""));
        assertThat(diff("a b --partial").out())
                .contains("\n  y -> 1: 1 molecule\n", "\n  (missing) -> z: 1 molecule\n", "five -> 5");
    }

    @Test
    void theBarsSpanAllNumbersAndTheMoversAreThoseThatMovedMost() throws IOException {
        List<String> a = new ArrayList<>(List.of("key,input,v"));
        List<String> b = new ArrayList<>(List.of("key,input,v"));
        for (int i = 0; i < 25; i++) {
            a.add(Items.key(i) + ",C," + i);
            b.add(Items.key(i) + ",C," + 2 * i);
        }
        imported("a", a.toArray(String[]::new));
        imported("b", b.toArray(String[]::new));

        JsonNode column = json("a b --partial").path("columns").path(0);

        List<String> bars = new ArrayList<>();
        column.path("numbers")
                .path("histogram")
                .forEach(bar -> bars.add("%d to %d: %d %d"
                        .formatted(
                                bar.path("from").asInt(),
                                bar.path("to").asInt(),
                                bar.path("a").asInt(),
                                bar.path("b").asInt())));
        assertThat(bars)
                .hasSize(24)
                .startsWith("0 to 2: 2 1", "2 to 4: 2 1")
                .endsWith("44 to 46: 0 1", "46 to 48: 0 2");
        assertThat(column.path("movers").findValuesAsText("a"))
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "" + (24 - i)).toList());
    }

    @Test
    void theTableIsComparedAsLookupsSeeIt() {
        Scene scene = library("CCO", "CCN", "CC").after(RUN + " --run r --library {dir}/lib.csv");
        scene.file("lib.csv", "smiles", "CCO", "CC", "CCC")
                .after(RUN + " --run s --library {dir}/lib.csv --table sqlite:{dir}/other.db");

        assertThat(scene.steady(diff("table s").out())).isEqualTo("""
                eos3b5e: A is table sqlite:{dir}/store/predictions.db (v1.0.0), B is run s (v1.0.0)
                molecules: 2 in both, A not asked for others, 1 only in B, 0 rejected in A alone, 0 rejected in B alone
                mol_weight: 2 equal, 0 changed
                different: 1 molecule is predicted by one of them only
                """);
        assertThat(diff("s table --table sqlite:{dir}/other.db".replace("{dir}", folder.toString())))
                .satisfies(result -> assertThat(result.code()).isZero())
                .satisfies(result -> assertThat(result.out())
                        .contains("molecules: 3 in both, 0 only in A, B not asked for others, "));
        assertThat(diff("r table").code()).isZero();
    }

    @Test
    void itemsOfTheTableThatHaveOtherColumnsAreNotThere() {
        Scene scene = library("CCO", "CC").after(RUN + " --run r --library {dir}/lib.csv");
        imported("i", "key,input,other", Scene.ETHANOL + ",CCO,5");
        imported("j", "key,input,other", Scene.ETHANOL + ",CCO,5", ETHANE + ",CC,6");
        scene.after("serve --force -q --model eos3b5e --run i" + STORE);

        Precalc.Result result = diff("table j --partial");

        assertThat(result.err())
                .endsWith(
                        "precalc: 1 item of the table is of another version with other columns: taken as not there\n");
        assertThat(result.out())
                .contains("molecules: 1 in both, A not asked for others, 1 only in B, ")
                .contains("other: 1 equal, 0 changed\n");
    }

    @Test
    void aVersionIsItsNewestCompleteRun() {
        library("CCO", "CC")
                .after(RUN + " --run old --library {dir}/lib.csv")
                .after(RUN + " --run new --library {dir}/lib.csv");
        String manifest = "store/out/eos3b5e/new/";
        scene().replace(manifest + "plan.json", "\"v1.0.0\"", "\"v1.1.0\"")
                .replace(manifest + "part-0001.json", "\"v1.0.0\"", "\"v1.1.0\"")
                .after("plan --runner embedded --model eos3b5e --run newest --library {dir}/lib.csv -o {dir}/p" + STORE)
                .replace("store/out/eos3b5e/newest/plan.json", "\"v1.0.0\"", "\"v1.1.0\"");

        assertThat(diff("v1.0.0 v1.1.0").out()).startsWith("eos3b5e: A is run old (v1.0.0), B is run new (v1.1.0)\n");
        assertThat(diff("v1.0.0 v2").err())
                .contains("no run or version 'v2' of eos3b5e in ")
                .contains("new (v1.1.0)")
                .contains("old (v1.0.0)");
    }

    /** Whatever the partitions hold. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aRunIsEqualToItselfAndAllCountsAddUp(long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, String> a = predictions(random, "a");
        Map<String, String> b = predictions(random, "b");

        assertThat(diff("a a --partial --format json").code()).isZero();
        JsonNode self = json("a a --partial");
        assertThat(self.path("values_beyond").asLong()).isZero();
        assertThat(self.path("coverage").path("both").asLong()).isEqualTo(a.size());
        for (JsonNode column : self.path("columns")) {
            assertThat(column.path("equal").asLong()).isEqualTo(a.size());
            assertThat(column.path("movers")).isEmpty();
            assertThat(column.path("numbers")
                            .path("drift")
                            .path("kolmogorov_smirnov")
                            .asDouble())
                    .isZero();
            assertThat(column.path("numbers").path("pearson").asDouble(1)).isCloseTo(1, within(1e-12));
        }

        JsonNode found = json("a b --partial --tolerance 2");
        JsonNode coverage = found.path("coverage");
        long both = a.keySet().stream().filter(b::containsKey).count();
        assertThat(coverage.path("both").asLong()).isEqualTo(both);
        assertThat(both
                        + coverage.path("only_a").asLong()
                        + coverage.path("rejected_in_b").asLong())
                .isEqualTo(a.size());
        assertThat(both
                        + coverage.path("only_b").asLong()
                        + coverage.path("rejected_in_a").asLong())
                .isEqualTo(b.size());
        for (JsonNode column : found.path("columns")) {
            long counted = 0;
            for (String kind : List.of("equal", "within", "changed", "missing_in_a", "missing_in_b")) {
                counted += column.path(kind).asLong();
            }
            assertThat(counted).isEqualTo(both);
        }
        JsonNode other = json("b a --partial --tolerance 2");
        assertThat(other.path("values_beyond")).isEqualTo(found.path("values_beyond"));
        assertThat(other.path("coverage").path("only_a")).isEqualTo(coverage.path("only_b"));
    }

    /** Makes a run of random rows, some of them rejected, some twice; returns those that count. */
    private Map<String, String> predictions(Random random, String run) {
        Map<String, String> last = new TreeMap<>();
        List<String> lines = new ArrayList<>(List.of("key,input,v,w"));
        for (int i = 0; i < 60; i++) {
            String key = Items.key(random.nextInt(40)).value();
            String v = random.nextInt(5) == 0 ? "" : "" + random.nextInt(20) / 4.0;
            String w = random.nextInt(5) == 0 ? "" : random.nextInt(9) == 0 ? "1e200" : "c" + random.nextInt(3);
            lines.add(key + ",C," + v + "," + w);
            if (w.equals("1e200") || (v.isEmpty() && w.isEmpty())) {
                last.remove(key);
            } else {
                last.put(key, v + "," + w);
            }
        }
        imported(run, lines.toArray(String[]::new));
        return last;
    }

    @Test
    void distributionsOfManyColumnsAreSketchedAndSaySo() throws IOException {
        Random random = new Random(3);
        String names = IntStream.range(0, 70).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        List<String> a = new ArrayList<>(List.of("key,input," + names));
        List<String> b = new ArrayList<>(List.of("key,input," + names));
        for (int i = 0; i < 300; i++) {
            String start = Items.key(i) + ",C";
            StringBuilder ofA = new StringBuilder(start);
            StringBuilder ofB = new StringBuilder(start);
            for (int column = 0; column < 70; column++) {
                double value = random.nextGaussian();
                ofA.append(',').append(value);
                ofB.append(',').append(column == 69 ? value + 3 : value);
            }
            a.add(ofA.toString());
            b.add(ofB.toString());
        }
        imported("a", a.toArray(String[]::new));
        imported("b", b.toArray(String[]::new));

        JsonNode last = json("a b --partial").path("columns").path(69);

        JsonNode drift = last.path("numbers").path("drift");
        assertThat(drift.path("error").asDouble()).isBetween(0.01, 0.2);
        assertThat(drift.path("kolmogorov_smirnov").asDouble()).isBetween(0.8, 1.0);
        assertThat(last.path("changed").asLong()).isEqualTo(300);
        assertThat(diff("a b --partial").out())
                .contains("c69: 0 equal, 300 changed\n")
                .contains(
                        " (± ",
                        "20 of 70 columns are shown, those with the most changed values; all are in --format json");
    }

    @Test
    void thePageShowsTextsFromOutsideAsTheyAre() {
        imported("a", "key,input,\"<b>v</b>\",t", Items.key(1) + ",C,1,<i>", Items.key(2) + ",CC,2,y");
        imported("b", "key,input,\"<b>v</b>\",t", Items.key(1) + ",C,1,y", Items.key(2) + ",CC,5,y");

        Precalc.Result result = diff("a b --partial --format html --output " + folder.resolve("d.html"));

        assertThat(result.code()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(result.out()).isEmpty();
        assertThat(scene().text("d.html"))
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                .contains("<strong>Different:</strong> 2 values changed.")
                .contains("&lt;b&gt;v&lt;/b&gt;", "<th scope=\"row\">&lt;i&gt;</th>")
                .contains("Which value of A became which of B", "Kolmogorov–Smirnov distance")
                .doesNotContain("<b>", "<i>");
        assertThat(diff("a b --partial --format csv").err())
                .isEqualTo("precalc: --format csv: precalc diff has no rows to print: use --format text or json\n");
    }

    @ParameterizedTest(name = "diff {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "r r | 0 | ''",
                "r nope | 65 | no run or version 'nope' of eos3b5e in {dir}/store; there: r (v1.0.0), open (v1.0.0), n, k, j, i, e",
                "nope r | 65 | no run or version 'nope' of eos3b5e in {dir}/store; there: r (v1.0.0), open (v1.0.0), n, k, j, i, e",
                "table table | 2 | the table twice: compare it with a run, as in diff table RUN",
                "r open | 65 | run open of eos3b5e is not complete: not predicted: 2; not served: 1; go on with the run, or take what there is with --partial",
                "r i | 65 | run i of eos3b5e is not complete: it was imported, so that finish cannot account for its rows; go on with the run, or take what there is with --partial",
                "i e --partial | 5 | ''",
                "e e --partial | 0 | ''",
                "i j --partial | 65 | run i and run j have different columns, which cannot be compared; only in run i: mol_weight; only in run j: logp",
                "i k --partial | 65 | run i and run k have different columns, which cannot be compared; only in run k: logp",
                "n n --partial | 0 | ''",
                "r r --tolerance -1 | 2 | --tolerance -1: expected 0 or more, in at most 400 digits, e.g. 0.01",
                "r r --relative x | 2 | --relative x: expected a number (see precalc diff --help)",
                "table r --table sqlite:{dir}/none.db | 65 | no predictions of eos3b5e in sqlite:{dir}/none.db: serve a run first",
                "table r --table sqlite:{dir}/lib.csv | 69 | sqlite:{dir}/lib.csv is not an SQLite database: move the file away or name another with --table",
                "r | 2 | Missing required parameter: 'B' (see precalc diff --help)",
            })
    void whatCannotBeComparedIsSaidWithItsRemedy(String arguments, int code, String message) {
        Scene scene = library("CCO", "CCN")
                .after("predict --runner embedded --run open --worker 1 --workers 2 -q --library {dir}/lib.csv" + MODEL)
                .after(RUN + " --run r --library {dir}/lib.csv");
        imported("e", "key,input,mol_weight");
        imported("i", "key,input,mol_weight", Scene.ETHANOL + ",CCO,1");
        imported("j", "key,input,logp", Scene.ETHANOL + ",CCO,1");
        imported("k", "key,input,mol_weight,logp", Scene.ETHANOL + ",CCO,1,2");
        imported("n", "key,input,key,input,key", Scene.ETHANOL + ",CCO,1,2,3");

        Precalc.Result result = scene.run("diff " + arguments + MODEL);

        List<String> said = scene.steady(result.err())
                .lines()
                .filter(line -> !line.contains(": taken as far as it is"))
                .toList();
        assertThat(said).containsExactlyElementsOf(message.isEmpty() ? List.of() : List.of("precalc: " + message));
        assertThat(result.code()).isEqualTo(code);
    }

    @Test
    void partitionsThatAreNotWhatFinishCountedAreNotCompared() {
        Scene scene = library("CCO", "CCN").after(RUN + " --run r --library {dir}/lib.csv");
        library("CCO", "CC", "CCC").after(RUN + " --run s --library {dir}/lib.csv");

        assertThat(diff("r s").out()).contains("molecules: 1 in both, 1 only in A, 2 only in B, ");

        scene.replace("store/out/eos3b5e/r/account.json", "\"served\" : 2", "\"served\" : 3");

        for (String runs : List.of("r s", "s r")) {
            assertThat(diff(runs).err())
                    .isEqualTo(
                            "precalc: run r of eos3b5e: finish counted 3 molecules, its partitions have 2: finish it again\n");
        }

        scene.replace("store/out/eos3b5e/r/part-0001.csv", "46.069", "46.068");
        assertThat(diff("r r").err()).contains("part-0001 of eos3b5e run r has the SHA-256 ", ", its manifest says ");
        assertThat(diff("r r").code()).isEqualTo(ExitCode.INPUT);
    }
}
