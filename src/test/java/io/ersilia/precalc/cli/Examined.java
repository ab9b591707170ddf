package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ersilia.precalc.run.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What {@code doctor} found, told as JSON by the real command line. */
record Examined(int code, Map<String, JsonNode> checks) {

    /** Runs it with these options; {@code {dir}} is the scene's folder. */
    static Examined by(Scene scene, Map<String, String> environment, String options) throws IOException {
        Precalc.Result result = scene.run(environment, "doctor --format json -q " + options.strip());
        Map<String, JsonNode> checks = new LinkedHashMap<>();
        JsonNode array = Json.MAPPER.readTree(result.out());
        assertThat(array.isArray()).as(result.err()).isTrue();
        array.forEach(one -> checks.put(one.path("check").asText(), one));
        return new Examined(result.code(), checks);
    }

    String status(String check) {
        return text(check, "status");
    }

    String found(String check) {
        return text(check, "found");
    }

    String remedy(String check) {
        return text(check, "remedy");
    }

    private String text(String check, String field) {
        return Objects.requireNonNull(checks.get(check), check).path(field).asText();
    }
}
