package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code finish --nearest} and {@code query --nearest}. */
class QueryNearestTest {

    private static final String STORE = " --store {dir}/store";
    private static final String QUERY = "query --model eos3b5e --allow-missing --nearest --smiles ";

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void aSampleOfALibrary() {
        scene = new Scene(folder)
                .file("library.csv", "smiles", "CCO", "c1ccccc1O", "CCN", "C1", "*CC")
                .after("run --model eos3b5e --runner embedded --sample 2 --run r1 --library {dir}/library.csv" + STORE);
    }

    private Precalc.Result run(String command) {
        return scene.run(command + STORE);
    }

    private String fingerprints() {
        return scene.listing().stream()
                .filter(name -> name.endsWith(".fp"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theNearestOfTheWholeLibraryIsNamedButNeverItsValue() {
        scene.after("finish --model eos3b5e --nearest" + STORE);

        assertThat(run(QUERY + "CCO Cc1ccccc1O CCN C1 [He]").out()).isEqualTo("""
                        key,input,mol_weight,status,smiles,model_version,reason,nearest_key,nearest_smiles,nearest_similarity
                        LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,46.069,stored,CCO,v1.0.0,,,,
                        QWVGKYWNOKOFNN-UHFFFAOYSA-N,Cc1ccccc1O,,missing,,,no prediction is stored,ISWSIDIOOBJBQZ-UHFFFAOYSA-N,c1ccccc1O,0.368
                        QUSNBJAOOMFDIB-UHFFFAOYSA-N,CCN,45.085,stored,CCN,v1.0.0,,,,
                        ,C1,,invalid,,,"invalid_smiles: could not parse 'C1', Unclosed ring detected, SMILES may be truncated",,,
                        SWQJXJOGLNCZEY-UHFFFAOYSA-N,[He],,missing,,,no prediction is stored,,,
                        """);
        assertThat(run(QUERY + "OC1=CC=CC=C1 --format json").out())
                .contains("\"nearest\" : {", "ISWSIDIOOBJBQZ-UHFFFAOYSA-N");
    }

    @Test
    void theFingerprintsOfALibraryAreMadeOnce() {
        scene.after("finish --model eos3b5e --nearest" + STORE);

        Precalc.Result again = run("finish --model eos3b5e --nearest");

        assertThat(again.code()).isZero();
        assertThat(again.err())
                .contains("the fingerprints of the library are already there: " + scene.path(fingerprints()));
    }

    @Test
    void thoseInS3AreCopiedOnceAndAgainWhereTheCopyIsDamaged() throws IOException {
        String bucket = S3.freshBucket();
        Map<String, String> service = new HashMap<>(S3.environment());
        service.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        String places = " --model eos3b5e --store s3://" + bucket + "/here --table sqlite:{dir}/s3.db";
        String library = " --runner embedded --run r1 --library {dir}/library.csv";
        assertThat(scene.run(service, "run" + library + places).code()).isEqualTo(ExitCode.REJECTED);
        assertThat(scene.run(service, "finish --nearest" + places).code()).isEqualTo(ExitCode.REJECTED);

        String query = "query --nearest --allow-missing --smiles Cc1ccccc1O" + places;
        String answer = scene.run(service, query).out();
        assertThat(answer).contains("ISWSIDIOOBJBQZ-UHFFFAOYSA-N,c1ccccc1O,0.368");

        byte[] whole = Files.readAllBytes(scene.path(fingerprints()));
        scene.bytes(fingerprints(), "precfp01");
        assertThat(scene.run(service, query).out()).isEqualTo(answer);
        assertThat(scene.path(fingerprints())).hasBinaryContent(whole);
    }

    @Test
    void withoutFingerprintsItIsSaidHowToMakeThem() {
        Precalc.Result result = run(QUERY + "CCC");

        assertThat(result.code()).isEqualTo(ExitCode.INPUT);
        assertThat(result.err())
                .contains("no fingerprints of the library of eos3b5e in the store: make them with"
                        + " 'precalc finish --model eos3b5e --nearest'");
    }

    @Test
    void aLibraryThatHasChangedHasNoFingerprints() {
        Precalc.Result result =
                scene.file("library.csv", "smiles", "CCCCCC").run(Map.of(), "finish -m eos3b5e --nearest" + STORE);

        assertThat(result.code()).isEqualTo(ExitCode.INPUT);
        assertThat(result.err())
                .contains("library.csv has changed since run r1 was planned: plan a new run with --new-run");
        assertThat(scene.listing()).noneMatch(name -> name.endsWith(".fp"));
    }

    @Test
    void damagedFingerprintsAreMadeAgain() throws IOException {
        scene.after("finish --model eos3b5e --nearest" + STORE);
        byte[] whole = Files.readAllBytes(scene.path(fingerprints()));
        scene.bytes(fingerprints(), "precfp01");

        Precalc.Result again = run("finish --model eos3b5e --nearest");

        assertThat(again.code()).isZero();
        assertThat(again.err()).contains(".fp is damaged: ").doesNotContain("already there");
        assertThat(scene.path(fingerprints())).hasBinaryContent(whole);
    }

    @Test
    void damagedFingerprintsAreRefused() {
        scene.after("finish --model eos3b5e --nearest" + STORE).bytes(fingerprints(), "precfp01");

        Precalc.Result result = run(QUERY + "CCC");

        assertThat(result.code()).isEqualTo(ExitCode.INPUT);
        assertThat(result.err()).contains(".fp is damaged: ", "make it again");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            query --nearest --smiles C                                     | name it with --model
            query -m eos3b5e --nearest --smiles C --api http://127.0.0.1:9 | --nearest with --api: only a --store has
            query -m eos3b5e --nearest --smiles C --from x.parquet         | --nearest with --from: only a --store has
            query -m eos3b5e --nearest --enrich --input x.csv -o y.csv     | leave out --percentile, --nearest
            """)
    void whatMakesNoSenseIsRefused(String command, String said) {
        Precalc.Result result = scene.run(command);

        assertThat(result.err()).contains(said);
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    }
}
