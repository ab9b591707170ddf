package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real JBang starts the packaged jar by our catalog; it is skipped where Maven has not got JBang yet. */
class JBangIT {

    /** By which JBang asks its start script to run what it printed. */
    private static final int RUN_WHAT_IS_PRINTED = 255;

    private static final String RELEASED = "https://github.com/ersilia-os/precalc/releases/latest/download/precalc.jar";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theRealJBangStartsTheJarByItsAlias() throws Exception {
        String jars = JarsOfPom.of("JBang", folder);
        String catalog = Files.readString(Path.of("jbang-catalog.json"));
        assertThat(catalog).contains(RELEASED);
        Files.writeString(
                folder.resolve("jbang-catalog.json"), catalog.replace(RELEASED, System.getProperty("precalc.jar")));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        String command = run(
                RUN_WHAT_IS_PRINTED,
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jars,
                "dev.jbang.Main",
                "--offline",
                "run",
                "precalc",
                "--version");

        assertThat(run(0, "sh", "-c", command))
                .isEqualTo(new PackagedPrecalc(folder).run("--version").out());
    }

    private String run(int code, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("said").toFile());
        builder.environment().put("JBANG_DIR", folder.resolve("home").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(out + Files.readString(folder.resolve("said")))
                .isEqualTo(code);
        return out;
    }
}
