package io.ersilia.precalc.model.ersilia;

import io.ersilia.precalc.model.ModelUser;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the Ersilia CLI is called.
 *
 * @param program the program, by name or path
 * @param fetchArguments where models are fetched from, e.g. {@code --from_dockerhub}; empty leaves it to the program
 * @param serveArguments further arguments of {@code serve}
 * @param user the user it runs as; null for the user of this process
 * @param limits how long each step may take
 * @param workFolder where batches and logs of a session live while it lasts
 */
public record ErsiliaSettings(
        String program,
        List<String> fetchArguments,
        List<String> serveArguments,
        @Nullable ModelUser user,
        TimeLimits limits,
        Path workFolder) {

    public ErsiliaSettings {
        fetchArguments = List.copyOf(fetchArguments);
        serveArguments = List.copyOf(serveArguments);
        workFolder = workFolder.toAbsolutePath().normalize();
        if (program.isBlank()) {
            throw new IllegalArgumentException(
                    "--ersilia '': expected the name of a program or a path to it, e.g. ersilia");
        }
    }
}
