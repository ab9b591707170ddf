package io.ersilia.precalc.pipeline.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ersilia.precalc.pipeline.Workbench;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a finished batch, the partition has the true values, and nobody calls it a bug. */
class DamagedBatchTest {

    private static final String BATCH = "out/eos4e40/r1/checkpoints/0001/batch-000000010-000000020.json";

    private static final String UNDISTURBED = undisturbed();

    private final Workbench bench = new Workbench();

    private Plan plan = bench.plan(Workbench.chains(1), 1);
    private byte[] whole = {};

    private static String library() {
        return Workbench.chains(IntStream.rangeClosed(1, 60).toArray());
    }

    /** In the fourth of six batches. */
    @BeforeEach
    void aSliceThatWasInterrupted() {
        bench.batchSize = 10;
        bench.objects.delete("out/eos4e40/r1/plan.json");
        bench.model.names = List.of("aa", "bb");
        bench.model.empty.add("C".repeat(13));
        plan = bench.plan(library(), 1);
        bench.model.stopping.add("C".repeat(35));
        try {
            assertThatThrownBy(() -> bench.predict(plan, 1)).hasMessageContaining("stopped");
        } finally {
            Thread.interrupted();
        }
        bench.model.stopping.clear();
        whole = bench.objects.read(BATCH).orElseThrow();
    }

    private static String undisturbed() {
        Workbench other = new Workbench();
        other.model.names = List.of("aa", "bb");
        other.model.empty.add("C".repeat(13));
        other.predict(other.plan(library(), 1), 1);
        return other.file("part-0001.csv") + other.file("rejects-0001.csv");
    }

    private void assertTrueValuesAfter(byte[] damaged) {
        bench.objects.save(BATCH, damaged);
        bench.predict(plan, 1);
        assertThat(bench.file("part-0001.csv") + bench.file("rejects-0001.csv"))
                .as(new String(damaged, StandardCharsets.UTF_8))
                .isEqualTo(UNDISTURBED);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bytesThatAreChangedAtRandom(long seed) {
        Random random = new Random(seed);
        byte[] damaged = whole.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> damaged = Arrays.copyOf(damaged, Math.max(1, at));
                default -> damaged = Arrays.copyOf(damaged, damaged.length + random.nextInt(100));
            }
        }
        assertTrueValuesAfter(damaged);
    }

    /** With a hash that is right, so that only what the batch says can tell that it is none. */
    @ParameterizedTest
    @MethodSource("seeds")
    void partsThatAreLeftOutOrOfAnotherTypeAtRandom(long seed) throws IOException {
        Random random = new Random(seed);
        ObjectNode batch = batch();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(batch, containers);
            damage(containers.get(random.nextInt(containers.size())), random);
        }
        assertTrueValuesAfter(Checkpoint.sealed(Json.MAPPER.writeValueAsBytes(batch)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from",
                "rows",
                "work",
                "deterministic",
                "controls",
                "started",
                "seconds",
                "columns",
                "answers",
                "runner_version"
            })
    void aFieldThatIsAbsent(String field) throws IOException {
        ObjectNode batch = batch();
        assertThat(batch.remove(field)).isNotNull();
        assertTrueValuesAfter(Checkpoint.sealed(Json.MAPPER.writeValueAsBytes(batch)));
    }

    @Test
    void oneAnswerTooFewOrTooMany() throws IOException {
        ObjectNode few = batch();
        ((ArrayNode) few.get("answers")).remove(4);
        assertTrueValuesAfter(Checkpoint.sealed(Json.MAPPER.writeValueAsBytes(few)));
    }

    @Test
    void aValueThatWasChangedInABatchThatIsWholeOtherwise() {
        String json = new String(whole, StandardCharsets.UTF_8);
        assertThat(json).contains("\"aa12\"");
        assertTrueValuesAfter(json.replace("\"aa12\"", "\"aa99\"").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBatchOfOtherRowsThanItsNameSays() {
        assertTrueValuesAfter(bench.objects
                .read(BATCH.replace("000000010-000000020", "000000020-000000030"))
                .orElseThrow());
    }

    @Test
    void aBatchWithoutAHashIsRunAgain() throws IOException {
        assertTrueValuesAfter(Json.MAPPER.writeValueAsBytes(batch()));
    }

    private ObjectNode batch() throws IOException {
        ObjectNode batch = (ObjectNode) Json.MAPPER.readTree(whole);
        batch.remove("sha256");
        return batch;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && !node.isEmpty()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static void damage(JsonNode node, Random random) {
        if (node.isEmpty()) {
            return;
        }
        int at = random.nextInt(node.size());
        boolean leaveOut = random.nextBoolean();
        JsonNode other = random.nextBoolean() ? Json.MAPPER.createArrayNode().add(1) : Json.MAPPER.nullNode();
        if (node instanceof ArrayNode array) {
            if (leaveOut) {
                array.remove(at);
            } else {
                array.set(at, other);
            }
        } else if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            if (leaveOut) {
                object.remove(names.get(at));
            } else {
                object.set(names.get(at), other);
            }
        }
    }

    static Stream<Long> seeds() {
        return IntStream.rangeClosed(1, 60).mapToObj(Long::valueOf);
    }
}
