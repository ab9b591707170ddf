package io.ersilia.precalc.pipeline.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.shared.KeyLedger.Entry;
import io.ersilia.precalc.run.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLedgerTest {

    private static final Comparator<Entry> ORDER =
            Comparator.comparingInt(Entry::partition).thenComparingLong(Entry::position);

    private static InchiKey random(Random random) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < 27; i++) {
            key.append((char) ('A' + random.nextInt(26)));
        }
        key.setCharAt(14, '-');
        key.replace(23, 26, "SA-");
        return new InchiKey(key.toString());
    }

    private static List<Map.Entry<InchiKey, List<Entry>>> visited(List<Map.Entry<InchiKey, Entry>> added, int inMemory)
            throws IOException {
        List<Map.Entry<InchiKey, List<Entry>>> visited = new ArrayList<>();
        try (TemporaryFolder work = TemporaryFolder.create();
                KeyLedger ledger = new KeyLedger(work, inMemory)) {
            for (Map.Entry<InchiKey, Entry> one : added) {
                ledger.add(one.getKey(), one.getValue());
            }
            ledger.forEachKey((key, entries) -> visited.add(Map.entry(key, entries)));
        }
        return visited;
    }

    private static List<String> filesWhile(List<Map.Entry<InchiKey, Entry>> added, int inMemory) throws IOException {
        Set<String> names = new TreeSet<>();
        try (TemporaryFolder work = TemporaryFolder.create();
                KeyLedger ledger = new KeyLedger(work, inMemory)) {
            for (Map.Entry<InchiKey, Entry> one : added) {
                ledger.add(one.getKey(), one.getValue());
            }
            ledger.forEachKey((key, entries) -> {
                try (Stream<Path> files = Files.list(work.file("keys").getParent())) {
                    files.forEach(file -> names.add(file.getFileName().toString()));
                }
            });
        }
        return List.copyOf(names);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 9_999, 10_000})
    void findsTheKeysInOrderEachWithAllItsEntriesInOrderOfPartitionAndPosition(int inMemory) throws IOException {
        Random random = new Random(11);
        List<InchiKey> keys = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            keys.add(random(random));
        }
        List<Map.Entry<InchiKey, Entry>> added = new ArrayList<>();
        Map<InchiKey, List<Entry>> meant = new TreeMap<>(Comparator.comparing(InchiKey::value));
        for (int i = 0; i < 10_000; i++) {
            InchiKey key = keys.get(random.nextInt(keys.size()));
            Entry entry = new Entry(
                    random.nextInt(256),
                    (long) i << random.nextInt(20),
                    random.nextBoolean() ? Reason.MODEL_FAILED : null,
                    random.nextLong(),
                    random.nextLong(),
                    random.nextBoolean());
            added.add(Map.entry(key, entry));
            meant.computeIfAbsent(key, absent -> new ArrayList<>()).add(entry);
        }
        meant.values().forEach(entries -> entries.sort(ORDER));

        assertThat(visited(added, inMemory)).containsExactlyElementsOf(meant.entrySet());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000})
    void keysThatDifferInAnySingleLetterAreDifferent(int inMemory) throws IOException {
        String aspirin = "BSYNRYMUTXBXSQ-UHFFFAOYSA-N";
        List<Map.Entry<InchiKey, Entry>> added = new ArrayList<>();
        for (int i = 0; i < aspirin.length(); i++) {
            for (char letter = 'A'; letter <= 'Z'; letter++) {
                String text = aspirin.substring(0, i) + letter + aspirin.substring(i + 1);
                if (InchiKey.isValid(text) && !text.equals(aspirin)) {
                    added.add(Map.entry(new InchiKey(text), new Entry(1, added.size(), null, 0, 0, false)));
                }
            }
        }

        assertThat(added).hasSize(23 * 25);
        assertThat(visited(added, inMemory))
                .hasSize(23 * 25)
                .allMatch(key -> key.getValue().size() == 1);
    }

    @Test
    void aBucketOfMoreKeysThanFitIsDividedAgainAndOneOfASingleBeginningIsSortedAsItIs() throws IOException {
        Random random = new Random(7);
        List<Map.Entry<InchiKey, Entry>> added = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) { // all in one bucket, half of them with the same first block
            String block = i % 2 == 0
                    ? "AAAAAAAAAAAAAA"
                    : "AAAA" + random(random).value().substring(4, 14);
            InchiKey key = new InchiKey(block + random(random).value().substring(14));
            added.add(Map.entry(key, new Entry(1, i, null, i, i, false)));
        }

        List<Map.Entry<InchiKey, List<Entry>>> visited = visited(added, 10);
        assertThat(filesWhile(added, 10)).anyMatch(name -> name.matches("keys(-\\d{3}){2,}"));

        assertThat(visited)
                .extracting(one -> one.getKey().value())
                .containsExactlyElementsOf(
                        added.stream().map(one -> one.getKey().value()).sorted().toList());
        assertThat(visited).allMatch(one -> one.getValue().size() == 1);
    }

    @Test
    void anEmptyLedgerHasNoKeys() throws IOException {
        assertThat(visited(List.of(), 10)).isEmpty();
    }
}
