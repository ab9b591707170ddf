package io.ersilia.precalc.model.ersilia;

import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Calls the program as one would who believes exit codes: fetch, serve, run. */
final class NaiveCaller {

    private final FakeErsiliaHome home;
    private final Path output;

    NaiveCaller(FakeErsiliaHome home) {
        this.home = home;
        this.output = home.home().resolve("naive.csv");
    }

    /** Returns the exit code. */
    int call(String... args) throws IOException, InterruptedException {
        Process process = start(args);
        process.getOutputStream().close();
        return process.waitFor();
    }

    /** Returns whether the program is still running after a while, waiting for somebody to answer. */
    boolean waits(String... args) throws IOException, InterruptedException {
        Process process = start(args);
        try {
            return !process.waitFor(1, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(FakeErsiliaHome.program().toString()));
        all.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(home.home().resolve("naive.log").toFile());
        builder.environment().clear();
        builder.environment().putAll(home.environment());
        return builder.start();
    }

    int run(List<String> smiles) throws IOException, InterruptedException {
        Path input = home.home().resolve("naive-input.csv");
        Files.write(input, smiles);
        return call("run", "-i", input.toString(), "-o", output.toString());
    }

    /** The input with the header that the program wants. */
    static List<String> withHeader(List<String> smiles) {
        List<String> lines = new ArrayList<>(List.of("smiles"));
        lines.addAll(smiles);
        return lines;
    }

    boolean hasOutput() {
        return Files.exists(output);
    }

    /** What it would store: the cells of each molecule. */
    Map<String, List<String>> values() throws IOException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String line : Files.readAllLines(output)) {
            List<String> cells = Arrays.asList(line.split(",", -1));
            values.put(cells.get(1), cells.subList(2, cells.size()));
        }
        values.remove("input");
        return values;
    }

    /** What it would store them under. */
    List<String> keys() throws IOException {
        return Files.readAllLines(output).stream()
                .skip(1)
                .map(line -> line.split(",", -1)[0])
                .toList();
    }
}
