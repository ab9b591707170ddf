package io.ersilia.precalc.model.ersilia;

import io.ersilia.precalc.model.ModelEnvironment;
import io.ersilia.precalc.model.ModelRunner;
import io.ersilia.precalc.model.ModelSession;
import io.ersilia.precalc.model.ModelUser;
import io.ersilia.precalc.run.ModelId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs models with the Ersilia CLI: one at a time, since its sessions belong to this process. */
public final class ErsiliaRunner implements ModelRunner {

    private final ErsiliaSettings settings;
    private final Map<String, String> environment;
    private final ErsiliaHome home;

    /**
     * Names the program without starting it.
     *
     * @param environment of this process; only the part that a model may see is passed on
     */
    public ErsiliaRunner(ErsiliaSettings settings, Map<String, String> environment) {
        this.settings = settings;
        ModelUser user = settings.user();
        this.environment = user == null ? Map.copyOf(environment) : user.environment(environment);
        this.home = ErsiliaHome.in(ModelEnvironment.home(this.environment));
    }

    @Override
    public String name() {
        return "ersilia";
    }

    @Override
    public Optional<String> version(ModelId model) {
        return home.isFetched(model) ? Optional.ofNullable(home.card(model).release()) : Optional.empty();
    }

    @Override
    public Optional<Integer> memoryGb(ModelId model) {
        return Optional.ofNullable(home.card(model).memoryGb());
    }

    @Override
    public String look() throws InterruptedException {
        SessionFolder folder = SessionFolder.within(settings.workFolder(), settings.user());
        try {
            folder.createForTheModel();
            String version = new ErsiliaProgram(settings, folder, ModelEnvironment.of(environment, folder.temporary()))
                    .version();
            return version == null
                    ? "%s works, but does not say its version".formatted(settings.program())
                    : "%s is version %s".formatted(settings.program(), version);
        } finally {
            folder.delete();
        }
    }

    @Override
    public String look(ModelId model) {
        return home.isFetched(model)
                ? version(model).map("it is fetched, version %s"::formatted).orElse("it is fetched")
                : "it is not fetched yet: the first worker on this machine does that";
    }

    @Override
    public ModelSession start(ModelId model, @Nullable String version) throws InterruptedException {
        ErsiliaSession session = new ErsiliaSession(
                settings,
                home,
                environment,
                SessionFolder.within(settings.workFolder(), settings.user()),
                model,
                version);
        return ModelSession.opened(session, ErsiliaSession::open);
    }
}
