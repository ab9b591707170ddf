package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.bench.LargeFiles;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import io.ersilia.precalc.model.ersilia.fake.FakeModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what docs/surviving.md shows, and demands that it shows what comes out. With {@code -Ddocs.write=true} it is
 * written there instead.
 */
class SurvivingIT {

    private static final Path DOCUMENT =
            Path.of(System.getProperty("basedir", ""), "docs/surviving.md").toAbsolutePath();

    @TempDir
    private Path folder = Path.of("");

    private FakeErsiliaHome home;
    private final StringBuilder transcript = new StringBuilder();

    @BeforeEach
    void makeHome() throws IOException {
        home = FakeErsiliaHome.in(folder).installed("eos3b5e", "v1.0.0");
    }

    @AfterEach
    void leaveNothing() {
        home.close();
    }

    @Test
    void aSliceOfTenThousandIsKilledThreeTimes() throws Exception {
        LargeFiles.keyedLibrary(folder.resolve("molecules.csv"), 10_000);
        try (FakeModelServer server = FakeModelServer.start(home.eos())) {
            String[] command = predict("--runner", "http", "--model-url", server.url(), "--run", "r1");
            int calls = 0;
            for (long hang : new long[] {2_500, 5_500, 9_500}) {
                home.faults("hang", LargeFiles.smiles(hang));
                PackagedPrecalc.Running running = start(command);
                // first well-known molecules twice and what is before the molecule that hangs, then nothing comes any
                // more
                calls += 2 + (int) (hang - kept() + 999) / 1000 + (calls == 0 ? 1 : 0);
                int expected = calls;
                running.await(() -> server.requests() >= expected);
                running.process().destroyForcibly();
                said(command, server.url(), running.await(), "Killed");
            }
            home.faults();

            said(command, server.url(), start(command).await(), "");

            assertTrueFor(10_000, List.of());
            assertThat(kept()).isZero();
        }
        assertShown("killed");
    }

    @Test
    void aBatchOfThousandHasSevenPoisonMolecules() throws Exception {
        LargeFiles.keyedLibrary(folder.resolve("molecules.csv"), 1_000);
        List<String> poison = IntStream.of(11, 99, 370, 371, 372, 640, 999)
                .mapToObj(LargeFiles::smiles)
                .toList();
        home.faults("fail", String.join(" ", poison));
        try (FakeModelServer server = FakeModelServer.start(home.eos())) {
            String[] command = predict("--runner", "http", "--model-url", server.url(), "--run", "r1");

            said(command, server.url(), start(command).await(), "");

            transcript.append("%d calls of the model, 5 without poison%n".formatted(server.requests()));
            int most = 5 + 2 * 7 * 10; // 2·k·ceil(log2 n) for k = 7 culprits in n = 990
            assertThat(server.requests()).isLessThanOrEqualTo(most);
        }
        assertTrueFor(1_000, poison);
        assertThat(Files.readAllLines(folder.resolve("store/out/eos3b5e/r1/rejects-0001.csv")))
                .hasSize(1 + 7)
                .filteredOn(line -> line.contains(",model_failed,"))
                .hasSize(7);
        assertShown("poison");
    }

    @Test
    void aModelDropsOneRowInAThousand() throws Exception {
        LargeFiles.keyedLibrary(folder.resolve("molecules.csv"), 3_000);
        home.faults("drop.every", "1000");
        String[] command = predict("--run", "r1");

        said(command, "", start(command).await(), "");

        assertTrueFor(3_000, List.of());
        assertShown("dropped");
    }

    @Test
    void aModelThatReversesItsAnswersServesNothing() throws Exception {
        LargeFiles.keyedLibrary(folder.resolve("molecules.csv"), 60);
        home.faults("run.order", "reversed");
        String[] command = predict("--run", "r1");

        PackagedPrecalc.Result result = start(command).await();

        said(command, "", result, "exit code 70");
        assertThat(result.code()).isEqualTo(70);
        assertThat(folder.resolve("store/out/eos3b5e/r1/part-0001.csv")).doesNotExist();
        assertThat(folder.resolve("store/out/eos3b5e/r1/part-0001.json")).doesNotExist();
        assertShown("reversed");
    }

    private static String[] predict(String... more) {
        List<String> command = new ArrayList<>(List.of(
                "predict", "--model", "eos3b5e", "--library", "molecules.csv", "--trust-keys", "--store", "store"));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    private PackagedPrecalc.Running start(String... command) throws IOException {
        return new PackagedPrecalc(folder)
                .with(home.environment())
                .with("PATH", FakeErsiliaHome.program().getParent() + ":" + System.getenv("PATH"))
                .start(command);
    }

    /** How many rows of the slice are in kept batches. */
    private long kept() throws IOException {
        Path checkpoints = folder.resolve("store/out/eos3b5e/r1/checkpoints/0001");
        if (!Files.isDirectory(checkpoints)) {
            return 0;
        }
        try (var files = Files.list(checkpoints)) {
            return files.map(file -> file.getFileName().toString().split("[-.]"))
                    .filter(name -> name.length == 4)
                    .mapToLong(name -> Long.parseLong(name[2]))
                    .max()
                    .orElse(0);
        }
    }

    /** Every molecule has its own value, but for the poisonous, which have none. */
    private void assertTrueFor(long rows, List<String> poison) throws IOException {
        Map<String, String> values = Files.readAllLines(folder.resolve("store/out/eos3b5e/r1/part-0001.csv")).stream()
                .skip(1)
                .collect(Collectors.toMap(
                        line -> line.split(",", -1)[1], line -> line.split(",", 3)[2], (one, other) -> "twice"));
        for (long row = 0; row < rows; row++) {
            String smiles = LargeFiles.smiles(row);
            assertThat(values.get(smiles))
                    .as(smiles)
                    .isEqualTo(poison.contains(smiles) ? null : String.join(",", FakeModel.cells(smiles)));
        }
        assertThat(values).hasSize((int) rows - poison.size());
    }

    /** Notes what a person would have seen, without what differs from time to time. */
    private void said(String[] command, String url, PackagedPrecalc.Result result, String end) {
        transcript.append("$ precalc ").append(String.join(" ", command)).append('\n');
        (result.err() + result.out())
                .lines()
                .filter(line -> !line.startsWith("precalc: predict: ")) // progress
                .forEach(line -> transcript.append(line).append('\n'));
        if (!end.isEmpty()) {
            transcript.append(end).append('\n');
        } else {
            assertThat(result.code()).as(result.err()).isZero();
        }
        String plain = (url.isEmpty()
                        ? transcript.toString()
                        : transcript.toString().replace(url, "http://127.0.0.1:8080"))
                .replaceAll("; [0-9.]+ s\n", "; … s\n")
                .replaceAll("\\S+ among (\\d+) others", "… among $1 others"); // by chance
        transcript.setLength(0);
        transcript.append(plain);
    }

    private void assertShown(String name) throws IOException {
        String document = Files.readString(DOCUMENT);
        Matcher block = Pattern.compile("(<!-- transcript: " + name + " -->\n```console\n)(.*?)(```\n)", Pattern.DOTALL)
                .matcher(document);
        assertThat(block.find()).as("a transcript named " + name).isTrue();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(
                    DOCUMENT,
                    block.replaceFirst(Matcher.quoteReplacement(block.group(1) + transcript + block.group(3))));
        } else {
            assertThat(block.group(2)).isEqualTo(transcript.toString());
        }
    }
}
