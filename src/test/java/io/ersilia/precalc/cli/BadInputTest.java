package io.ersilia.precalc.cli;

import static io.ersilia.precalc.cli.BadInput.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.aws.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is wrong with what users give: how the command ends, all that it says, and all that it leaves. One table,
 * and so one long file.
 */
class BadInputTest {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    private static final String E = "--model eos3b5e --runner embedded --store {dir}/store ";
    private static final String PREDICT = "predict " + E + "--library {dir}/lib.csv --run r ";
    private static final String SERVE = "serve --model eos3b5e --store {dir}/store ";
    private static final String PUBLISH = "publish --model eos3b5e --store {dir}/store ";
    private static final String R = "store/out/eos3b5e/r/";
    private static final String SEE_PREDICT = " (see precalc predict --help)";
    private static final String PLANNED = "precalc: planned run r: %s for 1 worker";
    private static final String[] PARTITION = {
        R + "plan.json",
        R + "part-0001.csv",
        R + "part-0001.json",
        R + "part-0001.log",
        R + "rejects-0001.csv",
        R + "part-0001.stats.json"
    };
    private static final String[] SERVED = {
        "store/predictions.db", R + "serve-rejects-0001.csv", R + "keys-0001.csv", R + "part-0001.served.json"
    };
    private static final Map<String, String> NOBODY = Map.of("AWS_REGION", "us-east-1");

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "ids",
        "workers",
        "runs",
        "libraries",
        "molecules",
        "options",
        "values",
        "partitions",
        "knownRows",
        "places",
        "campaigns"
    })
    void isToldInOneLineAndLeavesNothingHalf(BadInput given, @TempDir Path folder) {
        Scene scene = new Scene(folder).file("lib.csv", "smiles", "CCO", "CCN", "c1ccccc1");
        given.prepared.forEach(preparation -> preparation.accept(scene));
        Set<String> before = scene.listing();

        Precalc.Result result = scene.run(given.environment.get(), given.command);

        Set<String> appeared = scene.listing();
        assertThat(scene.steady(result.err()).lines()).containsExactlyElementsOf(given.err);
        assertThat(result.code()).isEqualTo(given.code);
        assertThat(scene.steady(result.out())).isEqualTo(given.out.isEmpty() ? "" : given.out + "\n");
        assertThat(appeared).containsAll(before);
        appeared.removeAll(before);
        assertThat(appeared).containsExactlyElementsOf(new TreeSet<>(given.appears));
        given.contents.forEach((file, lines) ->
                assertThat(scene.steady(scene.text(file)).lines().skip(1)).containsExactlyElementsOf(lines));
    }

    @Test
    void aFileOfAQueryThatIsNotCsvIsToBeCorrected(@TempDir Path folder) {
        Scene scene = new Scene(folder).file("in.csv", "smiles", "C", "C\u0000C");

        assertThat(scene.steady(scene.run("query --model eos3b5e --store {dir}/store --input {dir}/in.csv")
                        .err()))
                .endsWith("{dir}/in.csv is not CSV: record 3 contains a zero byte; correct it or name another\n");
    }

    @Test
    void aLinkThatLeadsNowhereIsNamed(@TempDir Path folder) throws IOException {
        Scene scene = new Scene(folder)
                .file("lib.csv", "smiles", "CCO")
                .after("run -q --runner embedded --model eos3b5e --library {dir}/lib.csv --store {dir}/store");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
        String nowhere = "{dir}/link is a link that leads nowhere: create the folder that it leads to";

        for (String store : List.of("{dir}/link", "{dir}/link/below")) {
            Precalc.Result result = scene.run("status --model eos3b5e --store " + store);
            assertThat(scene.steady(result.err()))
                    .isEqualTo("precalc: %s, or choose another with --store\n".formatted(nowhere));
            assertThat(result.code()).isEqualTo(ExitCode.UNAVAILABLE);
        }
        assertThat(scene.steady(scene.run("export --model eos3b5e --store {dir}/store --output {dir}/link")
                        .err()))
                .isEqualTo("precalc: %s, or name another place with --output\n".formatted(nowhere));
        assertThat(scene.steady(scene.run("serve --model eos3b5e --store {dir}/store --table sqlite:{dir}/link/x.db")
                        .err()))
                .contains("cannot create the folder of sqlite:{dir}/link/x.db: %s or name another file with --table"
                        .formatted(nowhere));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan --model eos3b5e --store {dir}/store --library \ud800",
                "plan --model eos3b5e --library {dir}/lib.csv --store \ud800",
                "status --model eos3b5e --store {dir} --output \ud800",
                "query --model eos3b5e --store {dir} --table sqlite:\ud800 --smiles CCO",
                "query --model eos3b5e --store {dir} --input \ud800",
                "query --from \ud800 --smiles CCO",
                "export --model eos3b5e --store {dir} --output \ud800"
            })
    void aPathThatTheLocaleCannotNameIsNamedWithTheRemedy(String command, @TempDir Path folder) {
        Precalc.Result result =
                new Scene(folder).file("lib.csv", "smiles", "CCO").run(command);

        assertThat(result.err())
                .contains(
                        "the path '\\ud800' has characters that this locale cannot name (%s): run the same command with LC_ALL=C.UTF-8, or name another"
                                .formatted(System.getProperty("sun.jnu.encoding")))
                .hasLineCount(1);
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    }

    private static String[] and(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }

    private static BadInput refused(String name, String command, String line) {
        return when(name).runs(command).ends(ExitCode.USAGE, line);
    }

    static Stream<BadInput> ids() {
        return Stream.of("eos12", "EOS3B5E", "../x", "eos3b5e;ls", "''")
                .map(id -> refused(
                        "model id " + id,
                        "predict --runner embedded --store {dir}/store --library {dir}/lib.csv --model " + id,
                        "precalc: --model: not a model id: '%s', expected eos, a digit and three of a-z0-9, e.g. eos3b5e (see precalc predict --help)"
                                .formatted(id.replace("''", ""))));
    }

    static Stream<BadInput> workers() {
        return Stream.of(
                refused("worker 0", PREDICT + "--worker 0 --workers 50", "precalc: --worker 0: expected 1 to 50"),
                refused(
                        "worker 51 of 50",
                        PREDICT + "--worker 51 --workers 50",
                        "precalc: --worker 51: expected 1 to 50"),
                refused(
                        "--worker alone",
                        PREDICT + "--worker 1",
                        "precalc: --worker and --workers belong together: give both or neither"),
                refused(
                        "--workers alone",
                        PREDICT + "--workers 2",
                        "precalc: --worker and --workers belong together: give both or neither"),
                refused(
                        "10,000 workers",
                        PREDICT + "--worker 1 --workers 10000",
                        "precalc: --workers 10000: expected 1 to 9,999"),
                refused(
                        "10,000 workers planned",
                        "plan " + E + "--library {dir}/lib.csv --workers 10000",
                        "precalc: --workers 10000: expected 1 to 9,999"),
                refused(
                        "no workers",
                        "run " + E + "--library {dir}/lib.csv --workers 0",
                        "precalc: --workers 0: expected 1 to 9,999"),
                refused(
                        "one of many without a known run",
                        "predict " + E + "--library {dir}/lib.csv --worker 1 --workers 2",
                        "precalc: this worker is one of several and knows no run of eos3b5e: give all workers the same --run, e.g. that of precalc plan"),
                refused(
                                "a partition of a worker that is not planned",
                                SERVE + "--worker 2",
                                "precalc: --worker 2: expected 1 to 1, as run r has 1 worker")
                        .with(scene -> scene.after(PREDICT)),
                refused(
                                "served with other workers than planned",
                                SERVE + "--worker 1 --workers 3",
                                "precalc: --workers 3 contradicts run r, which was planned with 1")
                        .with(scene -> scene.after(PREDICT)));
    }

    static Stream<BadInput> runs() {
        String planned = "plan " + E + "--library {dir}/lib.csv --run r --workers 2";
        Consumer<Scene> plan = scene -> scene.after(planned);
        String long65 = "r".repeat(65);
        Stream<BadInput> badIds = Stream.of("a/../b", ".hidden", long65)
                .map(id -> refused(
                        "run id " + id,
                        "predict " + E + "--library {dir}/lib.csv --run " + id,
                        "precalc: --run: not a run id: '%s', expected 1 to 64 of A-Z a-z 0-9 . _ - without a dot in front (see precalc predict --help)"
                                .formatted(id)));
        Stream<BadInput> others = Stream.of(
                refused(
                                "a bad GITHUB_RUN_ID",
                                "plan " + E + "--library {dir}/lib.csv",
                                "precalc: GITHUB_RUN_ID: not a run id: '../9', expected 1 to 64 of A-Z a-z 0-9 . _ - without a dot in front; or name the run with --run")
                        .in(() -> Map.of("GITHUB_RUN_ID", "../9")),
                refused(
                        "--run and --new-run",
                        PREDICT + "--new-run",
                        "precalc: --run r and --new-run exclude each other: leave one out (see precalc predict --help)"),
                refused(
                        "nothing to publish",
                        PUBLISH,
                        "precalc: which run? name one that is staged with --run, or return with --back"),
                refused(
                        "publishing and taking back",
                        PUBLISH + "--run r --back",
                        "precalc: --run r and --back exclude each other: leave one out (see precalc publish --help)"),
                refused(
                        "a drift above 1",
                        PUBLISH + "--run r --max-drift 2",
                        "precalc: --max-drift 2: expected a number from 0 to 1, e.g. 0.05"),
                when("taking back where nothing was served")
                        .runs(PUBLISH + "--back")
                        .ends(
                                65,
                                "precalc: no predictions of eos3b5e in sqlite:{dir}/store/predictions.db: publish a run with --run"),
                when("publishing a run that is not staged")
                        .with(scene -> scene.after(PREDICT))
                        .runs(PUBLISH + "--run r")
                        .ends(
                                65,
                                "precalc: run r of eos3b5e is not staged in sqlite:{dir}/store/predictions.db: stage it first: precalc serve --stage --model eos3b5e --run r, with the same --store and --table"),
                when("publishing a run that is not there")
                        .with(scene -> scene.after(PREDICT))
                        .runs(PUBLISH + "--run r9")
                        .ends(65, "precalc: no run r9 of eos3b5e in {dir}/store; runs there: [r]"),
                when("publishing an imported run")
                        .with(scene -> scene.imported("key,input,a", Scene.ETHANOL + ",CCO,1"))
                        .runs(PUBLISH + "--run r")
                        .ends(
                                65,
                                "precalc: run r of eos3b5e was imported and has no plan: there is nothing to account for"),
                refused(
                                "another library than planned",
                                PREDICT.replace("lib.csv", "other.csv") + "--worker 1 --workers 2",
                                "precalc: --library {dir}/other.csv contradicts run r, which was planned with {dir}/lib.csv: omit it or begin another run")
                        .with(plan)
                        .with(scene -> scene.file("other.csv", "smiles", "C")),
                refused(
                                "another sample than planned",
                                PREDICT + "--worker 1 --workers 2 --sample 2",
                                "precalc: --sample 2 contradicts run r, which was planned with the whole library: omit it or begin another run")
                        .with(plan),
                refused(
                                "other workers than planned",
                                PREDICT + "--worker 1 --workers 3",
                                "precalc: --workers 3 contradicts run r, which was planned with 2: omit it or begin another run")
                        .with(plan),
                refused(
                                "another model version than planned",
                                PREDICT + "--worker 1 --workers 2 --model-version v2",
                                "precalc: --model-version v2 contradicts run r, which was planned with v1.0.0: omit it or begin another run")
                        .with(plan),
                refused(
                                "a planned run of several workers without a number",
                                PREDICT,
                                "precalc: run r has 2 workers: say which this is by --worker I --workers 2")
                        .with(plan),
                when("serve a run that does not exist")
                        .with(plan)
                        .runs(SERVE + "--run s")
                        .ends(65, "precalc: no run s of eos3b5e in {dir}/store; runs there: [r]"),
                when("finish a run that does not exist")
                        .with(plan)
                        .runs(SERVE.replace("serve", "finish") + "--run s")
                        .ends(65, "precalc: no run s of eos3b5e in {dir}/store; runs there: [r]"),
                when("serve without any run")
                        .runs(SERVE)
                        .ends(65, "precalc: no run of eos3b5e in {dir}/store: predict first"),
                refused(
                                "serve with several unfinished runs",
                                SERVE,
                                "precalc: several runs of eos3b5e are unfinished: say which by --run, one of [s, r]")
                        .with(plan)
                        .with(scene -> scene.after(planned.replace("--run r", "--run s"))),
                refused(
                                "finish with several unfinished runs",
                                SERVE.replace("serve", "finish"),
                                "precalc: several runs of eos3b5e are unfinished: say which by --run, one of [s, r]")
                        .with(plan)
                        .with(scene -> scene.after(planned.replace("--run r", "--run s"))),
                when("half a plan")
                        .with(plan)
                        .with(scene -> scene.cut(R + "plan.json", 100))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/plan.json is not a Plan: Unexpected end-of-input in VALUE_STRING; delete it to start again"),
                when("a plan with nothing in it")
                        .with(scene -> scene.bytes(R + "plan.json", "{}"))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/plan.json is not a Plan: a field is missing; delete it to start again"),
                when("the plan of another run")
                        .with(plan)
                        .with(scene -> scene.replace(R + "plan.json", "\"run\" : \"r\"", "\"run\" : \"s\""))
                        .runs(SERVE + "--run r")
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/plan.json is the plan of run s of eos3b5e: put back that of run r, or move the folder away if it is a copy"),
                when("a plan of less than no rows")
                        .with(plan)
                        .with(scene -> scene.replace(
                                R + "plan.json", "\"rows\" : 3,\n  \"sample\"", "\"rows\" : -1,\n  \"sample\""))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/plan.json is not a Plan: Cannot construct instance of `io.ersilia.precalc.run.Plan`, problem: a plan of -1 rows of 3; delete it to start again"),
                when("a plan without its rows")
                        .with(plan)
                        .with(scene -> scene.replace(R + "plan.json", "  \"rows\" : 3,\n  \"sample\"", "  \"sample\""))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/plan.json is not a Plan: Cannot construct instance of `io.ersilia.precalc.run.Plan`, problem: a plan of 0 rows of 3; delete it to start again"),
                when("a plan without the number of a worker")
                        .with(plan)
                        .with(scene -> scene.replace(R + "plan.json", "\"worker\" : 1,", ""))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/plan.json is not a Plan: Cannot construct instance of `io.ersilia.precalc.run.Plan`, problem: --worker 0: expected 1 to 2; delete it to start again"),
                when("a plan without the end of a slice")
                        .with(plan)
                        .with(scene -> scene.replace(R + "plan.json", "\"to\" : 1,", ""))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/plan.json is not a Plan: Cannot construct instance of `io.ersilia.precalc.run.Plan`, problem: worker 1 has the rows from 0 to 0 of 3; delete it to start again"),
                when("a manifest without a worker")
                        .with(scene -> scene.after(PREDICT).replace(R + "part-0001.json", "  \"worker\" : 1,\n", ""))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/part-0001.json is not a PartitionManifest: Cannot construct instance of `io.ersilia.precalc.run.PartitionManifest`, problem: no partition 0, expected 1 to 9,999; delete it to start again"),
                when("a manifest of less than no rows")
                        .with(scene -> scene.after(PREDICT)
                                .replace(R + "part-0001.json", "\"taken_over\" : 0", "\"taken_over\" : -1"))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/part-0001.json is not a PartitionManifest: Cannot construct instance of `io.ersilia.precalc.run.PartitionManifest`, problem: 3 predicted, -1 taken over of 3 rows; delete it to start again"),
                when("a manifest with a reason that has no count")
                        .with(scene -> scene.after(PREDICT)
                                .replace(
                                        R + "part-0001.json",
                                        "\"rejected\" : { }",
                                        "\"rejected\" : { \"empty_output\" : null }"))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/part-0001.json is not a PartitionManifest: a field is missing; delete it to start again"),
                when("a served manifest with nothing in it")
                        .with(scene -> scene.after(PREDICT).bytes(R + "part-0001.served.json", "{}"))
                        .runs("finish --model eos3b5e --store {dir}/store")
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/part-0001.served.json is not a ServedManifest: it has no table; delete it to start again"),
                when("a served manifest of less than no items")
                        .with(scene -> scene.after(PREDICT)
                                .after(SERVE)
                                .replace(R + "part-0001.served.json", "\"items\" : 3", "\"items\" : -3"))
                        .runs("finish --model eos3b5e --store {dir}/store")
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/part-0001.served.json is not a ServedManifest: Cannot construct instance of `io.ersilia.precalc.run.ServedManifest`, problem: -3 items, 0 duplicates of 3 rows; delete it to start again"));
        return Stream.concat(badIds, others);
    }

    private static BadInput unusable(String name, Consumer<Scene> preparation, String why) {
        return when(name).with(preparation).runs(PREDICT).ends(65, "precalc: {dir}/lib.csv " + why);
    }

    static Stream<BadInput> libraries() {
        String noMolecule = "precalc: no molecule in {dir}/lib.csv: ";
        return Stream.of(
                when("no library")
                        .with(scene -> scene.delete("lib.csv"))
                        .runs(PREDICT)
                        .ends(65, "precalc: no library at {dir}/lib.csv; name one with --library"),
                when("an empty library")
                        .with(scene -> scene.bytes("lib.csv", ""))
                        .runs(PREDICT)
                        .ends(65, noMolecule + "it is empty"),
                when("a library of blank lines")
                        .with(scene -> scene.bytes("lib.csv", "\uFEFF \r\n\t\n"))
                        .runs(PREDICT)
                        .ends(65, noMolecule + "it is empty"),
                when("a header only")
                        .with(scene -> scene.file("lib.csv", "smiles"))
                        .runs(PREDICT)
                        .ends(65, noMolecule + "it has a header and nothing below it"),
                when("no SMILES column")
                        .with(scene -> scene.file("lib.csv", "name,id", "aspirin,1"))
                        .runs(PREDICT)
                        .ends(
                                65,
                                "precalc: no SMILES column in {dir}/lib.csv: the first record is 'name,id'; name the column smiles, input, can_smiles or canonical_smiles"),
                unusable(
                        "a binary library",
                        scene -> scene.bytes("lib.csv", "\u007fELF\u0002\u0001\u0000\u0000"),
                        "is not CSV: record 1 contains a zero byte; correct it or name another with --library"),
                unusable(
                        "a zero byte further on",
                        scene -> scene.file("lib.csv", "smiles", "C", "C\u0000C"),
                        "is not CSV: row 2 (record 3) contains a zero byte; correct it or name another with --library"),
                unusable(
                        "a quote that is never closed",
                        scene -> scene.file("lib.csv", "smiles", "C", "\"CC", "CCC"),
                        "is not CSV: row 2 (record 3) opens a quote that is never closed; correct it or name another with --library"),
                unusable(
                        "a record of 3 MB",
                        scene -> scene.file("lib.csv", "smiles", "C", "C".repeat(3_000_000)),
                        "is not CSV: row 2 (record 3) is longer than 1 MiB; correct it or name another with --library"),
                when("a folder with a file that has no header")
                        .with(scene -> scene.delete("lib.csv").file("lib.csv/a", "C"))
                        .runs(PREDICT)
                        .ends(
                                65,
                                "precalc: {dir}/lib.csv/a has no header: each file of a library of several must name its SMILES column; add a first line, e.g. smiles"),
                when("a library changed since the plan")
                        .with(scene -> scene.after(PREDICT.replace("predict", "plan") + "--workers 2")
                                .file("lib.csv", "smiles", "CCO", "CCS", "c1ccccc1"))
                        .runs(PREDICT + "--worker 2 --workers 2")
                        .ends(
                                65,
                                "precalc: {dir}/lib.csv has changed since run r was planned: slice 2: SHA-256 {sha}, planned {sha}; plan a new run with --new-run"),
                when("a library changed since the plan, planned again")
                        .with(scene -> scene.after(PREDICT.replace("predict", "plan") + "--workers 2")
                                .file("lib.csv", "smiles", "CCO", "CCS", "c1ccccc1"))
                        .runs(PREDICT.replace("predict", "plan") + "--workers 2")
                        .ends(
                                65,
                                "precalc: {dir}/lib.csv has changed since run r was planned: SHA-256 {sha}, planned {sha}; plan a new run with --new-run"),
                when("a library cut since the plan")
                        .with(scene -> scene.after(PREDICT.replace("predict", "plan") + "--workers 2")
                                .file("lib.csv", "smiles"))
                        .runs(PREDICT + "--worker 2 --workers 2")
                        .ends(
                                65,
                                "precalc: {dir}/lib.csv has changed since run r was planned: slice 2: it ends before row 2; plan a new run with --new-run"),
                when("a library gone since the plan")
                        .with(scene -> scene.after(PREDICT.replace("predict", "plan") + "--workers 2")
                                .delete("lib.csv"))
                        .runs("predict " + E + "--run r --worker 2 --workers 2")
                        .ends(65, "precalc: no such file: {dir}/lib.csv: correct the path"));
    }

    private static BadInput campaign(String name, String said, String... lines) {
        return when(name)
                .with(scene -> scene.file("campaign.yml", lines))
                .runs("campaign plan --campaign {dir}/campaign.yml --store {dir}/store")
                .ends(65, "precalc: " + said);
    }

    static Stream<BadInput> campaigns() {
        String file = "{dir}/campaign.yml";
        String budget = "budget: {hours: 9}";
        String models = "models: [eos3b5e]";
        String plan = "campaign plan --campaign {dir}/campaign.yml --store {dir}/store";
        return Stream.of(
                when("no campaign.yml")
                        .runs(plan)
                        .ends(
                                65,
                                "precalc: cannot read the campaign " + file
                                        + ": no such file or folder; name another with --campaign, or see docs/campaigns.md"),
                refused(
                        "status without a model or a campaign",
                        "status --campaign {dir}/campaign.yml --store {dir}/store",
                        "precalc: name a run's model with --model; without it, status shows a campaign, and there is no "
                                + file + ": name one with --campaign"),
                refused(
                        "an action that there is not",
                        "campaign begin",
                        "precalc: ACTION begin: expected one of plan, next, status, lift (see precalc campaign --help)"),
                when("a folder as campaign")
                        .runs("campaign plan --campaign {dir} --store {dir}/store")
                        .ends(65, "precalc: the campaign {dir} is a folder: name a file in it with --campaign"),
                campaign("an empty campaign", "the campaign " + file + " is empty: docs/campaigns.md shows one", ""),
                campaign(
                        "a campaign that is a list",
                        file + ", line 1: expected fields, one a line: catalog, models,"
                                + " query, priority, library, sample, workers, max-parallel, budget",
                        "- eos3b5e"),
                campaign(
                        "a campaign that is no YAML",
                        file + ", line 2: expected ',' or ']', but got :; docs/campaigns.md shows such a file",
                        "models: [eos3b5e",
                        budget),
                campaign(
                        "an unknown field",
                        file + ", line 2: unknown field 'librery': did you mean library?",
                        models,
                        "librery: x",
                        budget),
                campaign(
                        "an unknown field of the budget",
                        file + ", line 2: unknown field 'euros': expected one of hours, write-units, dollars, jobs",
                        models,
                        "budget: {euros: 3}"),
                campaign(
                        "a field twice",
                        file + ", line 2: models is there twice: leave one out",
                        models,
                        models,
                        budget),
                campaign(
                        "a priority that is not in the campaign",
                        file + ", line 2: priority: eos4e40 is not in models: add it there or leave it out",
                        models,
                        "priority: [eos3b5e, eos4e40]",
                        "budget: {hours: 1}"),
                campaign("no budget", file + ": a campaign needs a budget of hours or dollars a month", models),
                campaign(
                        "a budget of 0",
                        file + ", line 3: hours: 0: expected a number above 0",
                        models,
                        "budget:",
                        "  hours: 0"),
                campaign(
                        "a negative budget",
                        file + ", line 2: dollars: -5: expected a number above 0",
                        models,
                        "budget: {hours: 1, dollars: -5}"),
                campaign(
                        "a budget of two days",
                        file + ", line 2: hours: 2d: expected a number above 0",
                        models,
                        "budget: {hours: 2d}"),
                campaign(
                        "more workers than a matrix has jobs",
                        file + ", line 2: workers: 257: expected a whole number from 1 to 256",
                        models,
                        "workers: 257",
                        budget),
                campaign(
                        "no whole number of jobs",
                        file + ", line 2: jobs: 1.5: expected a whole number from 1 to 256",
                        models,
                        "budget: {hours: 1, jobs: 1.5}"),
                campaign(
                        "more jobs of a run than of the campaign",
                        file + ", line 2: max-parallel: 20: expected at most the 10 jobs of the budget",
                        models,
                        "max-parallel: 20",
                        budget),
                campaign(
                        "a model that is none",
                        file
                                + ", line 1: models: not a model id: 'eos12', expected eos, a digit and three of a-z0-9, e.g."
                                + " eos3b5e",
                        "models: [eos3b5e, eos12]",
                        budget),
                campaign(
                        "no models",
                        file + ": name the models, or give a query over the catalog, e.g. status: Ready",
                        budget),
                campaign(
                        "a query without a catalog",
                        file + ", line 1: query: a query needs a catalog: name its file or URL as catalog",
                        "query: {status: Ready}",
                        budget),
                campaign(
                        "a catalog that is not there",
                        "cannot read the catalog /none.json: no such file or folder; correct catalog in the campaign's file",
                        models,
                        "catalog: /none.json",
                        budget),
                when("a catalog that cannot be reached")
                        .with(scene -> scene.file("campaign.yml", models, "catalog: http://127.0.0.1:9/m.json", budget))
                        .runs(plan)
                        .ends(
                                69,
                                "precalc: cannot read the catalog http://127.0.0.1:9/m.json: connection refused; try again"
                                        + " later, or save it and name the file as catalog"),
                campaign(
                        "a library that is not there",
                        "no library at /none.csv; name one with --library (library in the campaign's file)",
                        models,
                        "library: /none.csv",
                        budget),
                campaign(
                        "a library without a name", file + ", line 2: expected a value", models, "library: ''", budget),
                when("a quarantine that there is not")
                        .with(scene -> scene.file("campaign.yml", models, budget))
                        .runs(plan.replace("plan", "lift") + " --model eos3b5e")
                        .ends(65, "precalc: eos3b5e is not in quarantine in {dir}/store: there is nothing to lift"));
    }

    /** A library of one molecule that is rejected: done all the same, for a slice of one row is not judged. */
    private static BadInput rejected(String name, String smiles, String reason, String reject) {
        return when(name)
                .with(scene -> scene.file("lib.csv", "smiles", smiles))
                .runs(PREDICT)
                .ends(0, PLANNED.formatted("1 row"))
                .prints("run r, worker 1 of 1: 1 row in = 0 predicted + 1 rejected (1 %s); #.# s".formatted(reason))
                .leaves(PARTITION)
                .says(R + "rejects-0001.csv", reject)
                .says(R + "part-0001.csv");
    }

    static Stream<BadInput> molecules() {
        String[] bad = new String[101];
        Arrays.fill(bad, "CCO");
        bad[0] = "smiles";
        Arrays.fill(bad, 1, 12, "C1");
        return Stream.of(
                rejected(
                        "SMILES that do not parse",
                        "C1CC",
                        "invalid_smiles",
                        "1,,C1CC,screen,invalid_smiles,\"could not parse 'C1CC', Unclosed ring detected, SMILES may be truncated\""),
                rejected(
                        "SMILES with blanks",
                        "C C",
                        "invalid_smiles",
                        "1,,C C,screen,invalid_smiles,white space within"),
                rejected(
                        "a name behind the SMILES",
                        "CCO ethanol",
                        "invalid_smiles",
                        "1,,CCO ethanol,screen,invalid_smiles,white space within"),
                rejected("empty SMILES", "\"\"", "invalid_smiles", "1,,,screen,invalid_smiles,empty"),
                rejected(
                        "10,000 atoms",
                        "C".repeat(10_000),
                        "invalid_smiles",
                        "1,,%s,screen,invalid_smiles,\"10000 characters, at most 4096 are allowed\""
                                .formatted("C".repeat(10_000))),
                rejected(
                        "1,025 atoms",
                        "C".repeat(1025),
                        "no_inchikey",
                        "1,,%s,screen,no_inchikey,\"1025 atoms, InChI allows 1024\"".formatted("C".repeat(1025))),
                rejected(
                        "a wildcard",
                        "*CC",
                        "no_inchikey",
                        "1,,*CC,screen,no_inchikey,Element name R is not recognised"),
                when("atoms of unusual valence, which are predicted all the same")
                        .with(scene -> scene.file(
                                "lib.csv", "smiles", "CCO", "CC(C)(C)(C)(C)C", "O=[N+]([O-])c1ccc(Ic2ccccc2)cc1"))
                        .runs(PREDICT)
                        .ends(
                                0,
                                PLANNED.formatted("3 rows"),
                                "precalc: worker 1: 2 molecules have an atom of unusual valence, which the model may refuse or"
                                        + " interpret differently (row 2 'CC(C)(C)(C)(C)C' has C(6), row 3"
                                        + " 'O=[N+]([O-])c1ccc(Ic2ccccc2)cc1' has I(2)); if that is a mistake, correct the library")
                        .prints("run r, worker 1 of 1: 3 rows in = 3 predicted + 0 rejected; #.# s")
                        .leaves(and(PARTITION, R + "model.json")),
                when("more than a tenth of a hundred rows rejected")
                        .with(scene -> scene.file("lib.csv", bad))
                        .runs(PREDICT + "-q")
                        .ends(3, "precalc: worker 1 of 1: 11.0 % of rows were rejected, 10 % are allowed")
                        .prints(
                                "run r, worker 1 of 1: 100 rows in = 89 predicted + 11 rejected (11 invalid_smiles); #.# s")
                        .leaves(and(PARTITION, R + "model.json")),
                when("a tenth of a hundred rows rejected")
                        .with(scene -> scene.file("lib.csv", bad).replace("lib.csv", "C1\nCCO", "CCO\nCCO"))
                        .runs(PREDICT + "-q")
                        .ends(0)
                        .prints(
                                "run r, worker 1 of 1: 100 rows in = 90 predicted + 10 rejected (10 invalid_smiles); #.# s")
                        .leaves(and(PARTITION, R + "model.json")));
    }

    static Stream<BadInput> options() {
        String notInt = "precalc: --sample ten: expected a whole number";
        String seeRun = " (see precalc run --help)";
        String run = "run " + E + "--library {dir}/lib.csv --run r ";
        return Stream.of(
                refused("a sample of 0", run + "--sample 0", "precalc: --sample 0: expected 1 or more molecules"),
                refused("a sample of -1", run + "--sample -1", "precalc: --sample -1: expected 1 or more molecules"),
                refused("a sample of ten", run + "--sample ten", notInt + seeRun),
                refused(
                        "a reject rate of 2",
                        run + "--max-reject-rate 2",
                        "precalc: --max-reject-rate 2: expected a share from 0 to 1, e.g. 0.1"),
                refused(
                        "a reject rate that is no number",
                        run + "--max-reject-rate NaN",
                        "precalc: --max-reject-rate NaN: expected a share from 0 to 1, e.g. 0.1"),
                refused(
                        "a shell that is not known",
                        "generate-completion --shell tcsh",
                        "precalc: --shell tcsh: expected one of bash, zsh, fish, powershell (see precalc generate-completion --help)"),
                refused(
                        "a batch of 0",
                        run + "--batch-size 0",
                        "precalc: --batch-size 0: expected 1 or more molecules"),
                refused(
                                "a batch of 0 from the environment",
                                PREDICT,
                                "precalc: --batch-size 0: expected 1 or more molecules")
                        .in(() -> Map.of("PRECALC_BATCH_SIZE", "0")),
                refused(
                        "a runner that is not there",
                        run.replace("embedded", "podman"),
                        "precalc: --runner podman: expected one of ersilia, docker, http, embedded" + seeRun),
                refused(
                        "a model server without a URL",
                        run.replace("embedded", "http"),
                        "precalc: --runner http needs the URL of a model server: name it with --model-url,"
                                + " e.g. http://127.0.0.1:8080"),
                refused(
                        "a model server that is no URL",
                        run.replace("embedded", "http --model-url ftp://host"),
                        "precalc: --model-url ftp://host: expected the URL of a model server, e.g. http://127.0.0.1:8080"),
                refused(
                        "too many calls at once",
                        run.replace("embedded", "http --model-url http://host --in-flight 65"),
                        "precalc: --in-flight 65: expected 1 to 64 calls at once"),
                refused(
                        "a container of no size",
                        run.replace("embedded", "docker --model-memory lots"),
                        "precalc: --model-memory lots: expected a size, e.g. 8g or 500m"),
                refused(
                        "embedded with another model",
                        run.replace("eos3b5e", "eos4e40"),
                        "precalc: --runner embedded knows only eos3b5e, not eos4e40; use --runner ersilia"),
                refused(
                        "a format that is not there",
                        run + "--format xml",
                        "precalc: --format xml: expected one of text, json, csv, html" + seeRun),
                refused(
                                "a format that is not there from the environment",
                                run,
                                "precalc: --format xml: expected one of text, json, csv, html (it comes from PRECALC_FORMAT; see precalc run --help)")
                        .in(() -> Map.of("PRECALC_FORMAT", "xml")),
                refused(
                                "a sample from the environment",
                                PREDICT,
                                notInt + " (it comes from PRECALC_SAMPLE; see precalc predict --help)")
                        .in(() -> Map.of("PRECALC_SAMPLE", "ten")),
                refused(
                                "a flag from the environment that is neither true nor false",
                                PREDICT,
                                "precalc: --force maybe: expected true or false (it comes from PRECALC_FORCE; see precalc predict --help)")
                        .in(() -> Map.of("PRECALC_FORCE", "maybe")),
                refused(
                        "an option that is not there",
                        PREDICT + "--colour red",
                        "precalc: Unknown option: '--colour'" + SEE_PREDICT),
                refused(
                        "a deadline that is none",
                        PREDICT + "--deadline tomorrow",
                        "precalc: --deadline tomorrow: expected a duration or a time to come, e.g. 5h30m, PT5H30M or 2026-11-22T18:00:00Z"),
                refused(
                        "no model",
                        "predict --store {dir}/store",
                        "precalc: Missing required option: '--model=ID'" + SEE_PREDICT),
                refused(
                        "a mistyped option",
                        PREDICT + "--bach-size=3",
                        "precalc: Unknown option: '--bach-size=3': did you mean --batch-size?" + SEE_PREDICT),
                refused(
                        "a mistyped command",
                        "runn --model eos3b5e",
                        "precalc: no command 'runn': did you mean run? (see precalc --help)"),
                refused("a command that looks like none", "xyzzy", "precalc: no command 'xyzzy' (see precalc --help)"),
                refused(
                        "a very long command",
                        "x".repeat(5_000),
                        "precalc: no command '%s…' (see precalc --help)".formatted("x".repeat(120))),
                refused(
                        "a very long argument",
                        PREDICT + "x".repeat(5_000),
                        "precalc: Unmatched argument at index 11: '%s…' (see precalc predict --help)"
                                .formatted("x".repeat(120))),
                refused("no command", "''", "precalc: no command '' (see precalc --help)"),
                refused(
                        "a source of models that is not there",
                        PREDICT.replace("embedded", "ersilia") + "--fetch-from ftp",
                        "precalc: --fetch-from ftp: expected dockerhub, github, s3, hosted=URL or dir=PATH"),
                refused(
                        "a query for nothing",
                        "query --store {dir}/store",
                        "precalc: no molecule is named: give InChIKeys, or --smiles, or --input FILE"),
                when("a query file that is not there")
                        .runs("query --store {dir}/store --input {dir}/none.csv")
                        .ends(65, "precalc: no file at {dir}/none.csv; name one with --input"),
                when("a query file that is a directory")
                        .runs("query --store {dir}/store --input {dir}")
                        .ends(65, "precalc: cannot read {dir}: Is a directory; name a file with --input"));
    }

    private static BadInput imported(String name, String row, String counts, String... serveRejects) {
        return when(name)
                .with(scene -> scene.imported("key,input,mw", row))
                .runs(SERVE)
                .ends(0)
                .prints("part-0001: 1 row = " + counts + "; #.# s")
                .leaves(SERVED)
                .says(R + "serve-rejects-0001.csv", serveRejects);
    }

    private static BadInput value(String name, String cell, String json) {
        return imported(name, Scene.ETHANOL + ",CCO," + cell, "1 item + 0 duplicates + 0 rejected")
                .leaves(and(SERVED, Scene.ETHANOL + " " + json));
    }

    private static BadInput reject(String name, String cells, String reason, String detail) {
        BadInput input = imported(
                name,
                Scene.ETHANOL + "," + cells,
                "0 items + 0 duplicates + 1 rejected (1 %s)".formatted(reason),
                "1,%s,%s,serve,%s,%s".formatted(Scene.ETHANOL, cells.split(",", -1)[0], reason, detail));
        return input.leaves(and(SERVED, Scene.ETHANOL + " " + reason));
    }

    /** The option, the value and what was expected. */
    static Stream<BadInput> values() {
        String query = "query --model eos3b5e --smiles CCO --store {dir}/store ";
        String run = "run --model eos3b5e --store {dir}/store --library {dir}/lib.csv --run r --runner ";
        return Stream.of(
                        List.of("api --port 70000", "--port 70000: expected 0 to 65,535; 0 takes a port that is free"),
                        List.of(
                                SERVE + "--partitions 1,x",
                                "--partitions x: expected numbers from 1 to 9,999, e.g. 1,11,21"),
                        List.of(
                                SERVE + "--write-budget 0",
                                "--write-budget 0: expected more than 0 write units a second"),
                        List.of(
                                "finish --model eos3b5e --store {dir}/store --continuation -1",
                                "--continuation -1: expected 0 to 9,998"),
                        List.of(
                                run + "embedded --model-version ''",
                                "--model-version '': expected a tag, e.g. v1.0.0, or none for the newest"),
                        List.of(
                                run + "embedded --max-parallel 0 --dry-run",
                                "--max-parallel 0: expected 1 to 9,999 jobs at once"),
                        List.of(
                                query + "--api example.org",
                                "--api example.org: expected the URL of a lookup API, e.g. https://abc.example.org/prod"),
                        List.of(
                                run + "docker --docker ''",
                                "--docker '': expected the name of a program or a path to it, e.g. docker"),
                        List.of(
                                run + "docker --network host",
                                "--network host: expected the name of a Docker network through which a server is reached, e.g."
                                        + " bridge"),
                        List.of(
                                run + "ersilia --ersilia ''",
                                "--ersilia '': expected the name of a program or a path to it, e.g. ersilia"),
                        List.of(
                                run + "ersilia --model-user a/b",
                                "--model-user a/b: expected the name of a user, e.g. nobody"),
                        List.of(
                                run + "embedded --deadline 0s",
                                "--deadline 0s: expected a duration or a time to come, e.g. 5h30m, PT5H30M or"
                                        + " 2026-11-22T18:00:00Z"))
                .map(given -> refused(given.get(1), given.get(0), "precalc: " + given.get(1)));
    }

    static Stream<BadInput> knownRows() {
        String planned = "plan " + E + "--library {dir}/lib.csv --run r ";
        String remedy = "; name a complete run of the same model version and runner, or omit the option";
        return Stream.of(
                refused(
                        "a run to take over from that is none",
                        planned + "--known-from a/../b",
                        "precalc: --known-from: not a run id: 'a/../b', expected 1 to 64 of A-Z a-z 0-9 . _ - without a dot in front (see precalc plan --help)"),
                when("a run to take over from that is not there")
                        .runs(planned + "--known-from gone")
                        .ends(65, "precalc: --known-from gone: {dir}/store has no such run with a plan" + remedy),
                when("a run to take over from that is not complete")
                        .with(scene -> scene.after(planned))
                        .runs(planned.replace("--run r", "--run s") + "--known-from r")
                        .ends(65, "precalc: --known-from r: it is not complete" + remedy),
                when("another run to take over from than the plan has")
                        .with(scene -> scene.after(planned))
                        .runs(planned + "--known-from s")
                        .ends(
                                ExitCode.USAGE,
                                "precalc: --known-from s contradicts run r, which was planned with none: omit it or begin another run"));
    }

    static Stream<BadInput> partitions() {
        String partition = "precalc: part-0001 of eos3b5e run r of {dir}/store ";
        String rows40 = "1234567890123456789012345678901234567890";
        return Stream.of(
                when("a partition that is absent")
                        .with(scene -> scene.after(PREDICT.replace("predict", "plan")))
                        .runs(SERVE + "--worker 1")
                        .ends(65, "precalc: part-0001 of eos3b5e run r is not in {dir}/store: predict it first"),
                when("no partition at all")
                        .with(scene -> scene.after(PREDICT.replace("predict", "plan")))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: no partition of run r of eos3b5e is predicted in {dir}/store: predict first"),
                when("a partition cut in mid-row")
                        .with(scene -> scene.after(PREDICT).cut(R + "part-0001.csv", 60))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: part-0001 of eos3b5e run r has the SHA-256 {sha}, its manifest says {sha}: predict it again with --force"),
                when("an imported partition cut in mid-row")
                        .with(scene -> scene.imported(
                                "key,input,mw,logp", Scene.ETHANOL + ",CCO,46.07,-0.1", Scene.ETHYLAMINE + ",CCN,45."))
                        .runs(SERVE)
                        .ends(0)
                        .prints("part-0001: 2 rows = 1 item + 0 duplicates + 1 rejected (1 invalid_input); #.# s")
                        .leaves(and(SERVED, Scene.ETHANOL + " [46.07,-0.1]", Scene.ETHYLAMINE + " invalid_input"))
                        .says(
                                R + "serve-rejects-0001.csv",
                                "2,%s,CCN,serve,invalid_input,\"3 cells, the header has 4\""
                                        .formatted(Scene.ETHYLAMINE)),
                when("an imported partition cut within quotes")
                        .with(scene -> scene.imported("key,input,name", Scene.ETHANOL + ",CCO,\"etha"))
                        .runs(SERVE)
                        .ends(65, partition + "is not CSV: record 2 opens a quote that is never closed"),
                when("a partition with another header")
                        .with(scene -> scene.imported("id,smiles,mw", "1,C,16"))
                        .runs(SERVE)
                        .ends(
                                65,
                                partition + "has the header 'id,smiles,mw', expected key,input and the output columns"),
                when("a partition that is empty")
                        .with(scene -> scene.imported(""))
                        .runs(SERVE)
                        .ends(65, partition + "has the header '', expected key,input and the output columns"),
                when("a partition that is no gzip")
                        .with(scene -> scene.bytes(R + "part-0001.csv.gz", "key,input,mw\n"))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: part-0001 of eos3b5e run r is not a valid gzip file: Not in GZIP format; predict or import it again"),
                when("rejects that are not those of the manifest")
                        .with(scene -> scene.after(PREDICT).file(R + "rejects-0001.csv", "row", "x,\"y"))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/rejects-0001.csv has the SHA-256 {sha}, its manifest says {sha}: predict the partition again with --force"),
                when("rejects that are gone")
                        .with(scene -> scene.after(PREDICT).delete(R + "rejects-0001.csv"))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/rejects-0001.csv is absent, its partition has 0 rejects: predict it again with --force"),
                when("a planned partition without a manifest")
                        .with(scene -> scene.after(PREDICT).delete(R + "part-0001.json"))
                        .runs(SERVE + "--worker 1")
                        .ends(
                                65,
                                "precalc: part-0001 of eos3b5e run r is not predicted in {dir}/store: its CSV has no manifest; predict it first"),
                when("rejects that nobody wrote, under a manifest that has no hash of them")
                        .with(scene -> scene.after(PREDICT)
                                .file(R + "rejects-0001.csv", "row", "x,\"y")
                                .replace(R + "part-0001.json", "rejects_sha256", "nothing_known"))
                        .runs(SERVE)
                        .ends(
                                65,
                                "precalc: {dir}/store/out/eos3b5e/r/rejects-0001.csv: record 2 opens a quote that is never closed; predict the partition again with --force"),
                imported(
                        "an MD5 key",
                        "900150983cd24fb0d6963f7d28e17f72,CCO,46",
                        "0 items + 0 duplicates + 1 rejected (1 invalid_key)",
                        "1,,CCO,serve,invalid_key,not a standard InChIKey"),
                imported(
                        "a key that is no standard one",
                        Scene.ETHANOL.replace("SA-", "NA-") + ",CCO,46",
                        "0 items + 0 duplicates + 1 rejected (1 invalid_key)",
                        "1,,CCO,serve,invalid_key,not a standard InChIKey"),
                reject("NaN", "CCO,NaN", "empty_output", "every value is empty"),
                reject("an empty cell", "CCO,", "empty_output", "every value is empty"),
                reject("inf", "CCO,inf", "number_out_of_range", "mw is inf"),
                reject("minus infinity", "CCO,-Infinity", "number_out_of_range", "mw is -Infinity"),
                reject("1e400", "CCO,1e400", "number_out_of_range", "mw is 1e400"),
                reject("1e-400", "CCO,1e-400", "number_out_of_range", "mw is 1e-400"),
                reject("a cell too many", "CCO,1,2", "invalid_input", "\"4 cells, the header has 3\""),
                reject("no input", ",1", "invalid_input", "input empty"),
                value("text", "high", "[\"high\"]"),
                value("007", "007", "[\"007\"]"),
                value("a number of 40 digits", rows40, "[1234567890123456789012345678901234567900]"),
                value("zero with a large exponent", "0e999", "[0]"),
                reject(
                        "an item over 400 KB",
                        "CCO," + "x".repeat(500_000),
                        "item_too_large",
                        "\"# bytes, an item holds 409600\""),
                when("equal keys")
                        .with(scene ->
                                scene.imported("key,input,mw", Scene.ETHANOL + ",CCO,1", Scene.ETHANOL + ",OCC,2"))
                        .runs(SERVE)
                        .ends(0)
                        .prints("part-0001: 2 rows = 1 item + 1 duplicate + 0 rejected; #.# s")
                        .leaves(and(SERVED, Scene.ETHANOL + " [2]")));
    }

    static Stream<BadInput> places() {
        String run = "run " + E + "--library {dir}/lib.csv --run r ";
        String toS3 = "predict --model eos3b5e --runner embedded --library {dir}/lib.csv --run r --store ";
        return Stream.of(
                refused(
                                "embedded to S3",
                                toS3 + "s3://bucket",
                                "precalc: --runner embedded is for trying out the pipeline and does not write to s3://bucket; --force writes there anyway")
                        .in(() -> NOBODY),
                refused(
                                "embedded to DynamoDB",
                                run + "--table dynamodb:predictions",
                                "precalc: --runner embedded is for trying out the pipeline and does not write to dynamodb:predictions; --force writes there anyway")
                        .in(() -> NOBODY),
                refused(
                        "a store of another kind",
                        toS3 + "gs://bucket",
                        "precalc: --store gs://bucket: expected a folder or s3://bucket[/prefix]"),
                refused(
                        "a store without a name",
                        toS3 + "''",
                        "precalc: --store '': expected a folder or s3://bucket[/prefix]"),
                refused(
                                "a bucket that cannot be one",
                                toS3 + "s3://B/x",
                                "precalc: --store s3://B/x: the name of a bucket has 3 to 63 characters of a-z 0-9 . -, the first and the last of a-z 0-9")
                        .in(S3::environment),
                refused(
                        "a library of another kind",
                        "plan " + E + "--library https://example.org/lib.csv",
                        "precalc: --library https://example.org/lib.csv: expected a path or s3://bucket/key"),
                refused(
                                "a library that is a bucket",
                                "plan " + E + "--library s3://bucket",
                                "precalc: --library s3://bucket: expected a path or s3://bucket/key")
                        .in(S3::environment),
                refused(
                        "a table of another kind",
                        run + "--table postgres:x",
                        "precalc: --table postgres:x: expected dynamodb:NAME or sqlite:PATH"),
                refused(
                        "a table without a name",
                        run + "--table sqlite:",
                        "precalc: --table sqlite:: expected dynamodb:NAME or sqlite:PATH"),
                refused(
                                "a table name that DynamoDB does not take",
                                SERVE + "--run r --table dynamodb:x",
                                "precalc: --table dynamodb:x: expected a name of 3 to 255 characters of A-Z a-z 0-9 _ . -")
                        .with(scene -> scene.after(PREDICT))
                        .in(DYNAMODB::environment),
                when("a bucket that is absent")
                        .runs(toS3 + "s3://no-such-bucket")
                        .in(S3::environment)
                        .ends(
                                69,
                                "precalc: cannot read s3://no-such-bucket/out/eos3b5e/r/plan.json: no such bucket (NoSuchBucket): create it or correct its name"),
                when("a table that is absent")
                        .runs(run + "--table dynamodb:no-such-table")
                        .in(DYNAMODB::environment)
                        .ends(
                                69,
                                "precalc: cannot read dynamodb:no-such-table: no such table in this region (ResourceNotFoundException): create it, or correct its name or AWS_REGION"),
                when("a table to compare with that is absent")
                        .with(scene -> scene.after(run.replace("run " + E, "run " + E + "-q ")))
                        .runs("diff table r --model eos3b5e --store {dir}/store --table dynamodb:no-such-table")
                        .in(DYNAMODB::environment)
                        .ends(
                                69,
                                "precalc: cannot read dynamodb:no-such-table: no such table in this region (ResourceNotFoundException): create it, or correct its name or AWS_REGION"),
                when("S3 without credentials")
                        .runs(toS3 + "s3://bucket")
                        .in(() -> Map.of(
                                "AWS_REGION",
                                "us-east-1",
                                "AWS_ENDPOINT_URL_S3",
                                S3.endpoint().toString()))
                        .ends(
                                69,
                                "precalc: cannot read s3://bucket/out/eos3b5e/r/plan.json: no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
                when("DynamoDB without credentials")
                        .runs(run + "--table dynamodb:predictions")
                        .in(() -> Map.of(
                                "AWS_REGION",
                                "us-east-1",
                                "AWS_ENDPOINT_URL_DYNAMODB",
                                DYNAMODB.endpoint().toString()))
                        .ends(
                                69,
                                "precalc: cannot read dynamodb:predictions: no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
                when("S3 that does not answer")
                        .runs(toS3 + "s3://bucket")
                        .in(() -> Map.of(
                                "AWS_ENDPOINT_URL",
                                "http://localhost:1",
                                "AWS_ACCESS_KEY_ID",
                                "test",
                                "AWS_SECRET_ACCESS_KEY",
                                "test"))
                        .ends(
                                69,
                                "precalc: cannot read s3://bucket/out/eos3b5e/r/plan.json: no connection (Connect to http://localhost:# failed: Connection refused): start the service or correct AWS_ENDPOINT_URL"),
                when("a store that is not writable")
                        .runs(PREDICT.replace("{dir}/store", "/proc/x"))
                        .ends(
                                69,
                                "precalc: cannot write /proc/x/out/eos3b5e/r/plan.json: its folder cannot be created: make the folder writable or choose another with --store"),
                when("a store that is a file")
                        .runs(PREDICT.replace("{dir}/store", "{dir}/lib.csv"))
                        .ends(69, "precalc: {dir}/lib.csv is a file, not a folder: choose another with --store"),
                when("a table that is not writable")
                        .runs(run + "--table sqlite:/proc/x/y.db")
                        .ends(
                                69,
                                "precalc: cannot create the folder of sqlite:/proc/x/y.db: no such file or folder: make its parent writable or name another file with --table"),
                when("a table that is no database")
                        .with(scene -> scene.after(PREDICT))
                        .runs(SERVE + "--table sqlite:{dir}/lib.csv")
                        .ends(
                                69,
                                "precalc: sqlite:{dir}/lib.csv is not an SQLite database: move the file away or name another with --table"),
                when("an output that is not writable")
                        .runs(run + "--output /proc/x/y")
                        .ends(
                                69,
                                "precalc: cannot write /proc/x/y: no such file or folder; name another file with --output"),
                refused(
                        "an output that is a folder",
                        run + "--output {dir}",
                        "precalc: {dir} is a folder: name a file in it with --output"),
                when("no ersilia on the PATH")
                        .runs(
                                "run --model eos3b5e --store {dir}/store --library {dir}/lib.csv --run r --ersilia no-ersilia")
                        .ends(
                                69,
                                "precalc: no-ersilia cannot be run (No such file or directory); install the Ersilia CLI (pip install ersilia), or name it with --ersilia PATH"),
                when("an ersilia that is no program")
                        .runs(
                                "predict --model eos3b5e --store {dir}/store --library {dir}/lib.csv --run r --ersilia {dir}/lib.csv")
                        .ends(
                                69,
                                "precalc: {dir}/lib.csv cannot be run (Permission denied); install the Ersilia CLI (pip install ersilia), or name it with --ersilia PATH"));
    }
}
