package io.ersilia.precalc.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** The jar with the lookup function; a jar without it must never be deployed. */
record LookupJar(Path file) {

    static final String HANDLER = "io.ersilia.precalc.api.LambdaHandler";

    /** Refuses a file that does not exist, is not a jar, or is the jar of another program. */
    static LookupJar at(Path path) {
        Path file = path.toAbsolutePath().normalize();
        String remedy = "build it with mvn -Pjar-only package beside infra, or name another with -c jar=FILE";
        if (!Files.isRegularFile(file)) {
            throw new WrongContextException("no jar %s: %s".formatted(file, remedy));
        }
        try (ZipFile jar = new ZipFile(file.toFile())) {
            if (jar.getEntry(HANDLER.replace('.', '/') + ".class") == null) {
                throw new WrongContextException("%s has no %s: %s".formatted(file, HANDLER, remedy));
            }
        } catch (IOException e) {
            throw new WrongContextException("%s is not a jar (%s): %s".formatted(file, e.getMessage(), remedy));
        }
        return new LookupJar(file);
    }
}
