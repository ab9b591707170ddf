package io.ersilia.precalc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.csv.RecordScanner;
import io.ersilia.precalc.molecule.ReferenceMolecules;
import io.ersilia.precalc.molecule.ReferenceMolecules.Molecule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A chemist's list of 800 rows as it comes: salts, mixtures, tautomers, bad rows and duplicates, with columns that have
 * commas, quotes and line ends. Whoever is asked, 800 rows come back in order.
 */
class QueryListTest {

    private static final int ROWS = 800;
    private static final String QUERY = "query -q -m eos3b5e -i {dir}/list.csv ";

    /** Each is one molecule, whose hydrogen moves. */
    private static final List<List<String>> TAUTOMERS = List.of(
            List.of("Oc1ccccn1", "O=c1cccc[nH]1"),
            List.of("Cc1c[nH]cn1", "Cc1cnc[nH]1"),
            List.of("NC(=N)C", "N=C(N)C"));

    private static final List<String> BAD =
            List.of("C1CC", "", "C C", "C".repeat(4097), "CC*", "no molecule", "c1cccc1", "  ", "[Xx]", "C\"C");

    /** What a row must come back as; an empty parent for none, an empty weight for one that RDKit was not asked for. */
    private record Expected(
            String input, String key, String status, String parent, String weight, List<String> extras) {}

    private final List<Molecule> stored = new ArrayList<>();
    private final List<Molecule> absent = new ArrayList<>();
    private final List<Expected> list = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    private Scene scene = new Scene(folder);

    @BeforeEach
    void aLibraryIsServedAndAListIsAtHand() throws IOException {
        List<Molecule> single = ReferenceMolecules.nci().stream()
                .filter(one -> one.smiles().matches("[^.+\\-]*")) // neutral, one piece
                .toList();
        stored.addAll(single.subList(0, single.size() / 2));
        absent.addAll(single.subList(single.size() / 2, single.size()));
        List<String> library = new ArrayList<>(List.of("smiles"));
        stored.forEach(one -> library.add(one.smiles()));
        TAUTOMERS.forEach(pair -> library.add(pair.get(0)));
        for (int i = 0; i < ROWS; i++) {
            list.add(row(i));
        }
        scene = new Scene(folder)
                .file("library.csv", library.toArray(String[]::new))
                .bytes("list.csv", csv())
                .after("run -q -m eos3b5e -i {dir}/library.csv --store {dir}/store --runner embedded");
    }

    private Expected row(int i) {
        Molecule known = stored.get(i / 8 % stored.size());
        Molecule unknown = absent.get(i / 8 % absent.size());
        List<String> extras = List.of("row " + i, i % 3 == 0 ? "says \"a, b\"" : i % 3 == 1 ? "two\nlines" : "");
        return switch (i % 8) {
            case 0 -> new Expected(known.smiles(), known.inchikey(), "stored", "", known.weight(), extras);
            case 1 -> new Expected(known.smiles() + ".Cl", "", "missing", known.inchikey(), "", extras);
            case 2 ->
                new Expected("CCO." + known.smiles() + ".[Na+].[Cl-]", "", "missing", known.inchikey(), "", extras);
            case 3 -> new Expected(unknown.smiles(), unknown.inchikey(), "missing", "", unknown.weight(), extras);
            case 4 -> new Expected(unknown.smiles() + ".CCO", "", "missing", "", "", extras);
            case 5 -> new Expected(TAUTOMERS.get(i / 8 % 3).get(i / 24 % 2), "", "stored", "", "", extras);
            case 6 -> new Expected(BAD.get(i / 8 % BAD.size()), "", "invalid", "", "", extras);
            default -> new Expected(" " + known.smiles() + " ", known.inchikey(), "stored", "", known.weight(), extras);
        };
    }

    private String csv() throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = new CsvWriter(text)) {
            csv.write(List.of("id", "SMILES", "remark, if any"));
            for (Expected one : list) {
                csv.write(List.of(one.extras().get(0), one.input(), one.extras().get(1)));
            }
        }
        return text.toString();
    }

    private static List<List<String>> records(Precalc.Result result) throws IOException {
        RecordScanner scanner =
                new RecordScanner(new ByteArrayInputStream(result.out().getBytes(StandardCharsets.UTF_8)), 0);
        List<List<String>> records = new ArrayList<>();
        while (scanner.next()) {
            records.add(scanner.cells());
        }
        return records;
    }

    /** All but the next command, which names where was asked. */
    private static void assertSame(Precalc.Result one, Precalc.Result other) {
        assertThat(one.out()).isEqualTo(other.out());
        assertThat(one.code()).isEqualTo(other.code());
        assertThat(one.err().replaceFirst("--missing.*", ""))
                .isEqualTo(other.err().replaceFirst("--missing.*", ""));
    }

    private void assertRows(List<List<String>> records, String instead, boolean withParents) {
        assertThat(records).hasSize(ROWS);
        for (int i = 0; i < ROWS; i++) {
            Expected expected = list.get(i);
            List<String> record = records.get(i);
            String status = expected.status().equals("missing") ? instead : expected.status();
            assertThat(record.get(1)).as("row %d", i).isEqualTo(expected.input());
            assertThat(record.get(3)).as(expected.input()).isEqualTo(status);
            assertThat(record.subList(6, 8)).isEqualTo(expected.extras());
            assertThat(record).hasSize(withParents ? 10 : 9);
            if (withParents) {
                assertThat(record.get(9)).as(expected.input()).isEqualTo(expected.parent());
            }
            assertThat(record.get(8).equals("no prediction is stored"))
                    .as(expected.input())
                    .isEqualTo(status.equals("missing"));
            assertThat(record.get(8).isEmpty())
                    .as(expected.input())
                    .isEqualTo(!status.equals("missing") && !status.equals("invalid"));
            assertThat(record.get(0).isEmpty()).isEqualTo(status.equals("invalid"));
            if (!expected.key().isEmpty()) {
                assertThat(record.get(0)).isEqualTo(expected.key());
            }
            boolean hasValue = status.equals("stored") || status.equals("computed");
            assertThat(record.get(2).isEmpty()).isEqualTo(!hasValue);
            assertThat(record.get(5)).isEqualTo(hasValue ? "v1.0.0" : "");
            if (hasValue && !expected.weight().isEmpty()) {
                assertThat(Double.parseDouble(record.get(2)))
                        .isCloseTo(Double.parseDouble(expected.weight()), within(0.0011));
            }
        }
    }

    @Test
    void theTableAnswersEveryRowInOrder() throws IOException {
        Precalc.Result result = scene.run(QUERY + "--store {dir}/store");

        List<List<String>> records = records(result);
        assertThat(records.get(0))
                .containsExactly(
                        "key",
                        "input",
                        "mol_weight",
                        "status",
                        "smiles",
                        "model_version",
                        "id",
                        "remark, if any",
                        "reason",
                        "parent_key");
        assertRows(records.subList(1, records.size()), "missing", true);
        assertThat(result.code()).isEqualTo(ExitCode.REJECTED);
        Map<String, Long> counts =
                list.stream().collect(Collectors.groupingBy(Expected::status, Collectors.counting()));
        long missing = counts.getOrDefault("missing", 0L);
        long invalid = counts.getOrDefault("invalid", 0L);
        assertThat(result.err())
                .isEqualTo(
                        "precalc: %,d in: %,d stored, %,d missing, %,d invalid; exit code 3: %,d inputs have no prediction, the answer says why; next: precalc query --model eos3b5e --input %s --missing missing.csv --store %s\n"
                                .formatted(
                                        ROWS,
                                        counts.get("stored"),
                                        missing,
                                        invalid,
                                        missing + invalid,
                                        folder.resolve("list.csv"),
                                        folder.resolve("store")));
    }

    @Test
    void standardInputIsReadLikeAFile() throws IOException {
        Precalc.Result file = scene.run(QUERY + "--store {dir}/store");
        InputStream usual = System.in;
        try (InputStream list = Files.newInputStream(folder.resolve("list.csv"))) {
            System.setIn(list);

            Precalc.Result piped = scene.run("query -q -m eos3b5e --input - --store {dir}/store");

            assertThat(piped.out()).isEqualTo(file.out());
            assertThat(piped.code()).isEqualTo(file.code());
            assertThat(piped.err()).isEqualTo(file.err().replace(folder + "/list.csv", "-"));
        } finally {
            System.setIn(usual);
        }
    }

    @Test
    void theApiAnswersTheSameAndSeesNoSmiles() {
        Precalc.Result table = scene.run(QUERY + "--store {dir}/store");
        Precalc.Result tableJson = scene.run(QUERY + "--store {dir}/store --format json");
        try (ServedTable api = new ServedTable(folder.resolve("store/predictions.db"), "hush")) {
            Map<String, String> key = Map.of("PRECALC_API_KEY", "hush");

            assertSame(scene.run(key, QUERY + "--api " + api.url()), table);
            assertSame(scene.run(key, QUERY + "--format json --api " + api.url()), tableJson);
            assertThat(api.log()).isNotEmpty().allMatch(line -> line.contains("\"status\":200"));
        }
    }

    @Test
    void filledEveryMoleculeHasAPredictionAndNothingIsWritten() throws IOException {
        String before = scene.listing().toString();

        Precalc.Result result = scene.run(QUERY + "--store {dir}/store --fill --runner embedded");

        List<List<String>> records = records(result);
        assertThat(records.get(0)).doesNotContain("parent_key");
        assertRows(records.subList(1, records.size()), "computed", false);
        assertThat(result.code()).isEqualTo(ExitCode.REJECTED); // of the rows that are no molecules
        assertThat(scene.listing().toString()).isEqualTo(before);
    }
}
