package io.ersilia.precalc.model.ersilia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of the CLI, {@code eos} in the user's home, which say what its exit codes do not. */
record ErsiliaHome(Path eos) {

    private static final JsonMapper LENIENT = new JsonMapper();

    static ErsiliaHome in(Path home) {
        return new ErsiliaHome(home.resolve("eos"));
    }

    private Path model(ModelId model) {
        return eos.resolve("dest").resolve(model.value());
    }

    /** Whether the model was fetched completely: from source, from an image, or as the address of a hosted one. */
    boolean isFetched(ModelId model) {
        return says(model(model).resolve("status.json"), "done")
                || says(model(model).resolve("from_dockerhub.json"), "docker_hub")
                || says(model(model).resolve("from_hosted.json"), "hosted");
    }

    ModelCard card(ModelId model) {
        return ModelCard.read(model(model));
    }

    /** The names of the model's output columns; empty when it does not say. */
    Optional<List<String>> columns(ModelId model) {
        return runColumns(model).map(RunColumns::names);
    }

    private Optional<RunColumns> runColumns(ModelId model) {
        return Stream.of("model/framework/columns/run_columns.csv", "run_columns.csv")
                .map(model(model)::resolve)
                .filter(Files::isRegularFile)
                .map(RunColumns::read)
                .filter(columns -> !columns.rows().isEmpty())
                .findFirst();
    }

    /** What the fetched model's files say about it; whatever is absent or broken is simply not known. */
    ModelFacts facts(ModelId model) {
        ModelFacts card = ModelCard.facts(model(model));
        return runColumns(model)
                .map(columns -> card.withColumns(columns.facts()))
                .orElse(card);
    }

    /** Where the CLI keeps the session of the process that calls it. */
    Path session() {
        return eos.resolve("sessions/session_" + ProcessHandle.current().pid());
    }

    Path sessionLog() {
        return session().resolve("current.log");
    }

    /** The server of the model in this process's session, if one runs. */
    Optional<ServerNote> server(ModelId model) {
        return ServerNote.read(session().resolve(model.value() + ".pid"));
    }

    /** Every server in this process's session. */
    List<ServerNote> servers() {
        if (!Files.isDirectory(session())) {
            return List.of();
        }
        List<ServerNote> servers = new ArrayList<>();
        try (Stream<Path> files = Files.list(session())) {
            files.filter(file -> file.toString().endsWith(".pid"))
                    .forEach(file -> ServerNote.read(file).ifPresent(servers::add));
        } catch (IOException e) {
            return servers;
        }
        return servers;
    }

    private static boolean says(Path file, String field) {
        try {
            if (!Files.isRegularFile(file)) {
                return false;
            }
            JsonNode status = LENIENT.readTree(Files.readAllBytes(file));
            return status.path(field).asBoolean()
                    || status.path("status").asText().equals(field);
        } catch (IOException e) {
            return false;
        }
    }
}
