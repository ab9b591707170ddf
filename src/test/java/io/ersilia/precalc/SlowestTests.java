package io.ersilia.precalc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Prints where the time of {@code mvn verify} went: the classes of tests that took longest. */
public final class SlowestTests {

    private static final int SHOWN = 20;

    private record Suite(String name, double seconds, int tests) {}

    private SlowestTests() {}

    /** Arguments: the folders of reports. */
    public static void main(String[] folders) throws IOException, ParserConfigurationException, SAXException {
        List<Suite> suites = new ArrayList<>();
        for (String folder : folders) {
            if (!Files.isDirectory(Path.of(folder))) {
                continue; // these tests were not asked for
            }
            try (Stream<Path> reports = Files.list(Path.of(folder))) {
                for (Path report : reports.filter(SlowestTests::isReport).toList()) {
                    Element suite = DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(report.toFile())
                            .getDocumentElement();
                    suites.add(new Suite(
                            suite.getAttribute("name"),
                            Double.parseDouble(suite.getAttribute("time").replace(",", "")),
                            Integer.parseInt(suite.getAttribute("tests"))));
                }
            }
        }
        suites.sort(Comparator.comparingDouble(Suite::seconds).reversed());
        System.out.printf("The %d slowest of %d test classes:%n", Math.min(SHOWN, suites.size()), suites.size());
        suites.stream()
                .limit(SHOWN)
                .forEach(suite -> System.out.printf(
                        Locale.ROOT, "%8.1f s %5d tests  %s%n", suite.seconds(), suite.tests(), suite.name()));
    }

    private static boolean isReport(Path file) {
        return file.getFileName().toString().matches("TEST-.*\\.xml");
    }
}
