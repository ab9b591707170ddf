package io.ersilia.precalc;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher, started as people do: as a program, in a copy of the sources that was never built. One file, because the
 * copy is built once, which takes most of the time.
 */
@TestMethodOrder(OrderAnnotation.class) // the first test builds the jar that the others need
class LauncherIT {

    private static final String BUILDING = "precalc: building target/precalc.jar (first start or changed sources)…\n";
    private static final int AT_ONCE = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int UNAVAILABLE = 69;

    @TempDir
    static Path folder;

    private static Path fresh = Path.of("");
    private static String version = "";

    /** How a program ended. */
    private record Ended(int code, String out, String err) {}

    @BeforeAll
    static void copySources() throws IOException, InterruptedException {
        fresh = Files.createDirectory(folder.resolve("fresh clone")); // with a blank, as on many a desktop
        for (String part : List.of("pom.xml", ".mvn", "precalc", "src/main")) {
            copy(Path.of(part), fresh.resolve(part));
        }
        String jar = requireNonNull(System.getProperty("precalc.jar"), "mvn verify tells where the jar is");
        String built = finish(start(Path.of(""), Map.of(), "java", "-jar", jar, "--version"))
                .out();
        version = built.replaceFirst(" \\(commit .*", ""); // the copy has no history
    }

    @Test
    @Order(1)
    void tenAtOnceOnAFreshCloneGiveTenCleanAnswersFromOneBuild() throws IOException, InterruptedException {
        List<Started> started = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            started.add(start(folder, Map.of(), fresh.resolve("precalc").toString(), "--version"));
        }
        List<Ended> ended = new ArrayList<>();
        for (Started one : started) {
            ended.add(finish(one));
        }

        assertThat(version).matches("precalc \\d+\\.\\d+\\.\\d+.*\\n");
        assertThat(ended).extracting(Ended::code).containsOnly(0);
        assertThat(ended).extracting(Ended::out).containsOnly(version);
        assertThat(ended).extracting(Ended::err).containsOnlyOnce(BUILDING).containsOnly(BUILDING, "");
    }

    @Test
    @Order(2)
    void aLinkFromAnotherFolderAnswersWithoutBuildingAgain() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("fresh clone", "precalc"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));

        assertThat(finish(start(elsewhere, Map.of(), link.toString(), "--version")))
                .isEqualTo(new Ended(0, version, ""));
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    @Order(3)
    void aSharedArchiveOfAnotherJarIsPassedOverInSilence() throws IOException, InterruptedException {
        Instant later = Instant.now().plus(Duration.ofHours(1));
        Files.setLastModifiedTime(fresh.resolve("target/precalc.jar"), FileTime.from(later));
        for (Path archive : archives()) {
            Files.setLastModifiedTime(archive, FileTime.from(later.plusSeconds(1)));
        }

        assertThat(finish(start(folder, Map.of(), fresh.resolve("precalc").toString(), "--version")))
                .isEqualTo(new Ended(0, version, ""));
    }

    @Test
    @Order(4)
    void eachJdkHasAnArchiveOfItsOwnAndSaysNothingOfTheOthers() throws IOException, InterruptedException {
        Path other = otherJdk();
        Path left = Files.writeString(fresh.resolve("target/precalc.jsa"), "of a launcher that made one for all");
        String preparing = "precalc: preparing faster starts (once, a few seconds)…\n";

        assertThat(versionOn(other)).isEqualTo(new Ended(0, version, preparing));
        assertThat(versionOn(Jdks.own())).isEqualTo(new Ended(0, version, ""));
        assertThat(versionOn(other)).isEqualTo(new Ended(0, version, ""));

        assertThat(archives())
                .hasSize(2)
                .allSatisfy(archive -> assertThat(archive).isNotEmptyFile());
        assertThat(left).doesNotExist();
    }

    @Test
    @Order(5)
    void nativeLibrariesAreNotWarnedOfOnANewerJdk() throws IOException, InterruptedException {
        Path newest = Stream.of(otherJdk(), Jdks.own())
                .max(Comparator.comparing(Jdks::feature))
                .orElseThrow();
        Map<String, String> environment = Map.of("JAVA_HOME", newest.toString());
        Path library = Files.writeString(folder.resolve("library.csv"), "smiles\nCCO\n");

        Ended run = finish(start(
                folder,
                environment,
                fresh.resolve("precalc").toString(),
                "run",
                "-q",
                "-m",
                "eos3b5e",
                "-i",
                library.toString(),
                "--store",
                folder.resolve("store").toString(),
                "--runner",
                "embedded"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("WARNING", "[error]");
    }

    @Test
    @Order(6)
    void anArchiveOfAnotherJdkUnderThisOnesNameIsPassedOverInSilence() throws IOException, InterruptedException {
        Path other = otherJdk();
        List<Path> both = archives();
        Path aside = fresh.resolve("target/aside");
        Files.move(both.get(0), aside);
        Files.move(both.get(1), both.get(0));
        Files.move(aside, both.get(1));

        assertThat(versionOn(other)).isEqualTo(new Ended(0, version, ""));
        assertThat(versionOn(Jdks.own())).isEqualTo(new Ended(0, version, ""));
    }

    private static Ended versionOn(Path jdk) throws IOException, InterruptedException {
        return finish(start(
                folder,
                Map.of("JAVA_HOME", jdk.toString()),
                fresh.resolve("precalc").toString(),
                "--version"));
    }

    private static List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(fresh.resolve("target"))) {
            return files.filter(file -> file.toString().endsWith(".jsa"))
                    .sorted()
                    .toList();
        }
    }

    private static Path otherJdk() throws IOException {
        List<Path> others = Jdks.others();
        return others.get(others.size() - 1);
    }

    @Test
    @Order(7)
    void anOldJavaIsRefused() throws IOException, InterruptedException {
        Path java = Files.createDirectories(folder.resolve("java11/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("java11/release"), "IMPLEMENTOR=\"Any\"\nJAVA_VERSION=\"11.0.2\"\n");

        Ended ended = finish(start(
                folder,
                Map.of("JAVA_HOME", folder.resolve("java11").toString()),
                fresh.resolve("precalc").toString()));

        assertThat(ended)
                .isEqualTo(new Ended(
                        UNAVAILABLE,
                        "",
                        "precalc: %s is Java 11.0.2: set JAVA_HOME to a JDK 17 or newer\n".formatted(java)));
    }

    @Test
    @Order(8)
    void aBuildThatFailsSaysWhyOnStandardError() throws IOException, InterruptedException {
        Path broken = Files.createDirectory(folder.resolve("broken"));
        copy(Path.of("precalc"), broken.resolve("precalc"));
        Files.writeString(broken.resolve("pom.xml"), "<project>");

        Ended ended = finish(start(folder, Map.of(), broken.resolve("precalc").toString(), "--version"));

        assertThat(ended.code()).isEqualTo(UNAVAILABLE);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith(BUILDING)
                .contains("Non-readable POM")
                .endsWith("precalc: building target/precalc.jar failed; the whole log is %s\n"
                        .formatted(broken.toRealPath().resolve("target/launcher.log")));
    }

    private record Started(Process process, Path out, Path err) {}

    private static Started start(Path directory, Map<String, String> environment, String... command)
            throws IOException {
        Path out = Files.createTempFile(folder, "launcher", ".out");
        Path err = Files.createTempFile(folder, "launcher", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toAbsolutePath().toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        return new Started(builder.start(), out, err);
    }

    private static Ended finish(Started started) throws IOException, InterruptedException {
        if (!started.process().waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            started.process().descendants().forEach(ProcessHandle::destroyForcibly);
            started.process().destroyForcibly();
        }
        return new Ended(started.process().waitFor(), Files.readString(started.out()), Files.readString(started.err()));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(requireNonNull(copy.getParent()));
                if (Files.isRegularFile(file)) {
                    Files.copy(file, copy, COPY_ATTRIBUTES);
                }
            }
        }
    }
}
