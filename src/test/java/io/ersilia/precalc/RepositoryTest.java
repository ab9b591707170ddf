package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What no file of the repository may hold, so that it builds behind any mirror and on any machine. */
class RepositoryTest {

    /** What .gitignore names, and git's own folder or, in a work tree, file. */
    private static final Set<String> NOT_OURS =
            Set.of(".git", "target", "precalc-data", "precalc.properties", "node_modules", "dist", ".idea", ".vscode");

    private static final Pattern REGISTRY = Pattern.compile("repo1?\\.maven|maven-central\\.|sonatype\\.(org|com)"
            + "|mvnrepository\\.com|jitpack\\.io|npmjs\\.(org|com)|yarnpkg\\.com|pypi\\.(org|io)|pythonhosted\\.org"
            + "|crates\\.io|rubygems\\.org|(deb|security|ftp)\\.debian|archive\\.ubuntu|proxy\\.golang");

    private static final Pattern PLACE = Pattern.compile("(?<![\\w.~$}*/-])/(work|root|home|Users)/");

    private static final Pattern WRAPPER = Pattern.compile("mvnw(\\.cmd)?|maven-wrapper.*|MavenWrapper.*");

    @Test
    void namesNoPackageRegistry() throws IOException {
        assertThat(lines(REGISTRY)).isEmpty();
    }

    @Test
    void namesNoPlaceOfOneMachine() throws IOException {
        assertThat(lines(PLACE)).isEmpty();
    }

    @Test
    void bringsNoMavenWrapper() throws IOException {
        assertThat(files())
                .noneMatch(
                        file -> WRAPPER.matcher(file.getFileName().toString()).matches());
    }

    /** File, line and text of every place that the pattern finds. */
    private static List<String> lines(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            // Any byte is a character here, so that no file is too binary to be read.
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            for (int line = 0; line < lines.size(); line++) {
                Matcher matcher = pattern.matcher(lines.get(line));
                if (matcher.find()) {
                    found.add("%s:%d: %s".formatted(file, line + 1, matcher.group()));
                }
            }
        }
        return found;
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(Path.of(""), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_OURS.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()
                        && !NOT_OURS.contains(file.getFileName().toString())) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(files).contains(Path.of("pom.xml"), Path.of("precalc"));
        return files;
    }
}
