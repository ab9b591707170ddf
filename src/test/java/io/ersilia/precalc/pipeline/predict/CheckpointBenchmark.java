package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.model.Answer;
import io.ersilia.precalc.model.Answers;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screened;
import io.ersilia.precalc.pipeline.predict.Checkpoint.KeptAnswer;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.Places;
import io.ersilia.precalc.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What it costs to keep a finished batch in a folder, and to find it again: {@code FOLDER ROWS COLUMNS ROUNDS}. */
final class CheckpointBenchmark {

    private static final ModelId MODEL = new ModelId("eos4e40");

    private CheckpointBenchmark() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0])).toAbsolutePath();
        int size = Integer.parseInt(args[1]);
        int columns = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        RunStore store =
                new RunStore(new Places(Map.of()).store(folder.resolve("store").toString()));
        RunStore here =
                new RunStore(new Places(Map.of()).store(folder.resolve("here").toString()));
        Checkpoints checkpoints = new Checkpoints(store, here, new Partition(MODEL, new RunId("r1"), 1));
        List<ScreenedRow> rows = IntStream.rangeClosed(1, size)
                .mapToObj(i -> new ScreenedRow(
                        i,
                        new Screened.Accepted(
                                "C".repeat(i % 60 + 1) + "N", new InchiKey("AAAAAAAAAAAAAA-UHFFFAOYSA-N")),
                        null))
                .toList();
        Answers answers = answers(size, columns);
        double[] kept = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long began = System.nanoTime();
            checkpoints.save(new Checkpoint(
                    (long) round * size,
                    size,
                    BatchWork.of(rows, MODEL, "v1.0.0", "http", false),
                    null,
                    true,
                    List.of(),
                    Instant.EPOCH,
                    1,
                    answers.columns(),
                    answers.answers().stream().map(KeptAnswer::of).toList()));
            kept[round] = (System.nanoTime() - began) / 1e6;
        }
        checkpoints.find();
        long began = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            if (checkpoints
                            .at((long) round * size)
                            .orElseThrow()
                            .toAnswers()
                            .answers()
                            .size()
                    != size) {
                throw new IllegalStateException("a batch was not found again");
            }
        }
        double found = (System.nanoTime() - began) / 1e6 / rounds;
        Arrays.sort(kept);
        System.err.printf(
                "%d rows of %d columns: kept in %.1f ms (median of %d; a tenth takes over %.1f ms), found in %.1f ms%n",
                size, columns, kept[rounds / 2], rounds, kept[rounds * 9 / 10], found);
    }

    private static Answers answers(int rows, int columns) {
        return new Answers(
                IntStream.rangeClosed(1, columns).mapToObj(i -> "column_" + i).toList(),
                IntStream.range(0, rows)
                        .mapToObj(row -> (Answer) new Answer.Predicted(IntStream.range(0, columns)
                                .mapToObj(column -> Double.toString(Math.sin(row * 31.0 + column)))
                                .toList()))
                        .toList());
    }
}
