package io.ersilia.precalc.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.molecule.Ecfp4;
import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.nearest.FingerprintWriter;
import io.ersilia.precalc.nearest.LibraryNeighbours;
import io.ersilia.precalc.run.Json;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.RunStore;
import io.ersilia.precalc.store.folder.FolderStore;
import io.ersilia.precalc.table.Items;
import io.ersilia.precalc.table.MemoryTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code "nearest": true} in a lookup. */
class NearestApiTest {

    private static final String KEY = "ISWSIDIOOBJBQZ-UHFFFAOYSA-N";

    @TempDir
    private Path folder = Path.of("");

    private final MemoryTable table = new MemoryTable();

    @BeforeEach
    void aLibraryOfPhenol() throws IOException {
        table.save(Items.full("v1.0.0", "r1", 0));
        Path file = folder.resolve("library.fp");
        try (FingerprintWriter writer = new FingerprintWriter(file)) {
            writer.write(List.of(new FingerprintWriter.Row(
                    new InchiKey(KEY), "Oc1ccccc1", Ecfp4.of("Oc1ccccc1").orElseThrow())));
        }
        plan("r1", "abc", Instant.EPOCH);
        store().saveFingerprints("abc", file);
    }

    private RunStore store() {
        return new RunStore(new FolderStore(folder));
    }

    private void plan(String run, String hash, Instant created) {
        Plan.Library library = new Plan.Library("library.csv", hash, "smiles", 1, 0, null, null, null);
        store().create(new Plan(
                new RunId(run),
                new ModelId("eos3b5e"),
                null,
                created,
                1,
                1,
                null,
                library,
                List.of(new Plan.PlannedSlice(1, 0, 1, 7, 17, "")),
                List.of(),
                null,
                null));
    }

    private LibraryNeighbours neighbours() {
        return new LibraryNeighbours(store(), folder.resolve("cache"));
    }

    private JsonNode ask(LibraryNeighbours neighbours, String inputs) throws IOException {
        byte[] body = "{\"modelId\":\"eos3b5e\",\"nearest\":true,%s}"
                .formatted(inputs)
                .getBytes(StandardCharsets.UTF_8);
        ApiRequest request =
                new ApiRequest("POST", "/predictions", null, Map.of("content-type", "application/json"), body, "id");
        return Json.MAPPER.readTree(new LookupApi(table, Screening::new, null, neighbours)
                .answer(request, TimeBudget.of(ApiLimits.BUDGET), line -> {})
                .body());
    }

    @Test
    void theNearestStandsBesideWhatIsMissing() throws IOException {
        JsonNode missing =
                ask(neighbours(), "\"smilesArray\":[\"C1=CC=CC=C1O\",\"[He]\"]").get("missing");

        assertThat(missing.get(0).get("nearest").toString())
                .isEqualTo("{\"key\":\"%s\",\"smiles\":\"Oc1ccccc1\",\"similarity\":1}".formatted(KEY));
        assertThat(missing.get(1).has("nearest")).isFalse();
    }

    @Test
    void aNewerRunOverALibraryWithoutFingerprintsChangesNothing() throws IOException {
        plan("r2", "def", Instant.EPOCH.plusSeconds(1));

        assertThat(neighbours().require(new ModelId("eos3b5e")).nearest("Oc1ccccc1"))
                .isPresent();
        assertThat(folder.resolve("cache"))
                .as("a copy of what is on this machine")
                .doesNotExist();
    }

    @Test
    void aKeyHasNoNeighbour() throws IOException {
        assertThat(ask(neighbours(), "\"inputKeyArray\":[\"%s\"]".formatted(KEY))
                        .get("missing")
                        .get(0)
                        .has("nearest"))
                .isFalse();
    }

    @Test
    void anAnswerStopsAfterAHundredInputs() throws IOException {
        String many = String.join(",", Collections.nCopies(101, "\"CC\""));

        assertThat(ask(neighbours(), "\"smilesArray\":[%s]".formatted(many))
                        .get("next")
                        .asInt())
                .isEqualTo(100);
    }

    @Test
    void withoutFingerprintsItIsNotOffered() throws IOException {
        JsonNode problem = ask(LibraryNeighbours.NONE, "\"smilesArray\":[\"CC\"]");

        assertThat(problem.get("status").asInt()).isEqualTo(404);
        assertThat(problem.get("field").asText()).isEqualTo("nearest");
        assertThat(problem.get("detail").asText())
                .isEqualTo(
                        "nearest is not offered here: no fingerprints of the library of eos3b5e are known; leave it out");
    }
}
