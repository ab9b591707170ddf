package io.ersilia.precalc.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of the CDK, from npm, does with {@code cdk.json} what the README says; no account is asked. */
class SynthIT {

    private static final int MINUTES = 5;

    @TempDir
    private Path folder;

    @BeforeAll
    static void installsWhatTheLockFileSays(@TempDir Path logs) throws IOException, InterruptedException {
        Answer npm = run(logs, "npm", "ci", "--ignore-scripts");
        assertThat(npm.code()).as(npm.text()).isZero();
    }

    @Test
    void synthWritesTheTemplateAndTheJarAsItsAsset() throws IOException, InterruptedException {
        Path jar = Synthesized.standIn();

        Answer answer = cdk("synth", "--quiet", "-c", "repository=some-owner/some-name", "-c", "jar=" + jar);

        assertThat(answer.code()).as(answer.text()).isZero();
        assertThat(folder.resolve("out/Precalc.template.json"))
                .content()
                .contains("AWS::Lambda::Function", "repo:some-owner/some-name:ref:refs/heads/main");
        try (var files = Files.list(folder.resolve("out"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".jar")))
                    .singleElement()
                    .satisfies(asset -> assertThat(asset).hasSameBinaryContentAs(jar));
        }
    }

    @Test
    void deployRefusesBeforeAnythingWithoutTheJar() throws IOException, InterruptedException {
        Path absent = folder.resolve("precalc.jar");

        Answer answer = cdk(
                "deploy",
                "--require-approval",
                "never",
                "-c",
                "repository=some-owner/some-name",
                "-c",
                "jar=" + absent);

        assertThat(answer.code()).isNotZero();
        assertThat(answer.text()).contains("no jar " + absent + ": build it with mvn -Pjar-only package");
    }

    private Answer cdk(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("npx", "--no-install", "cdk"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--output", folder.resolve("out").toString()));
        return run(folder, command.toArray(String[]::new));
    }

    private record Answer(int code, String text) {}

    private static Answer run(Path logs, String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(logs, "log", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Answer(process.waitFor(), Files.readString(log, StandardCharsets.UTF_8));
    }
}
