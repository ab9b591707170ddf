package io.ersilia.precalc.cli;

import io.ersilia.precalc.engine.EngineKind;
import io.ersilia.precalc.engine.RunJobs;
import io.ersilia.precalc.model.ExternalCommand;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The engine's own program, which accepts the jobs. */
final class EngineProgram {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final EngineKind engine;
    private final Map<String, String> environment;

    EngineProgram(EngineKind engine, Map<String, String> environment) {
        this.engine = engine;
        this.environment = environment;
    }

    /**
     * Makes sure that the program is on the path.
     *
     * @throws Failure of kind UNAVAILABLE if it is not
     */
    void require() {
        boolean isHere = Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, engine.program()))
                .anyMatch(Files::isExecutable);
        if (!isHere) {
            throw Failure.unavailable(
                    "there is no %s on the PATH here, which --on %s needs: run this where it is, or omit --yes and take the printed jobs there"
                            .formatted(engine.program(), engine));
        }
    }

    /**
     * Submits the jobs.
     *
     * @return what the program said
     * @throws Failure of kind UNAVAILABLE if it refuses them
     */
    String take(RunJobs jobs) {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            Path file = folder.file("jobs");
            Path log = folder.file("log");
            Files.writeString(file, engine.text(jobs));
            OptionalInt code = new ExternalCommand(
                            engine.submitting(file.toString(), jobs),
                            Path.of("").toAbsolutePath(),
                            log,
                            environment)
                    .run(LIMIT);
            String said = Files.readString(log);
            if (code.isEmpty() || code.getAsInt() != 0) {
                throw refused(code, said);
            }
            return said;
        } catch (IOException e) {
            throw Failure.unavailable("cannot run %s: %s".formatted(engine.program(), ExternalCommand.reason(e)), e);
        } catch (InterruptedException e) {
            throw Stop.interrupted(e);
        }
    }

    private Failure refused(OptionalInt code, String said) {
        List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
        return Failure.unavailable("%s %s%s: the same command submits what is left"
                .formatted(
                        engine.program(),
                        code.isEmpty() ? "did not answer in 10 minutes" : "refused with exit code " + code.getAsInt(),
                        lines.isEmpty() ? "" : " and says '" + Printable.of(lines.get(lines.size() - 1)) + "'"));
    }
}
