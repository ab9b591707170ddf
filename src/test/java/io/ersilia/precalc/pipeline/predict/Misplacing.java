package io.ersilia.precalc.pipeline.predict;

import io.ersilia.precalc.model.ModelOutput;
import io.ersilia.precalc.model.ersilia.fake.FakeModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Ways in which a model gives answers that are not those of the molecules in their places, or not quite. */
enum Misplacing {
    NOTHING("nothing is wrong"),
    REVERSED("every call is answered in reverse order") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            List<List<String>> rows = truths(sent);
            Collections.reverse(rows);
            return rows;
        }
    },
    SHUFFLED("every call is answered in random order") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            List<List<String>> rows = truths(sent);
            Collections.shuffle(rows, memory.random);
            return rows;
        }
    },
    SHUFFLED_BUT_THE_LAST("the same, but the last answer is in the right place") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            List<List<String>> rows = truths(sent);
            Collections.shuffle(rows.subList(0, rows.size() - 1), memory.random);
            return rows;
        }
    },
    FIRST_DROPPED("the first row is dropped and the last one duplicated") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            List<List<String>> rows = truths(sent);
            rows.remove(0);
            rows.add(truth(sent.get(sent.size() - 1)));
            return rows;
        }
    },
    NEIGHBOURS_SWAPPED("two neighbours somewhere in every call are swapped") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            List<List<String>> rows = truths(sent);
            int at = memory.random.nextInt(Math.max(1, rows.size() - 1));
            Collections.swap(rows, at, Math.min(at + 1, rows.size() - 1));
            return rows;
        }
    },
    DOUBLED_IN_PLACE("one row somewhere in every call also replaces its neighbour") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            List<List<String>> rows = truths(sent);
            int at = memory.random.nextInt(Math.max(1, rows.size() - 1));
            rows.set(Math.min(at + 1, rows.size() - 1), rows.get(at));
            return rows;
        }
    },
    SORTED("the answers are sorted by value") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            List<List<String>> rows = truths(sent);
            rows.sort(Comparator.comparing(row -> Double.valueOf(row.get(0))));
            return rows;
        }
    },
    ROTATED("every answer is one place too late, and the last one comes first") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            List<List<String>> rows = truths(sent);
            Collections.rotate(rows, 1);
            return rows;
        }
    },
    BLOCKS("every call is reversed in blocks of 100") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            return blocksReversed(truths(sent));
        }
    },
    LARGE_ONLY("calls of more than 100 molecules are reversed in blocks of 100; smaller ones are right") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            return sent.size() > BLOCK ? blocksReversed(truths(sent)) : truths(sent);
        }
    },
    EQUAL_ANSWERS_MERGED("equal answers of a two-class model are merged, later ones move up and the end is empty") {
        @Override
        List<String> truth(String smiles) {
            return List.of(smiles.length() % 2 == 0 ? "active" : "inactive", "1");
        }

        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            return padded(truths(sent).stream().distinct().collect(Collectors.toList()), sent.size());
        }
    },
    SPELLINGS_MERGED("different spellings of a molecule are merged, later answers move up and the end is empty") {
        @Override
        List<String> truth(String smiles) {
            return FakeModel.cells(canonical(smiles));
        }

        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            Map<String, List<String>> merged = new LinkedHashMap<>();
            sent.forEach(text -> merged.putIfAbsent(canonical(text), truth(text)));
            return padded(new ArrayList<>(merged.values()), sent.size());
        }
    },
    CACHED_BY_LENGTH_IN_A_CALL("within a call, SMILES of equal length get the answer of the first") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            return cached(sent, new HashMap<>());
        }
    },
    CACHED_BY_LENGTH_FOR_GOOD("SMILES of equal length get the answer of the first one ever seen") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            return cached(sent, memory.byLength);
        }
    },
    THE_CALL_BEFORE("every call gets the answers of the previous call") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            List<List<String>> before = memory.before;
            memory.before = truths(sent);
            List<List<String>> rows = new ArrayList<>();
            for (int i = 0; i < sent.size(); i++) {
                rows.add(before.isEmpty() ? memory.before.get(i) : before.get(i % before.size()));
            }
            return rows;
        }
    },
    NOISE("floating-point noise of 1e-6, different in every call") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            return varied(sent, memory, 1e-6);
        }
    },
    RANDOM("truly random: up to a tenth more or less each time") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            return varied(sent, memory, 0.1);
        }
    },
    RANDOM_AND_REVERSED("truly random, and every call is answered in reverse order") {
        @Override
        List<List<String>> answers(List<String> sent, Memory memory) {
            List<List<String>> rows = varied(sent, memory, 0.1);
            Collections.reverse(rows);
            return rows;
        }
    };

    private static final int BLOCK = 100;

    final String words;

    Misplacing(String words) {
        this.words = words;
    }

    /** What a model remembers from call to call. */
    static final class Memory {

        private final Random random;
        private final Map<Integer, List<String>> byLength = new HashMap<>();
        private List<List<String>> before = List.of();

        Memory(long seed) {
            random = new Random(seed);
        }
    }

    /** The molecule's own answer. */
    List<String> truth(String smiles) {
        return FakeModel.cells(smiles);
    }

    List<List<String>> answers(List<String> sent, Memory memory) {
        return truths(sent);
    }

    final ModelOutput output(List<String> sent, Memory memory) {
        return new ModelOutput(FakeModel.COLUMNS, answers(sent, memory));
    }

    final List<List<String>> truths(List<String> sent) {
        return sent.stream().map(this::truth).collect(Collectors.toCollection(ArrayList::new));
    }

    final List<List<String>> cached(List<String> sent, Map<Integer, List<String>> cache) {
        Function<String, List<String>> answer = text -> cache.computeIfAbsent(text.length(), length -> truth(text));
        return sent.stream().map(answer).collect(Collectors.toList());
    }

    final List<List<String>> varied(List<String> sent, Memory memory, double by) {
        return sent.stream()
                .map(text -> {
                    double number = Double.parseDouble(truth(text).get(0));
                    double varied = number * (1 + by * (2 * memory.random.nextDouble() - 1));
                    return List.of(Double.toString(varied), truth(text).get(1));
                })
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<List<String>> blocksReversed(List<List<String>> rows) {
        for (int from = 0; from < rows.size(); from += BLOCK) {
            Collections.reverse(rows.subList(from, Math.min(from + BLOCK, rows.size())));
        }
        return rows;
    }

    private static List<List<String>> padded(List<List<String>> rows, int size) {
        while (rows.size() < size) {
            rows.add(List.of("", ""));
        }
        return rows;
    }

    /** Chains are the same molecule from either end. */
    private static String canonical(String smiles) {
        String other = new StringBuilder(smiles).reverse().toString();
        return smiles.matches("[CN]+") && other.compareTo(smiles) < 0 ? other : smiles;
    }
}
