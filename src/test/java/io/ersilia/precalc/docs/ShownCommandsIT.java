package io.ersilia.precalc.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.PythonTools;
import io.ersilia.precalc.aws.DynamoDbServer;
import io.ersilia.precalc.aws.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Runs every command that a document shows, in its order, against the packaged jar, S3 and DynamoDB. Each must end as the
 * document says. Not run here: docs/surviving.md, which SurvivingIT runs and compares with what comes out; and what is
 * typed at GitHub, the AWS command line, npm and Maven, which stand-ins note.
 */
class ShownCommandsIT {

    private static final String TABLE = "precalculations-table";

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    @RegisterExtension
    static final DynamoDbServer DYNAMODB = new DynamoDbServer();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void whatTheReaderHasOnAws() {
        DynamoDbServer.makeTable(DYNAMODB.client(), TABLE);
        for (String bucket : List.of("my-bucket", "bucket")) {
            S3.client().createBucket(create -> create.bucket(bucket));
            for (String library : List.of("molecules.csv", "precalc/reference_library.csv")) {
                S3.client().putObject(put -> put.bucket(bucket).key(library), RequestBody.fromString(Site.MOLECULES));
            }
        }
    }

    @AfterEach
    void nothingIsLeft() {
        DYNAMODB.client().deleteTable(delete -> delete.tableName(TABLE));
        for (String bucket : List.of("my-bucket", "bucket")) {
            S3.client()
                    .listObjectsV2Paginator(list -> list.bucket(bucket))
                    .contents()
                    .forEach(object -> S3.client()
                            .deleteObject(delete -> delete.bucket(bucket).key(object.key())));
            S3.client().deleteBucket(delete -> delete.bucket(bucket));
        }
    }

    private Site.Outcome run(String document, String before, Map<String, String> words)
            throws IOException, InterruptedException {
        Map<String, String> services = new HashMap<>(DYNAMODB.environment());
        services.putAll(S3.environment());
        try (Site site = new Site(folder, services)) {
            String script = ShownCommands.in(Path.of(document)).script();
            for (Map.Entry<String, String> word : words.entrySet()) {
                assertThat(script).as("the words that this test replaces").contains(word.getKey());
                script = script.replace(word.getKey(), word.getValue());
            }
            return site.run(before + script);
        }
    }

    private static void assertFailed(Site.Outcome outcome, String... expected) {
        assertThat(outcome.failed()).as(outcome.said()).containsExactly(expected);
    }

    @Test
    void readme() throws Exception {
        Site.Outcome outcome = run("README.md", "", Map.of());

        assertFailed(outcome, "3 ./precalc query --model eos3b5e --smiles 'CC(=O)Oc1ccccc1C(=O)O' CCO");
        assertThat(outcome.noted()).contains("mvn verify", "mvn -f infra/pom.xml verify");
    }

    @Test
    void guide() throws Exception {
        // Three workers rehearse in rehearsal.md.
        Map<String, String> oneWorker = Map.of("docs/rehearse\n", "WORKERS=1 docs/rehearse\n");

        assertFailed(
                run("docs/guide.md", "", oneWorker),
                "4 ./precalc finish --model eos4e40 --run r1",
                "4 ./precalc finish --model eos4e40 --nearest");
    }

    @Test
    void assistants() throws Exception {
        Site.Outcome outcome = run(
                "docs/assistants.md",
                "./precalc run --model eos3b5e --library test_input.csv --runner embedded\n",
                Map.of());

        assertFailed(outcome);
        assertThat(outcome.said()).contains("lookup_predictions");
    }

    @Test
    void contributing() throws Exception {
        assertFailed(run("CONTRIBUTING.md", "", Map.of()));
    }

    @Test
    void lookups() throws Exception {
        Site.Outcome outcome = run(
                "docs/api.md",
                "./precalc run --model eos3b5e --library test_input.csv --runner embedded\n",
                Map.of(
                        "https://abc123.execute-api.eu-central-1.amazonaws.com/prod", "http://127.0.0.1:8080",
                        "=…", "=secret"));

        assertFailed(
                outcome,
                "3 ./precalc query --model eos3b5e --input list.csv --output answers.csv",
                "3 ./precalc query --model eos3b5e --input list.csv --api http://127.0.0.1:8080",
                "3 ./precalc query --model eos3b5e --smiles 'CC(=O)Oc1ccccc1C(=O)O' '[Na+].CC(=O)Oc1ccccc1C(=O)[O-]'");
        assertThat(outcome.said()).contains("\"value\":[180.159]");
    }

    @Test
    void cost() throws Exception {
        assertFailed(run("docs/cost.md", """
                precalc() { ./precalc "$@"; }
                ./precalc run --model eos3b5e --library test_input.csv --runner embedded --workers 2 --run r
                """, Map.of()));
    }

    @Test
    void report() throws Exception {
        assertFailed(
                run("docs/report.md", "./precalc run --model eos4e40 --run r1 --library test_input.csv\n", Map.of()));
    }

    @Test
    void diff() throws Exception {
        Site.Outcome outcome = run("docs/diff.md", "", Map.of());

        assertFailed(outcome);
        assertThat(outcome.said()).contains("equal: nothing changed by more than the tolerance");
    }

    @Test
    void incremental() throws Exception {
        Site.Outcome outcome = run("docs/incremental.md", "", Map.of());

        assertFailed(outcome);
        assertThat(outcome.said())
                .contains("30 of 32 molecules are known from run first: 2 to predict")
                .contains("run second: 32 rows in, 2 predicted, 30 taken over, 32 served");
    }

    @Test
    void publish() throws Exception {
        Site.Outcome outcome = run("docs/publish.md", "", Map.of());

        assertFailed(outcome);
        assertThat(outcome.said()).contains("now see run new").contains("now see run old");
    }

    @Test
    void campaigns() throws Exception {
        Site.Outcome outcome = run("docs/campaigns.md", "", Map.of());

        assertFailed(outcome);
        assertThat(outcome.said()).contains("1 model: 1 never predicted", "1 model: 1 known");
        assertThat(outcome.noted()).contains("gh variable set PRECALC_CAMPAIGN --body campaign.yml");
    }

    @Test
    void operations() throws Exception {
        Site.Outcome outcome = run(
                "docs/operations.md",
                """
                ./precalc run --model eos4e40 --run r1 --store s3://bucket/precalc
                start_server ./precalc api --table dynamodb:precalculations-table --port 8080
                """,
                Map.of(
                        "BUCKET", "bucket",
                        "https://ID.execute-api.REGION.amazonaws.com/v1", "http://127.0.0.1:8080",
                        "--run ID", "--run r1",
                        "sleep 10", "sleep 0",
                        "=…", "=secret"));

        assertFailed(outcome);
        assertThat(outcome.noted())
                .contains("gh variable set PRECALC_STORE --body s3://bucket/precalc --repo OWNER/NAME");
    }

    @Test
    void rehearsal() throws Exception {
        String twoMolecules = "LIBRARY=$PWD/two.csv WORKERS=256"; // each is a job of two processes
        assertFailed(
                run(
                        "docs/rehearsal.md",
                        "printf 'smiles\\nCCO\\nCCN\\n' >two.csv\n",
                        Map.of(
                                "/tmp/lost", "lost",
                                "/tmp/many", "many",
                                "WORKERS=256", twoMolecules,
                                "RUN=17", "WORKERS=1 RUN=17")),
                "2 SAMPLE_ONLY=ten docs/rehearse");
    }

    @Test
    void workflows() throws Exception {
        Site.Outcome outcome = run("docs/workflows.md", """
                mkdir precalc-release && cp precalc precalc-release/precalc
                tar -czf precalc.tar.gz --transform 's/^precalc-release/precalc/' precalc-release && mv precalc launcher
                sha256sum precalc.tar.gz >SHA256SUMS
                """, Map.of());

        assertFailed(outcome);
        assertThat(outcome.noted())
                .contains("gh workflow run predict-parallel.yml -f model-id=eos4e40 -f sample-only=50");
    }

    @Test
    void infra() throws Exception {
        Site.Outcome outcome = run("infra/README.md", "", Map.of());

        assertFailed(outcome);
        assertThat(outcome.noted()).contains("npx cdk synth -c repository=OWNER/NAME");
    }

    @Test
    void datasets() throws Exception {
        Path document = Path.of("docs/datasets.md").toAbsolutePath();

        Site.Outcome outcome = run(
                "docs/datasets.md",
                "./precalc run --model eos3b5e --library molecules.csv --runner embedded\n",
                Map.of());

        assertFailed(outcome);
        String statement = outcome.said().substring(outcome.said().lastIndexOf("CREATE EXTERNAL TABLE"));
        assertThat(Files.readString(document)).contains("```sql\n" + statement + "```");
        assertThat(PythonTools.datasets("documented", document.toString(), folder.toString()))
                .isEqualTo("3");
    }

    @Test
    void engines() throws Exception {
        Site.Outcome outcome = run(
                "docs/engines.md",
                """
                validate=%s
                printf '#!/bin/sh\nsh -n && echo "sbatch $*" >>"$SITE/noted" && echo 7\n' >bin/sbatch
                printf '#!/bin/sh\nsed "s/generateName: .*/name: x/" "$3" >job.yaml && %%s --strict -k 1.31 job.yaml\n' "$validate" >bin/kubectl
                chmod +x bin/sbatch bin/kubectl
                qsub() {
                  case $1 in
                    -J) shift 3 && PBS_ARRAY_INDEX=2 PBS_JOBID='8[2].host' "$@" ;;
                    -t) shift 4 && JOB_ID=9 SGE_TASK_ID=3 SGE_TASK_FIRST=1 SGE_TASK_LAST=4 SGE_TASK_STEPSIZE=1 "$@" ;;
                  esac
                }
                """.formatted(PythonTools.program("kubernetes-validate")),
                Map.of(
                        "cpu\n", "cpu --yes\n",
                        "s3://my-bucket\n", "s3://my-bucket --yes\n",
                        "/shared/precalc", "shared",
                        "--workers 50", "--workers 4"));

        assertFailed(outcome);
        assertThat(outcome.noted())
                .anyMatch(call -> call.startsWith("sbatch ") && call.endsWith(" --partition=cpu"))
                .anyMatch(call -> call.startsWith("aws batch submit-job ") && call.contains(" --job-queue QUEUE "));
        assertThat(outcome.said())
                .contains("submitted: predict 7 serve 7 finish 7", "submitted: predict 5 serve 5 finish 5")
                .contains("worker 2 of 4, from PBS_ARRAY_INDEX=2", "worker 3 of 4, from SGE_TASK_ID=3");
    }

    @Test
    void everyDocumentThatShowsCommandsIsRun() throws IOException {
        TreeSet<String> showing = new TreeSet<>();
        for (Path document : ShownCommands.documents()) {
            if (!ShownCommands.in(document).blocks().stream()
                    .collect(Collectors.joining())
                    .isBlank()) {
                showing.add(document.toString().replace('\\', '/'));
            }
        }
        assertThat(showing)
                .containsExactly(
                        "CONTRIBUTING.md",
                        "README.md",
                        "docs/api.md",
                        "docs/assistants.md",
                        "docs/campaigns.md",
                        "docs/cost.md",
                        "docs/datasets.md",
                        "docs/diff.md",
                        "docs/engines.md",
                        "docs/guide.md",
                        "docs/incremental.md",
                        "docs/operations.md",
                        "docs/publish.md",
                        "docs/rehearsal.md",
                        "docs/report.md",
                        "docs/surviving.md",
                        "docs/workflows.md",
                        "infra/README.md");
    }
}
