package io.ersilia.precalc.aws;

import io.ersilia.precalc.PythonTools;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A terminal with the real {@code aws} program, where what would reach GitHub or deploy is only noted. */
final class AwsTerminal {

    /** Commands that moto cannot answer. The program itself still checks their options, and sends nothing. */
    static final Map<String, String> NOT_SENT = Map.of(
            "apigateway get-usage", "moto does not count the requests with a key",
            "ce update-cost-allocation-tags-status", "moto has no tags of costs");

    private static final List<String> NOTED = List.of("gh", "npx");

    private final Path folder;
    private final Map<String, String> login;

    /** @param folder to work in, with the files that commands read */
    AwsTerminal(Path folder, Map<String, String> login) throws IOException {
        this.folder = folder;
        this.login = login;
        Files.createDirectories(folder.resolve("infra"));
        for (String name : NOTED) {
            program(name, "echo \"" + name + " $*\" >>\"$HOME/noted\"");
        }
        program("aws", """
                case "$1 $2" in "%s") set -- "$@" --generate-cli-skeleton output ;; esac
                exec '%s' "$@\"""".formatted(String.join("\" | \"", NOT_SENT.keySet()), PythonTools.program("aws")));
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What the commands say; ends with the first that fails. */
    String run(String commands) throws IOException, InterruptedException {
        File said = folder.resolve("said").toFile();
        ProcessBuilder bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(said);
        bash.environment().putAll(login);
        bash.environment().put("HOME", folder.toString());
        // What version 1 reads.
        bash.environment().put("AWS_DEFAULT_REGION", Objects.requireNonNull(login.get("AWS_REGION")));
        bash.environment()
                .merge("PATH", folder.resolve("bin").toString(), (all, own) -> own + File.pathSeparator + all);
        int code = bash.start().waitFor();
        String text = Files.readString(said.toPath());
        if (code != 0) {
            throw new AssertionError("exit code %d: %s".formatted(code, text));
        }
        return text;
    }

    /** What the other programs were told. */
    List<String> noted() throws IOException {
        return Files.readAllLines(folder.resolve("noted"));
    }
}
