package io.ersilia.precalc.docs;

import io.ersilia.precalc.QuickJava;
import io.ersilia.precalc.model.ersilia.fake.FakeErsiliaHome;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A clone of the project as the documents' readers have it: jar, launcher and libraries are there, Ersilia and Docker are
 * the doubles of the tests, and programs that would reach the network or build everything anew only note their words.
 */
final class Site implements AutoCloseable {

    private static final long LONGEST_SECONDS = 300;

    private static final List<String> STAND_INS = List.of("aws", "gh", "mvn", "npm", "npx");

    /** Notes every command that fails; a server is waited for without a busy loop, and ended with the script. */
    private static final String PRELUDE = """
            set -uE -o pipefail
            trap 'printf "%s %s\\n" "$?" "$BASH_COMMAND" >>"$SITE/failed"' ERR
            servers=
            trap 'for server in $servers; do kill "$server"; done' EXIT
            start_server() {
              : >"$SITE/server.log"
              "$@" >>"$SITE/server.log" 2>&1 &
              servers="$servers $!"
              grep -q http < <(exec tail -n +1 -f --pid="$!" "$SITE/server.log")
            }
            """;

    private final Path folder;
    private final FakeErsiliaHome home;
    private final Map<String, String> environment;
    private final int port;

    /** What became of a script: the commands that failed, each behind its exit code, and what the stand-ins were told. */
    record Outcome(List<String> failed, List<String> noted, String said) {}

    Site(Path folder, Map<String, String> services) throws IOException {
        this.folder = folder;
        this.home = FakeErsiliaHome.in(folder).installed("eos4e40", "v1.0.0").faults("model", "eos4e40");
        this.environment = new HashMap<>(services);
        this.port = freePort();
        String jar = Objects.requireNonNull(System.getProperty("precalc.jar"), "mvn verify tells where the jar is");
        environment.putAll(Map.of(
                "SITE", folder.toString(),
                "JAR", jar,
                "HOME", home.home().toString(),
                "TMPDIR", home.home().resolve("tmp").toString(),
                "PATH",
                        String.join(
                                File.pathSeparator,
                                folder.resolve("bin").toString(),
                                QuickJava.folder().toString(),
                                Objects.requireNonNull(FakeErsiliaHome.program().getParent())
                                        .toString(),
                                System.getenv().getOrDefault("PATH", "/usr/bin:/bin"))));
        furnish(Path.of(jar));
    }

    private void furnish(Path jar) throws IOException {
        program("precalc", "exec java -jar \"$JAR\" \"$@\"");
        program(".ci/run", "true");
        program("docs/rehearse", Files.readString(Path.of("docs/rehearse")));
        for (String name : STAND_INS) {
            program("bin/" + name, "printf '%s\\n' \"" + name + " $*\" >>\"$SITE/noted\"");
        }
        // What the stack's outputs would be.
        program("bin/aws", """
                printf '%s\\n' "aws $*" >>"$SITE/noted"
                case $* in
                  *describe-stacks*) printf 'PRECALC_STORE\\ts3://bucket/precalc\\n' ;;
                  *submit-job*) echo 5 ;;
                esac""");
        Files.createDirectories(folder.resolve("infra"));
        Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("target")).resolve("precalc.jar"), jar);
        Files.createSymbolicLink(folder.resolve("precalc.jar"), jar);
        Files.copy(Path.of("test_input.csv"), folder.resolve("test_input.csv"));
        for (String library : List.of("molecules.csv", "reference_library.csv", "list.csv")) {
            Files.writeString(folder.resolve(library), MOLECULES);
        }
    }

    static final String MOLECULES = "smiles\nCCO\nCCN\nCCC\nCCCC\nCCF\nc1ccccc1\nCC=O\nCC(=O)Oc1ccccc1C(=O)O\n";

    void program(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text.startsWith("#!") ? text : "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs the text by bash, to its end; servers listen on a port that is free here. */
    Outcome run(String commands) throws IOException, InterruptedException {
        String script = commands.replace("8080", Integer.toString(port));
        Path said = folder.resolve("said");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", PRELUDE + script)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        bash.environment().clear();
        bash.environment().putAll(environment);
        Process process = bash.start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running: " + Files.readString(said));
        }
        return new Outcome(lines("failed"), lines("noted"), Files.readString(said));
    }

    private List<String> lines(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .map(line -> line.replace(Integer.toString(port), "8080"))
                        .toList()
                : List.of();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        home.close();
    }
}
