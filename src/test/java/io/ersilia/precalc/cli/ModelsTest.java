package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What store and table know of models, after runs that were whole, samples, repeated or overlapping. */
class ModelsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private Instant now = NOON;

    @BeforeEach
    void aLibraryOfEightRowsOfWhichTwoAreNoMolecules() {
        new Scene(folder).file("lib.csv", "smiles", "CCO", "CCN", "CCC", "C1", "CCF", "CCCl", "CC=O", "(");
    }

    private Precalc.Result precalc(String command) {
        Precalc.Result result = new Precalc()
                .with("HOME", folder.toString())
                .at(Clock.fixed(now, ZoneOffset.UTC))
                .run(Stream.of((command + " --store {dir}/store")
                                .replace("{dir}", folder.toString())
                                .split(" ", -1))
                        .toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }

    private void run(String options) {
        precalc("run --model eos3b5e --runner embedded --max-reject-rate 1 --library {dir}/lib.csv " + options);
    }

    private JsonNode known() throws JsonProcessingException {
        JsonNode models = Json.MAPPER.readTree(precalc("models --format json").out());
        assertThat(models).hasSize(1);
        return models.get(0);
    }

    @Test
    void aModelWithoutAFinishedRunIsRefusedWithTheNamesOfThoseThatHaveOne() {
        Scene scene = new Scene(folder);
        String command = "models --store {dir}/store --model eos9zzz";

        assertThat(scene.run(command))
                .satisfies(
                        result -> assertThat(result.code()).isEqualTo(65),
                        result ->
                                assertThat(result.err()).endsWith("/store; models with a finished run there: none\n"));
        run("--run r1");

        assertThat(scene.run(command))
                .satisfies(
                        result -> assertThat(result.code()).isEqualTo(65),
                        result -> assertThat(result.out()).isEmpty(),
                        result -> assertThat(result.err())
                                .isEqualTo(
                                        "precalc: no run of eos9zzz was finished in %s/store; models with a finished run there: eos3b5e\n"
                                                .formatted(folder)));
    }

    @Test
    void tellsWhatThereIsToChooseFrom() {
        run("--run r1");
        now = NOON.plus(Duration.ofDays(3));

        assertThat(precalc("models").out().lines())
                .containsExactly(
                        "model    title                              columns  predictions  version     date        coverage  rejected  in the table  run",
                        "eos3b5e  Molecular weight                         1            6  v1.0.0      2026-11-23    75.0 %    25.0 %  v1.0.0        r1",
                        "store %s/store, table sqlite:%1$s/store/predictions.db".formatted(folder));
    }

    @Test
    void theFileHasTheSameFigures() throws JsonProcessingException {
        run("--run r1");

        JsonNode meta = Json.MAPPER.readTree(new Scene(folder).text("store/meta/eos3b5e.json"));
        assertThat(meta.path("preds_in_store").asInt()).isEqualTo(6);
        assertThat(meta.path("rows_in").asInt()).isEqualTo(8);
        assertThat(meta.path("rejected").asInt()).isEqualTo(2);
        assertThat(meta.path("library_rows").asInt()).isEqualTo(8);
        assertThat(meta.path("coverage").asDouble()).isEqualTo(0.75);
        assertThat(meta.path("share_rejected").asDouble()).isEqualTo(0.25);
        assertThat(meta.path("library").asText()).endsWith("/lib.csv");
    }

    @Test
    void aSampleCoversItsShareOfTheWholeLibrary() throws JsonProcessingException {
        run("--run r1 --sample 2");

        assertThat(known().path("coverage").asDouble()).isEqualTo(0.25);
        assertThat(known().path("sample").asInt()).isEqualTo(2);
        assertThat(precalc("models").out()).contains("r1, a sample of 2");
    }

    @Test
    void ofASampleThatHasItsOwnFileNobodyKnowsTheCoverage() throws JsonProcessingException {
        new Scene(folder).file("lib_2.csv", "smiles", "CCO", "CCN");
        run("--run r1 --sample 2");

        assertThat(known().path("coverage").isNull()).isTrue();
        assertThat(known().path("share_rejected").asDouble()).isZero();
    }

    @Test
    void aSampleAfterAWholeRunChangesNothing() throws JsonProcessingException {
        run("--run r1");
        now = NOON.plus(Duration.ofDays(1));
        run("--run r2 --sample 2 --force");

        assertThat(known().path("run").asText()).isEqualTo("r1");
        assertThat(known().path("coverage").asDouble()).isEqualTo(0.75);
        assertThat(known().path("in_table").path("run").asText()).isEqualTo("r1");
    }

    @Test
    void aRunThatIsRepeatedIsCountedOnce() throws JsonProcessingException {
        run("--run r1");
        JsonNode first = known();
        run("--run r1");
        precalc("finish --model eos3b5e --run r1 --max-reject-rate 1");

        assertThat(known()).isEqualTo(first);
    }

    @Test
    void ofTwoRunsAtATimeTheOneThatWasPlannedLaterCounts() throws JsonProcessingException {
        precalc("plan --model eos3b5e --runner embedded --library {dir}/lib.csv --run early");
        now = NOON.plus(Duration.ofHours(1));
        run("--run late --workers 2");
        now = NOON.plus(Duration.ofHours(2));
        run("--run early --force");

        assertThat(known().path("run").asText()).isEqualTo("late");
        assertThat(known().path("age_seconds").asLong()).isEqualTo(3600);
    }

    @Test
    void metadataOfAnEarlierVersionIsShownAsFarAsItGoes() {
        run("--run r1");
        Scene scene = new Scene(folder);
        scene.bytes(
                "store/meta/eos3b5e.json",
                scene.text("store/meta/eos3b5e.json")
                        .replaceAll(
                                ",\\s*\"(rows_in|rejected|library|library_rows|coverage|share_rejected)\" : [^,}\\n]*",
                                "")
                        .replaceAll("(?s),\\s*\"columns\" : .*(,\\s*\"coverage|\\n\\})", "$1"));

        assertThat(scene.text("store/meta/eos3b5e.json")).doesNotContain("coverage", "rows_in");
        assertThat(precalc("models").out().lines().skip(1).findFirst().orElseThrow())
                .isEqualTo(
                        "eos3b5e                                           ?            6  v1.0.0      2026-11-23         ?         ?  v1.0.0        r1");
    }

    @Test
    void ofOneModelAllThatIsKnownIsTold() throws JsonProcessingException {
        run("--run r1");

        assertThat(precalc("models --model eos3b5e").out().lines().skip(2))
                .containsExactly(
                        "title           Molecular weight",
                        "description     The average molecular weight of a molecule, computed from the standard atomic"
                                + " weights of its atoms. Isotopes count with their own mass.",
                        "interpretation  In grams per mole.",
                        "task            Annotation",
                        "output type     Value",
                        "consistency     Fixed",
                        "tags            Molecular weight",
                        "licence         MIT",
                        "column                   type     direction unit         description",
                        "mol_weight               float              g/mol        Average molecular weight",
                        "store %s/store, table sqlite:%1$s/store/predictions.db".formatted(folder));
        JsonNode one = Json.MAPPER
                .readTree(precalc("models --model eos3b5e --format json").out())
                .get(0);
        assertThat(one.path("title").asText()).isEqualTo("Molecular weight");
        assertThat(one.path("columns")).hasSize(1);
        assertThat(one.at("/column_facts/0/unit").asText()).isEqualTo("g/mol");
        assertThat(known().has("column_facts")).as("of all only the titles").isFalse();
        assertThat(known().path("title").asText()).isEqualTo("Molecular weight");
    }

    @Test
    void aLookupAsJsonSaysWhatItsColumnsMean() throws JsonProcessingException {
        run("--run r1");

        JsonNode inOne = Json.MAPPER.readTree(
                precalc("query --model eos3b5e --smiles CCO --format json").out());
        JsonNode inAll =
                Json.MAPPER.readTree(precalc("query --smiles CCO --format json").out());

        assertThat(inOne.path("title").asText()).isEqualTo("Molecular weight");
        assertThat(inOne.at("/column_facts/0/unit").asText()).isEqualTo("g/mol");
        assertThat(inAll.at("/predictions/0/column_facts")).isEqualTo(inOne.path("column_facts"));
        assertThat(inAll.at("/predictions/0/value")).isEqualTo(inOne.at("/output/0/value"));
    }

    @Test
    void aLookupSaysWhereItsNumbersStandInTheLibrary() throws JsonProcessingException {
        run("--run r1");

        assertThat(precalc("query --model eos3b5e --allow-missing --percentile --smiles CCO CCCCCC CCCl")
                        .out())
                .isEqualTo("""
                        key,input,mol_weight,status,smiles,model_version,mol_weight_percentile,reason
                        LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,46.069,stored,CCO,v1.0.0,50,
                        VLKZOEOYAKHREP-UHFFFAOYSA-N,CCCCCC,,missing,,,,no prediction is stored
                        HRYZWHHZPQKTII-UHFFFAOYSA-N,CCCl,64.515,stored,CCCl,v1.0.0,83.33,
                        """);
        JsonNode json = Json.MAPPER.readTree(precalc("query --model eos3b5e --percentile --smiles CCO --format json")
                .out());
        assertThat(json.at("/output/0/percentiles").toString()).isEqualTo("[50]");
        String fill = "query --model eos3b5e --percentile --fill --runner embedded --smiles CCO CCCCCC";
        assertThat(precalc(fill).out().lines().skip(1))
                .containsExactly(
                        "LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,46.069,stored,CCO,v1.0.0,50",
                        "VLKZOEOYAKHREP-UHFFFAOYSA-N,CCCCCC,86.178,computed,CCCCCC,v1.0.0,100");
        assertThat(Json.MAPPER
                        .readTree(precalc(fill + " --format json").out())
                        .at("/output/1/percentiles")
                        .toString())
                .isEqualTo("[100]");
        Precalc.Result inAll =
                new Scene(folder).run(Map.of(), "query --percentile --api http://127.0.0.1:9 --smiles CCO");
        assertThat(inAll.code()).isEqualTo(2);
        assertThat(inAll.err()).contains("where numbers of one model stand: name it with --model");
    }

    @Test
    void aLookupInAllModelsSaysItToo() throws JsonProcessingException {
        run("--run r1");

        assertThat(precalc("query --allow-missing --percentile --smiles CCO CCCCCC CCCl")
                        .out())
                .isEqualTo("""
                        key,input,model_id,column,value,status,model_version,percentile,reason
                        LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,eos3b5e,mol_weight,46.069,stored,v1.0.0,50,
                        VLKZOEOYAKHREP-UHFFFAOYSA-N,CCCCCC,,,,missing,,,no prediction is stored
                        HRYZWHHZPQKTII-UHFFFAOYSA-N,CCCl,eos3b5e,mol_weight,64.515,stored,v1.0.0,83.33,
                        """);
        assertThat(Json.MAPPER
                        .readTree(precalc("query --percentile --smiles CCO --format json")
                                .out())
                        .at("/predictions/0/percentiles")
                        .toString())
                .isEqualTo("[50]");
        assertThat(precalc("query --smiles CCO --format json").out()).doesNotContain("percentile");
    }

    @Test
    void withoutAFinishedRunItTellsHowToMakeOne() {
        assertThat(precalc("models").out()).contains("no run was finished in", "precalc run");
    }
}
