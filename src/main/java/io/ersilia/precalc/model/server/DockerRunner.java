package io.ersilia.precalc.model.server;

import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.run.ModelId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs each model in a container of its own, from the hub's image, and asks its server over HTTP. */
public final class DockerRunner implements ModelRunner {

    private final DockerSettings settings;
    private final Map<String, String> environment;
    private final Pauses pauses;

    /**
     * Names the program without starting it.
     *
     * @param environment of this process; the program sees only the part it needs, the container nothing
     */
    public DockerRunner(DockerSettings settings, Map<String, String> environment) {
        this(settings, environment, Pauses.real());
    }

    DockerRunner(DockerSettings settings, Map<String, String> environment, Pauses pauses) {
        this.settings = settings;
        this.environment = Map.copyOf(environment);
        this.pauses = pauses;
    }

    @Override
    public String name() {
        return "docker";
    }

    /** Unknown until the image is there; the first worker records what it pulled. */
    @Override
    public Optional<String> version(ModelId model) {
        return Optional.empty();
    }

    @Override
    public String look() throws InterruptedException {
        return asking(docker -> "%s reaches Docker %s".formatted(settings.program(), docker.version()));
    }

    @Override
    public String look(ModelId model) throws InterruptedException {
        return asking(docker -> DockerImage.isHere(docker, model)
                ? "its image is on this machine"
                : "its image is not on this machine yet: the first worker here pulls it");
    }

    private interface Question {
        String ask(DockerProgram docker) throws InterruptedException;
    }

    private String asking(Question question) throws InterruptedException {
        DockerProgram docker = new DockerProgram(settings.program(), settings.workFolder(), environment);
        try {
            return question.ask(docker);
        } finally {
            docker.forget();
        }
    }

    @Override
    public ModelSession start(ModelId model, @Nullable String version) throws InterruptedException {
        DockerSession session = new DockerSession(
                settings,
                new DockerProgram(settings.program(), settings.workFolder(), environment),
                pauses,
                model,
                version);
        return ModelSession.opened(session, DockerSession::open);
    }
}
