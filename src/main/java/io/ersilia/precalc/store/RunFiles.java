package io.ersilia.precalc.store;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which files a run has, from one listing: enough to know what is predicted and served. */
public final class RunFiles {

    private static final Pattern CSV = Pattern.compile("part-(\\d{4})\\.csv(\\.gz)?");

    private final Set<String> names;

    RunFiles(List<String> names) {
        this.names = Set.copyOf(names);
    }

    public boolean isPredicted(int worker) {
        return names.contains("part-%04d.json".formatted(worker));
    }

    public boolean isServed(int worker) {
        return isPredicted(worker) && names.contains("part-%04d.served.json".formatted(worker));
    }

    /** The numbers of all partitions that have a CSV, with or without a manifest, in order. */
    public List<Integer> partitions() {
        return names.stream()
                .map(CSV::matcher)
                .filter(Matcher::matches)
                .map(name -> Integer.valueOf(name.group(1)))
                .filter(number -> number >= 1)
                .distinct()
                .sorted()
                .toList();
    }
}
