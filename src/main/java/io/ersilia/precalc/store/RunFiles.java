package io.ersilia.precalc.store;

import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Slice;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files of a run, from one listing: enough to know what is predicted and served. */
public final class RunFiles {

    /** The folder of a run's finished batches. */
    public static final String CHECKPOINTS = "checkpoints/";

    private static final Pattern CSV = Pattern.compile("part-(\\d{4})\\.csv(\\.gz)?");
    private static final Pattern BATCH = Pattern.compile(CHECKPOINTS + "(\\d{4})/batch-(\\d{9,18})-(\\d{9,18})\\.json");
    private static final Pattern ROUND = Pattern.compile(RunKeys.ROUNDS + "(\\d{4})\\.json");

    /** The files of a run that has done nothing. */
    public static final RunFiles NONE = new RunFiles(List.of());

    private final Set<String> names;
    private final Map<Integer, List<Slice>> batches;

    RunFiles(List<String> names) {
        this.names = Set.copyOf(names);
        this.batches = names.stream()
                .map(BATCH::matcher)
                .filter(Matcher::matches)
                .filter(name -> Long.parseLong(name.group(2)) < Long.parseLong(name.group(3)))
                .collect(Collectors.groupingBy(
                        name -> Integer.valueOf(name.group(1)),
                        Collectors.mapping(
                                name -> new Slice(Long.parseLong(name.group(2)), Long.parseLong(name.group(3))),
                                Collectors.toList())));
    }

    /** The workers with rows according to the plan; without a plan, as in an imported run, those with a CSV. */
    public List<Integer> workers(@Nullable Plan plan) {
        return plan == null
                ? partitions()
                : plan.sharesWithRows().stream().map(Plan.Share::worker).toList();
    }

    /** Whether any slice has a partition, finished batches or a log; a run that was only planned has none of them. */
    public boolean holdAnything() {
        return !batches.isEmpty() || names.stream().anyMatch(name -> name.startsWith("part-"));
    }

    public boolean isPredicted(int worker) {
        return names.contains("part-%04d.json".formatted(worker));
    }

    public boolean isServed(int worker) {
        return isPredicted(worker) && hasServedManifest(worker);
    }

    /** Whether the partition was served to any table; an imported one has no other manifest. */
    public boolean hasServedManifest(int worker) {
        return names.contains("part-%04d.served.json".formatted(worker));
    }

    /** Whether the partition has a CSV, with or without a manifest. */
    public boolean hasCsv(int worker) {
        return names.contains("part-%04d.csv".formatted(worker))
                || names.contains("part-%04d.csv.gz".formatted(worker));
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

    /** Whether the model left a log for the slice, which it also does when it fails. */
    public boolean hasLog(int worker) {
        return names.contains("part-%04d.log".formatted(worker));
    }

    /** The rows of the finished batches of the worker's slice, in no order; some may overlap. */
    List<Slice> batches(int worker) {
        return batches.getOrDefault(worker, List.of());
    }

    /** How many rows of the worker's slice are in finished batches; rows in several batches count once. */
    public long keptRows(int worker, Slice slice) {
        long counted = 0;
        long end = slice.from();
        for (Slice batch : batches(worker).stream()
                .sorted(Comparator.comparingLong(Slice::from))
                .toList()) {
            long to = Math.min(batch.to(), slice.to());
            counted += Math.max(0, to - Math.max(end, batch.from()));
            end = Math.max(end, to);
        }
        return counted;
    }

    /** The number of the last round that ended; 0 before the first. */
    public int lastRound() {
        return names.stream()
                .map(ROUND::matcher)
                .filter(Matcher::matches)
                .mapToInt(name -> Integer.parseInt(name.group(1)))
                .max()
                .orElse(0);
    }
}
