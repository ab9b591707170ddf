package io.ersilia.precalc.doctor;

import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Free disk space where a run writes. */
public record DiskCheck(List<Place> places, Space space) implements Check {

    /** Room for a slice of the library, its finished batches and its partition at the same time. */
    static final long LEAST = 256 * Words.MIB;

    /** Enough for several workers at once, or a model with hundreds of columns. */
    public static final long USUAL = 2 * Words.GIB;

    /** Enough for images and environments of models, which take 1 to 10 GB each. */
    public static final long FOR_MODELS = 10 * Words.GIB;

    /**
     * A folder that a run writes to.
     *
     * @param what the folder's purpose
     * @param enough free bytes; fewer cause a warning
     */
    public record Place(String what, Path folder, long enough) {}

    /** Free bytes on the disk of a folder. */
    @FunctionalInterface
    public interface Space {

        /** The disks of this machine. A folder that does not exist yet counts where it would be created. */
        Space REAL = folder -> Files.getFileStore(nearest(folder)).getUsableSpace();

        /** How many bytes can be written. */
        long free(Path folder) throws IOException;
    }

    public DiskCheck {
        places = List.copyOf(places);
    }

    /** The folder, or the nearest parent that exists. */
    static Path nearest(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = Objects.requireNonNull(there.getParent());
        }
        return there;
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public String remedy() {
        return "free space there, choose another folder with --store, or another for temporary files with"
                + " JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER";
    }

    private record Found(Place place, long free) {
        String words() {
            return "%s free for %s (%s)".formatted(Words.size(free), place.what(), place.folder());
        }
    }

    @Override
    public Finding look() throws IOException {
        Found[] found = new Found[places.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = new Found(places.get(i), space.free(places.get(i).folder()));
        }
        String words = List.of(found).stream().map(Found::words).collect(Collectors.joining(", "));
        if (List.of(found).stream().anyMatch(one -> one.free() < LEAST)) {
            return error("%s; at least %s is needed".formatted(words, Words.size(LEAST)), remedy());
        }
        String little = List.of(found).stream()
                .filter(one -> one.free() < one.place().enough())
                .map(one -> "%s for %s"
                        .formatted(Words.size(one.place().enough()), one.place().what()))
                .collect(Collectors.joining(", "));
        return little.isEmpty() ? ok(words) : warning("%s; usual is %s".formatted(words, little), remedy());
    }
}
