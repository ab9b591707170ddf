package io.ersilia.precalc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A program of other people that is not on the class path of the tests: Maven finds its jars by a POM of its own. */
final class JarsOfPom {

    private static final int LONGEST_SECONDS = 300;

    private JarsOfPom() {}

    /**
     * Its class path. Where Maven has not got the jars yet, the calling test is skipped.
     *
     * @param program its name; the POM is in the folder of that name in lower case
     */
    static String of(String program, Path folder) throws IOException, InterruptedException {
        Path list = folder.resolve("jars");
        String pom = "src/test/%s/pom.xml".formatted(program.toLowerCase(Locale.ROOT));
        Process maven = new ProcessBuilder(
                        "mvn", "-o", "-B", "-q", "-f", pom, "dependency:build-classpath", "-Dmdep.outputFile=" + list)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("maven.log").toFile())
                .start();
        boolean isThere = maven.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && maven.exitValue() == 0;
        assumeTrue(isThere, "no %s here: mvn -f %s dependency:build-classpath fetches it".formatted(program, pom));
        return Files.readString(list).strip();
    }
}
