package io.ersilia.precalc.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents lead to where they say, and name what there is. */
class DocumentsTest {

    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize();

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

    /** A room on the picture: the small text of a box begins with the rooms that it is about. */
    private static final Pattern ROOMS = Pattern.compile("class=\"room\"[^>]*>([^<]*)<");

    private static List<Path> documents() throws IOException {
        return ShownCommands.documents().stream().map(ROOT::resolve).toList();
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    @Test
    void everyLinkWithinTheProjectLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                String target = link.group(1);
                if (!target.matches("[a-z]+:.*") && !leads(document, target)) {
                    broken.add(ROOT.relativize(document) + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leads(Path document, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty()
                ? document
                : Objects.requireNonNull(document.getParent()).resolve(parts[0]).normalize();
        if (parts.length == 1 || !file.toString().endsWith(".md")) {
            return Files.exists(file);
        }
        return Files.exists(file)
                && HEADING.matcher(Files.readString(file))
                        .results()
                        .anyMatch(heading -> anchor(heading.group(1)).equals(parts[1]));
    }

    @Test
    void thePictureShowsEveryRoomAndTheTextNamesEveryClassOnIt() throws IOException {
        String picture = Files.readString(ROOT.resolve("docs/architecture.svg"));
        String text = Files.readString(ROOT.resolve("docs/architecture.md"));
        TreeSet<String> shown = new TreeSet<>();
        ROOMS.matcher(picture)
                .results()
                .forEach(room -> shown.addAll(List.of(room.group(1).split("[^a-z]+", -1))));
        TreeSet<String> rooms = new TreeSet<>();
        try (Stream<Path> packages = Files.list(ROOT.resolve("src/main/java/io/ersilia/precalc"))) {
            packages.filter(Files::isDirectory)
                    .map(room -> room.getFileName().toString())
                    .forEach(rooms::add);
        }

        assertThat(shown).containsAll(rooms);
        Pattern.compile(">([A-Z][a-z]+[A-Z]\\w+|Lookup|Screening|Examination)<")
                .matcher(picture)
                .results()
                .map(name -> name.group(1))
                .filter(name -> !name.equals("LambdaHandler") && !name.equals("RunStore"))
                .forEach(name -> assertThat(text).contains("`" + name + "`"));
    }

    @Test
    void everyDocumentIsOnTheListOfDocuments() throws IOException {
        String list = Files.readString(ROOT.resolve("docs/README.md"));
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".md")))
                    .allSatisfy(name -> assertThat(list).contains(name));
        }
    }

    @Test
    void everyDecisionIsOnTheListOfDecisions() throws IOException {
        String list = Files.readString(ROOT.resolve("docs/decisions/README.md"));
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/decisions"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allSatisfy(name -> assertThat(list).contains(name.equals("README.md") ? "" : name));
        }
    }
}
