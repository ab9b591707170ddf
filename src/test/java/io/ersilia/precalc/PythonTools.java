package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs of other people that {@code src/test/python/install} installs for tests. */
public final class PythonTools {

    private static final Path WANTED = Path.of("src/test/python/requirements.txt");
    private static final Path PLACE = Path.of("target/python").toAbsolutePath();

    private PythonTools() {}

    /**
     * The program of this name. Without the programs the calling test is skipped, and with {@code CI=true} it fails.
     *
     * @param name as in the environment's {@code bin}, such as {@code moto_server}
     */
    public static Path program(String name) throws IOException {
        boolean required = "true".equals(System.getenv("CI"));
        assumeTrue(installed() || required, "no Python environment: run src/test/python/install");
        assertThat(installed())
                .as("with CI=true there must be a Python environment: run src/test/python/install")
                .isTrue();
        Path program = PLACE.resolve("bin").resolve(name);
        assertThat(program).isExecutable();
        return program;
    }

    /** What {@code datasets.py} answers to a command; fails with what it says. */
    public static String datasets(String command, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("src/test/python/datasets.py", command));
        all.addAll(List.of(arguments));
        return behind(command + " ", python(new ProcessBuilder(), all));
    }

    /** The rest of what was said, behind the last such word. */
    static String behind(String word, String said) {
        return said.substring(said.lastIndexOf(word) + word.length()).strip();
    }

    /**
     * What Python says; fails with that where it fails.
     *
     * @param process with its folder and environment
     */
    static String python(ProcessBuilder process, List<String> arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(program("python").toString()));
        line.addAll(arguments);
        Process python = process.command(line).redirectErrorStream(true).start();
        python.getOutputStream().close();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(said).isZero();
        return said;
    }

    private static boolean installed() throws IOException {
        Path installed = PLACE.resolve(WANTED.getFileName());
        return Files.exists(installed) && Files.mismatch(WANTED, installed) < 0;
    }
}
