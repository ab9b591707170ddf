package io.ersilia.precalc.doctor;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder for temporary files, and the native InChI library, which is unpacked there.
 *
 * @param temporary where files live while a command runs
 * @param load loads the library, or fails
 */
public record ChemistryCheck(Path temporary, Runnable load) implements Check {

    @Override
    public String name() {
        return "chemistry";
    }

    @Override
    public String remedy() {
        return "name a writable folder for temporary files, without noexec:"
                + " JAVA_TOOL_OPTIONS='-Djava.io.tmpdir=FOLDER -Djna.tmpdir=FOLDER'";
    }

    @Override
    public Finding look() {
        if (!Files.isDirectory(temporary) || !Files.isWritable(temporary)) {
            return error("the temporary folder %s cannot be written".formatted(temporary));
        }
        load.run();
        return ok("the native InChI library loads, the temporary folder %s is writable".formatted(temporary));
    }
}
