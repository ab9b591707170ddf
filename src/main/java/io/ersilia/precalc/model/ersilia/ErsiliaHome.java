package io.ersilia.precalc.model.ersilia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180Parser;
import com.opencsv.exceptions.CsvException;
import io.ersilia.precalc.run.ColumnFacts;
import io.ersilia.precalc.run.ModelFacts;
import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of the CLI, {@code eos} in the user's home, which say what its exit codes do not. */
record ErsiliaHome(Path eos) {

    private static final JsonMapper LENIENT = new JsonMapper();

    static ErsiliaHome in(Path home) {
        return new ErsiliaHome(home.resolve("eos"));
    }

    private Path model(ModelId model) {
        return eos.resolve("dest").resolve(model.value());
    }

    /** Whether the model was fetched completely: from source, as an image, or as the address of a hosted model. */
    boolean isFetched(ModelId model) {
        return says(model(model).resolve("status.json"), "done")
                || says(model(model).resolve("from_dockerhub.json"), "docker_hub")
                || says(model(model).resolve("from_hosted.json"), "hosted");
    }

    ModelCard card(ModelId model) {
        return ModelCard.read(model(model));
    }

    /** The names of the model's output columns; empty if its files do not say. */
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

    /** What the fetched model's files say about it; facts in absent or broken files are unknown. */
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

    /** The file in which a model's author names and describes the output columns, {@code run_columns.csv}. */
    private record RunColumns(List<String> header, List<String[]> rows) {

        private static final String NAME = "name";

        /** Reads the file; no columns if it cannot be read or names none. */
        static RunColumns read(Path file) {
            List<String[]> rows = new ArrayList<>();
            try (CSVReader reader = new CSVReaderBuilder(Files.newBufferedReader(file, StandardCharsets.UTF_8))
                    .withCSVParser(new RFC4180Parser())
                    .build()) {
                String @Nullable [] header = reader.readNext();
                RunColumns columns = new RunColumns(header == null ? List.of() : List.of(header), rows);
                for (String[] row : reader) {
                    if (columns.cell(row, NAME) != null) {
                        rows.add(row);
                    }
                }
                return columns;
            } catch (IOException | CsvException e) {
                return new RunColumns(List.of(), List.of());
            }
        }

        /** The names in the model's order. */
        List<String> names() {
            return rows.stream().map(this::name).toList();
        }

        /** What the file says about each column. */
        List<ColumnFacts> facts() {
            return rows.stream()
                    .map(row -> new ColumnFacts(
                            name(row),
                            ColumnFacts.Type.of(cell(row, "type")),
                            ColumnFacts.Direction.of(cell(row, "direction")),
                            cell(row, "description"),
                            cell(row, "unit")))
                    .toList();
        }

        private String name(String[] row) {
            return Objects.requireNonNull(cell(row, NAME), "rows without a name are left out");
        }

        /** The trimmed cell; null if it is blank or there is no such column. */
        private @Nullable String cell(String[] row, String column) {
            int at = header.indexOf(column);
            return at < 0 || at >= row.length || row[at].isBlank() ? null : row[at].strip();
        }
    }
}
