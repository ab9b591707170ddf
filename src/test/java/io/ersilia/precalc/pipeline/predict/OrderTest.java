package io.ersilia.precalc.pipeline.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.bench.LargeFiles;
import io.ersilia.precalc.model.CheckedModel;
import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.model.SoundModel;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.run.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever order a model answers in, no molecule gets another's value: the table of docs/surviving.md. With
 * {@code -Ddocs.write=true} it is written there.
 */
class OrderTest {

    private static final Path DOCUMENT =
            Path.of(System.getProperty("basedir", ""), "docs/surviving.md").toAbsolutePath();

    private static final int SEEDS = 10;

    /** A model with a fault. */
    private static final class Faulty extends SoundModel {

        private final Misplacing fault;
        private final Misplacing.Memory memory;
        private final List<Integer> sizes = new ArrayList<>();

        Faulty(Misplacing fault, long seed) {
            this.fault = fault;
            this.memory = new Misplacing.Memory(seed);
        }

        @Override
        public ModelOutput predict(List<String> smiles) {
            sizes.add(smiles.size());
            return fault.output(smiles, memory);
        }
    }

    /** How a slice ended. */
    private record End(
            int exit, long rejected, long wrong, @Nullable PartitionManifest manifest, String said) {

        PartitionManifest partition() {
            return Objects.requireNonNull(manifest, said);
        }
    }

    private static String library(int rows) {
        StringBuilder library = new StringBuilder("smiles,key\n");
        for (int row = 0; row < rows; row++) {
            library.append(LargeFiles.smiles(row))
                    .append(',')
                    .append(Workbench.key(row))
                    .append('\n');
        }
        for (int atoms = 20; atoms < 30; atoms++) { // two spellings of one molecule, far from each other
            library.append('N')
                    .append("C".repeat(atoms))
                    .append(',')
                    .append(Workbench.key(rows + atoms))
                    .append('\n');
        }
        for (int atoms = 20; atoms < 30; atoms++) {
            library.append("C".repeat(atoms))
                    .append("N,")
                    .append(Workbench.key(rows + atoms))
                    .append('\n');
        }
        return library.toString();
    }

    private static End end(Misplacing fault, long seed, int rows) {
        return end(fault, seed, library(rows), new Faulty(fault, seed));
    }

    private static End end(Misplacing fault, long seed, String library, Faulty faulty) {
        Workbench bench = new Workbench();
        bench.seed = seed;
        bench.trustKeys = true; // they are made up
        Plan plan = bench.plan(library, 1);
        try (CheckedModel checked =
                new CheckedModel(faulty, Workbench.MODEL, null, plan.controls(), new Random(seed), wait -> {})) {
            PartitionManifest manifest = bench.predictJob(plan, checked).run(plan, 1, false);
            return new End(0, manifest.rejected().total(), wrong(fault, bench.file("part-0001.csv")), manifest, "");
        } catch (Failure e) {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(Failure.Kind.MODEL);
            assertThat(bench.files()).doesNotContain("part-0001.csv", "part-0001.json");
            return new End(70, 0, 0, null, String.valueOf(e.getMessage()));
        }
    }

    private static long wrong(Misplacing fault, String csv) {
        double tolerance = switch (fault) {
            case NOISE -> 1e-5;
            case RANDOM, RANDOM_AND_REVERSED -> 0.1;
            default -> 0;
        };
        return csv.lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(cells -> !isTrue(fault.truth(cells[1]).get(0), cells[2], tolerance))
                .count();
    }

    private static boolean isTrue(String truth, String said, double tolerance) {
        return said.equals(truth)
                || (tolerance > 0 && Math.abs(Double.parseDouble(said) / Double.parseDouble(truth) - 1) <= tolerance);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void everyServedValueIsTheMoleculesOwnOrTheModelHasFailed(Misplacing fault) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            End end = end(fault, seed, 400);

            assertThat(end.wrong()).as("wrong values, seed %d", seed).isZero();
            assertThat(end.rejected()).as("rejects, seed %d", seed).isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"NOTHING", "NOISE", "RANDOM", "LARGE_ONLY", "SPELLINGS_MERGED"})
    void whatCanBeAnsweredIsAnswered(Misplacing fault) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertThat(end(fault, seed, 400).exit())
                    .as("exit code, seed %d", seed)
                    .isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "NOTHING",
                "NOISE",
                "RANDOM",
                "RANDOM_AND_REVERSED",
                "LARGE_ONLY",
                "SPELLINGS_MERGED",
                "THE_CALL_BEFORE"
            })
    void whatAnswersByPlaceHasFailedBeforeTheFirstMoleculeOfTheSlice(Misplacing fault) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Faulty faulty = new Faulty(fault, seed);

            assertThat(end(fault, seed, library(400), faulty).exit())
                    .as("exit code, seed %d", seed)
                    .isEqualTo(70);
            assertThat(faulty.sizes).as("seed %d", seed).allMatch(size -> size <= 10);
        }
    }

    @Test
    void aRandomModelIsSaidToBeOneAndHowItWasShown() {
        PartitionManifest manifest = end(Misplacing.RANDOM, 1, 400).partition();

        assertThat(manifest.deterministic()).isFalse();
        assertThat(manifest.shownRandom())
                .matches("\\S+ by itself was answered [0-9.E]+ in column number, and then [0-9.E]+");
        assertThat(manifest.checkedAgain()).isZero();
    }

    @Test
    void aSliceOfTenThousandCostsLessThanThreePercentMore() {
        Faulty honest = new Faulty(Misplacing.NOTHING, 1);
        int rows = 10_000 - 20;

        End end = end(Misplacing.NOTHING, 1, library(rows), honest);

        int sent = honest.sizes.stream().mapToInt(Integer::intValue).sum();
        assertThat(sent).isBetween(10_000, 10_300);
        assertThat(end.partition().checkedAgain()).isEqualTo(50);
        assertThat(end.partition().differing()).isZero();
        assertThat(honest.sizes)
                .as("two calls first, one with ten, ten with up to a thousand, the check")
                .hasSize(14);
    }

    @Test
    void theTableOfFaultsIsShown() throws IOException {
        StringBuilder table =
                new StringBuilder("| fault of the model | outcome | rejected | wrong values |\n|---|---|---|---|\n");
        for (Misplacing fault : Misplacing.values()) {
            End end = end(fault, 1, 400);
            table.append("| ")
                    .append(fault.words)
                    .append(" | ")
                    .append(
                            end.exit() == 70
                                    ? "70, no partition"
                                    : end.partition().shownRandom() == null
                                            ? "0, checked again: "
                                                    + end.partition().checkedAgain()
                                            : "0, recognised as random")
                    .append(" | ")
                    .append(end.rejected())
                    .append(" | ")
                    .append(end.wrong())
                    .append(" |\n");
        }
        String document = Files.readString(DOCUMENT);
        Matcher block = Pattern.compile("(<!-- table: faults -->\n)(.*?)(<!-- end -->\n)", Pattern.DOTALL)
                .matcher(document);
        assertThat(block.find()).as("a place for the table").isTrue();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(
                    DOCUMENT, block.replaceFirst(Matcher.quoteReplacement(block.group(1) + table + block.group(3))));
        } else {
            assertThat(block.group(2)).isEqualTo(table.toString());
        }
    }
}
