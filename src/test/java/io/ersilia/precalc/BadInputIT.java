package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs a process of its own: a full disk, a working folder, two processes at once. */
class BadInputIT {

    /** In blocks of 512 bytes: 2 MiB, so that the native libraries fit when they are unpacked. */
    private static final String TWO_MEBIBYTES = "ulimit -f 4096";

    private static final int UNAVAILABLE = 69;
    private static final int USAGE = 2;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void makeRoom() throws IOException {
        Files.createDirectories(folder.resolve("tmp"));
    }

    private PackagedPrecalc precalc() {
        return new PackagedPrecalc(folder).java("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    }

    private PackagedPrecalc.Result run(PackagedPrecalc precalc, String command)
            throws IOException, InterruptedException {
        return precalc.run(command.split(" ", -1));
    }

    private void library(int rows, String prefix) throws IOException {
        List<String> smiles = IntStream.rangeClosed(1, rows)
                .mapToObj(i -> prefix + "C".repeat(i % 60 + 1) + "N" + "C".repeat(i / 60))
                .toList();
        Files.writeString(folder.resolve("lib.csv"), "smiles\n" + String.join("\n", smiles) + "\n");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aDiskThatIsFullForTheStore() throws Exception {
        library(3, "");

        PackagedPrecalc.Result result = run(
                precalc().after("ulimit -f 16"),
                "plan -m eos3b5e --runner embedded --store store -i lib.csv --run r --workers 256");

        assertThat(result)
                .isEqualTo(new PackagedPrecalc.Result(
                        UNAVAILABLE,
                        "",
                        "precalc: cannot write %s/store/out/eos3b5e/r/plan.json: File too large: raise the limit (ulimit -f) and run the same command again\n"
                                .formatted(folder.toRealPath())));
        assertThat(files()).containsExactly("lib.csv");
    }

    @Test
    void aDiskThatIsFullForTemporaryFiles() throws Exception {
        library(1_500, "C".repeat(2_000) + ".");

        PackagedPrecalc.Result result = run(
                precalc().after(TWO_MEBIBYTES),
                "predict -q -m eos3b5e --runner embedded --store store -i lib.csv --run r --worker 1 --workers 1");

        assertThat(result)
                .isEqualTo(new PackagedPrecalc.Result(
                        UNAVAILABLE,
                        "",
                        "precalc: cannot keep the rows of part-0001 of eos3b5e run r in the temporary folder %s: File too large: free some space there and run the same command again\n"
                                .formatted(folder.resolve("tmp"))));
        assertThat(files()).containsExactly("lib.csv", "store/out/eos3b5e/r/plan.json");
    }

    @Test
    void aFolderForTemporaryFilesThatDoesNotExist() throws Exception {
        library(3, "");
        Path none = folder.resolve("none");

        for (String command : List.of("run --workers 1 -i lib.csv --runner embedded", "export --output data")) {
            PackagedPrecalc.Result result = run(
                    new PackagedPrecalc(folder).java("-Djava.io.tmpdir=" + none),
                    command + " -q -m eos3b5e --run r --store store");

            assertThat(result.code()).as(result.err()).isEqualTo(UNAVAILABLE);
            assertThat(result.err())
                    .endsWith(
                            ": %s does not exist: create it, or name another with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER\n"
                                    .formatted(none));
            run(precalc(), "run --workers 1 -i lib.csv --runner embedded -q -m eos3b5e --run r --store store");
        }
    }

    @Test
    void aPathThatTheLocaleCannotName() throws Exception {
        PackagedPrecalc.Result result = run(
                precalc()
                        .with("LC_ALL", "POSIX")
                        .by("sh", "-c", "exec \"$@\" --library \"$(printf 'caf\\303\\251.csv')\"", "sh"),
                "plan -m eos3b5e --runner embedded --store store");

        assertThat(result.code()).isEqualTo(USAGE);
        assertThat(result.err())
                .startsWith("precalc: --library: the path 'caf")
                .endsWith(
                        ".csv' has characters that this locale cannot name (ANSI_X3.4-1968): run the same command with LC_ALL=C.UTF-8, or name another\n");
    }

    @Test
    void aDiskThatIsFullForTheTable() throws Exception {
        Path csv = folder.resolve("store/out/eos3b5e/r/part-0001.csv");
        Files.createDirectories(csv.getParent());
        StringBuilder rows = new StringBuilder("key,input,mw\n");
        for (int i = 0; i < 26 * 26 * 26; i++) {
            rows.append("AAAAAAAAAAA%c%c%c-UHFFFAOYSA-N,CCO,%d\n"
                    .formatted('A' + i / 676, 'A' + i / 26 % 26, 'A' + i % 26, i));
        }
        Files.writeString(csv, rows.toString());

        PackagedPrecalc.Result result =
                run(precalc().after(TWO_MEBIBYTES), "serve -q -m eos3b5e --store store --run r");

        assertThat(result.code()).as(result.err()).isEqualTo(UNAVAILABLE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .matches(
                        "precalc: cannot write sqlite:%s/store/predictions.db: disk full or broken \\(\\[SQLITE_[A-Z_]+\\][^\\n]*\\): free space there and run the same command again \\(17,576 of 17,576 items of part-0001 of eos3b5e run r are not in the table\\)\\n"
                                .formatted(folder.toRealPath()));
        assertThat(files()).noneMatch(file -> file.contains(".served.") || file.startsWith("tmp/"));
        assertThat(run(precalc(), "serve -q -m eos3b5e --store store --run r").out())
                .startsWith("part-0001: 17,576 rows = 17,576 items + 0 duplicates + 0 rejected;");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({"500, x.parquet", "2, x.jsonl"})
    void aDiskThatIsFullForADataset(int letters, String output) throws Exception {
        Path csv = folder.resolve("store/out/eos3b5e/r/part-0001.csv");
        Files.createDirectories(csv.getParent());
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder("key,input,%s\n".formatted("c".repeat(200)));
        for (int i = 0; i < 26 * 26 * 26; i++) {
            String input = random.ints(letters, 'A', 'Z' + 1)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            rows.append("AAAAAAAAAAA%c%c%c-UHFFFAOYSA-N,%s,%d\n"
                    .formatted('A' + i / 676, 'A' + i / 26 % 26, 'A' + i % 26, input, i));
        }
        Files.writeString(csv, rows.toString());

        PackagedPrecalc.Result result = run(
                precalc().after(TWO_MEBIBYTES), "export -q -m eos3b5e --partial --store store --output data/" + output);

        assertThat(result.err().lines().skip(1))
                .containsExactly(
                        "precalc: cannot make the dataset in the temporary folder %s: File too large: free some space there and run the same command again"
                                .formatted(folder.resolve("tmp")));
        assertThat(result.code()).isEqualTo(UNAVAILABLE);
        assertThat(result.out()).isEmpty();
        assertThat(files()).containsExactly("store/out/eos3b5e/r/part-0001.csv");
    }

    @Test
    void aDiskThatIsFullForTheNativeLibraries() throws Exception {
        library(3, "");

        PackagedPrecalc.Result table =
                run(precalc().after("ulimit -f 100"), "query -m eos3b5e --store store LFQSCWFLJHTTHZ-UHFFFAOYSA-N");
        PackagedPrecalc.Result screening = run(
                precalc().after("ulimit -f 100"),
                "predict -q -m eos3b5e --runner embedded --store store -i lib.csv --run r");

        assertThat(table.code()).isEqualTo(3); // no table, and so nothing to load
        assertThat(screening)
                .isEqualTo(new PackagedPrecalc.Result(
                        UNAVAILABLE,
                        "",
                        "precalc: the native InChI library does not load; make the temporary folder %s writable and free of noexec\n"
                                .formatted(folder.resolve("tmp"))));
        assertThat(files()).containsExactly("lib.csv", "store/out/eos3b5e/r/plan.json");
    }

    @Test
    void aFileOfPropertiesWithABadValue() throws Exception {
        library(3, "");
        Files.writeString(folder.resolve("precalc.properties"), "sample=ten\n");
        String command = "plan -m eos3b5e --runner embedded --store store -i lib.csv";

        assertThat(run(precalc(), command))
                .isEqualTo(
                        new PackagedPrecalc.Result(
                                USAGE,
                                "",
                                "precalc: --sample ten: expected a whole number (it comes from precalc.properties; see precalc plan --help)\n"));
        Files.write(folder.resolve("precalc.properties"), new byte[] {'a', '=', (byte) 0xff});
        assertThat(run(precalc(), command))
                .isEqualTo(new PackagedPrecalc.Result(
                        USAGE,
                        "",
                        "precalc: %s/precalc.properties is not a properties file in UTF-8 (Input length = 1): correct it or remove it (see precalc plan --help)\n"
                                .formatted(folder.toRealPath())));
        assertThat(run(precalc(), "plan --help").code()).isZero();
        assertThat(files()).containsExactly("lib.csv", "precalc.properties");
    }

    @Test
    void flagBeatsEnvironmentBeatsFile() throws Exception {
        library(30, "");
        Files.writeString(
                folder.resolve("precalc.properties"),
                "model=eos3b5e\nrunner=embedded\nstore=store\nlibrary=lib.csv\nsample=4\nworkers=4\nformat=json\n");

        String file = run(precalc(), "plan --run a").out();
        String environment =
                run(precalc().with("PRECALC_SAMPLE", "5"), "plan --run b").out();
        String flag = run(precalc().with("PRECALC_SAMPLE", "5"), "plan --run c --sample 6")
                .out();

        assertThat(file).contains("\"rows\" : 4,").contains("\"workers\" : 4,");
        assertThat(environment).contains("\"rows\" : 5,").contains("\"workers\" : 4,");
        assertThat(flag).contains("\"rows\" : 6,").contains("\"workers\" : 4,");
    }

    /** Both may finish; the partition is one process's whole result. */
    @Test
    void twoProcessesOnOneWorker() throws Exception {
        library(4_000, "");
        String[] command =
                "predict -q -m eos3b5e --runner embedded --store store -i lib.csv --run r --worker 1 --workers 1"
                        .split(" ", -1);

        PackagedPrecalc.Running one = precalc().start(command);
        PackagedPrecalc.Running two = precalc().start(command);

        assertThat(List.of(one.await(), two.await())).allSatisfy(result -> {
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).startsWith("run r, worker 1 of 1: 4,000 rows in = 4,000 predicted + 0 rejected;");
        });
        String run = "store/out/eos3b5e/r/";
        assertThat(files())
                .containsExactly(
                        "lib.csv",
                        run + "model.json",
                        run + "part-0001.csv",
                        run + "part-0001.json",
                        run + "part-0001.log",
                        run + "part-0001.stats.json",
                        run + "plan.json",
                        run + "rejects-0001.csv");
        assertThat(run(precalc(), "serve -q -m eos3b5e --store store").code())
                .isZero(); // its SHA-256 is the manifest's
    }
}
