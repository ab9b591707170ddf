package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.PackagedPrecalc.Result;
import io.ersilia.precalc.table.Items;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged jar says of two runs, beside what SciPy, NumPy and pandas make of them. */
class DiffIT {

    private static final int DIFFERENT = 5;
    private static final int ROWS = 6_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyFigureIsThatOfOtherPrograms() throws Exception {
        Path python = PythonTools.program("python");
        Random random = new Random(20);
        Path a = partition("a", random, 0);
        Path b = partition("b", random, 0.2);

        Result result = new PackagedPrecalc(folder)
                .run(("diff a b --model eos1aaa --store store --partial -q --tolerance 0.05 --relative 0.01"
                                + " --format json --output difference.json")
                        .split(" ", -1));

        assertThat(result.code()).as(result.err()).isEqualTo(DIFFERENT);
        assertThat(result.out()).isEmpty();
        Process reader = new ProcessBuilder(
                        python.toString(),
                        "src/test/python/diffs.py",
                        folder.resolve("difference.json").toString(),
                        a.toString(),
                        b.toString(),
                        "0.05",
                        "0.01")
                .redirectErrorStream(true)
                .start();
        String said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(reader.waitFor()).as(said).isZero();
        assertThat(said).startsWith("compared ").endsWith(" 6\n");
    }

    /** Some of 10,000 molecules, a tenth of them twice, with values of every kind. */
    private Path partition(String run, Random random, double shift) throws IOException {
        List<String> lines = new ArrayList<>(List.of("key,input,number,exact,whole,class,text,empty"));
        for (int i = 0; i < ROWS; i++) {
            int molecule = random.nextInt(10_000);
            Random own = new Random(molecule); // the same in both runs
            double value = own.nextGaussian() * 3;
            boolean moved = random.nextInt(3) == 0;
            lines.add(String.join(
                    ",",
                    Items.key(molecule).value(),
                    "C".repeat(1 + molecule % 9),
                    Double.toString(moved ? value + shift * random.nextGaussian() : value),
                    "%d.%s%d".formatted(own.nextInt(100), "1234567890".repeat(2), moved ? 1 + random.nextInt(9) : 1),
                    random.nextInt(7) == 0 ? "" : Integer.toString(own.nextInt(1_000) - (moved ? 3 : 0)),
                    Integer.toString(random.nextInt(20) == 0 ? 1 : own.nextInt(2)),
                    random.nextInt(30) == 0 ? "" : (own.nextBoolean() ? "active" : moved ? "inactive" : "unknown"),
                    ""));
        }
        Path file = Files.createDirectories(folder.resolve("store/out/eos1aaa").resolve(run))
                .resolve("part-0001.csv");
        return Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
