package io.ersilia.precalc.library;

import io.ersilia.precalc.csv.CsvWriter;
import io.ersilia.precalc.molecule.WrittenSmiles;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Plan.Piece;
import io.ersilia.precalc.run.Plan.PlannedSlice;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.run.Slice;
import io.ersilia.precalc.run.Worker;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.FileSet;
import io.ersilia.precalc.words.Words;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Files that are read as one library, in the order of their names, several at a time. All must have the same header, so that
 * a column cannot change its meaning between two files; their formats may differ, e.g. some may be gzipped.
 */
public final class ManyFiles implements Library {

    /** Each needs a buffer of up to 2 MB. One file from S3 arrives at about 100 MB/s; several use the whole connection. */
    private static final int FILES_AT_ONCE =
            Math.min(8, 2 * Runtime.getRuntime().availableProcessors());

    private final FileSet set;
    private final Predicate<String> isSmiles;
    private List<Part> parts = List.of();

    ManyFiles(FileSet set, Predicate<String> isSmiles) {
        this.set = set;
        this.isSmiles = oneAtATime(isSmiles);
    }

    private static Predicate<String> oneAtATime(Predicate<String> isSmiles) {
        return text -> {
            synchronized (isSmiles) {
                return isSmiles.test(text);
            }
        };
    }

    /** A file that was read; {@code firstRow} is its first row's number in the library, from 0. */
    record Part(ReferenceLibrary file, Plan.Library found, String name, long firstRow) {

        long end() {
            return firstRow + found.rows();
        }
    }

    @Override
    public Plan.Library scan(LongConsumer seen) {
        LongConsumer all = counting(seen);
        List<ByteSource> files = set.files();
        List<Part> read = InParallel.each(files, file -> read(file, all), FILES_AT_ONCE);
        read.forEach(part -> requireHeader(part, read.get(0)));
        List<Part> placed = new ArrayList<>();
        long rows = 0;
        for (Part part : read) {
            placed.add(new Part(part.file(), part.found(), part.name(), rows));
            rows += part.found().rows();
        }
        if (rows == 0) {
            throw Failure.input("no molecule in %s: below the headers of %s is nothing"
                    .formatted(set.uri(), Words.many(files.size(), "file")));
        }
        parts = List.copyOf(placed);
        Plan.Library first = read.get(0).found();
        return new Plan.Library(
                set.uri(),
                Sha256.hex(list()),
                first.column(),
                rows,
                first.smilesIndex(),
                first.keyIndex(),
                null,
                files.size());
    }

    private Part read(ByteSource source, LongConsumer seen) {
        ReferenceLibrary file = new ReferenceLibrary(source, isSmiles);
        Plan.Library found = file.count(seen);
        if (found.column() == null) {
            throw Failure.input(
                    "%s has no header: each file of a library of several must name its SMILES column; add a first line, e.g. smiles"
                            .formatted(source.uri()));
        }
        return new Part(file, found, name(source.uri()), 0);
    }

    private static String name(String uri) {
        return uri.substring(Math.max(uri.lastIndexOf('/'), uri.lastIndexOf('\\')) + 1);
    }

    private static void requireHeader(Part part, Part first) {
        if (!header(part).equals(header(first))) {
            throw Failure.input(
                    "%s has the header '%s', but %s has '%s': give all files of the library the same columns, or run them as libraries of their own"
                            .formatted(
                                    part.found().uri(),
                                    shown(part),
                                    first.found().uri(),
                                    shown(first)));
        }
    }

    private static List<String> header(Part part) {
        return part.file().first().stream()
                .map(name -> WrittenSmiles.trimmed(name).toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String shown(Part part) {
        return Printable.of(String.join(",", part.file().first()));
    }

    /** The list of the files. Its hash is the library's; determined by {@link #scan}. */
    public byte[] list() {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = new CsvWriter(text)) {
            csv.write(List.of("file", "rows", "sha256"));
            for (Part part : parts) {
                csv.write(List.of(
                        part.name(),
                        Long.toString(part.found().rows()),
                        part.found().sha256()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot write to memory", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The files as {@link #scan} found them, in order. */
    List<Part> parts() {
        return parts;
    }

    @Override
    public List<PlannedSlice> cut(Plan.Library library, long rows, int workers, LongConsumer seen) {
        LongConsumer all = counting(seen);
        Deque<Piece> pieces = new ArrayDeque<>();
        InParallel.each(
                        parts,
                        part -> part.file()
                                .pieces(
                                        library,
                                        rows,
                                        workers,
                                        part.firstRow(),
                                        part.found().rows(),
                                        all),
                        FILES_AT_ONCE)
                .forEach(pieces::addAll);
        Positions positions = new Positions(parts);
        List<PlannedSlice> slices = new ArrayList<>();
        for (int number = 1; number <= workers; number++) {
            Slice slice = Slice.of(new Worker(number, workers), rows);
            List<Piece> own = new ArrayList<>();
            for (Piece next = pieces.peek(); next != null && next.from() < slice.to(); next = pieces.peek()) {
                own.add(pieces.remove());
            }
            slices.add(new PlannedSlice(
                    number,
                    slice.from(),
                    slice.to(),
                    own.isEmpty() ? 0 : positions.of(own.get(0), own.get(0).byteFrom()),
                    own.isEmpty()
                            ? 0
                            : positions.of(
                                    own.get(own.size() - 1),
                                    own.get(own.size() - 1).byteTo()),
                    sha256OfPieces(own),
                    own));
        }
        return slices;
    }

    private static String sha256OfPieces(List<Piece> pieces) {
        if (pieces.size() == 1) {
            return pieces.get(0).sha256();
        }
        StringBuilder all = new StringBuilder();
        pieces.forEach(piece -> all.append(piece.sha256()).append('\n'));
        return Sha256.hex(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<LibraryRow> evenly(Plan.Library library, int count) {
        LibraryLayout layout = new LibraryLayout(library.column(), library.smilesIndex(), library.keyIndex());
        long most = Math.min(count, library.rows());
        List<LibraryRow> rows = new ArrayList<>();
        try (PartsReader reader = new PartsReader(parts)) {
            for (long i = 0; i < most; i++) {
                long row = library.rows() * i / most;
                rows.add(layout.row(row + 1, reader.cells(row)));
            }
            return rows;
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot read %s: %s; run the same command again".formatted(set.uri(), Printable.reason(e)), e);
        }
    }

    @Override
    public Optional<String> understood() {
        List<String> other = parts.stream()
                .filter(part -> !part.file().isPlain())
                .map(part -> part.file().dialect().words())
                .distinct()
                .toList();
        return Optional.of("%s is read as one library of %s, in the order of their names%s"
                .formatted(
                        set.uri(),
                        Words.many(parts.size(), "file"),
                        other.isEmpty() ? "" : "; some are read as: " + String.join("; ", other)));
    }

    /** Empty, because every file has a header. */
    @Override
    public Optional<String> doubt() {
        return Optional.empty();
    }

    private static LongConsumer counting(LongConsumer seen) {
        return rows -> {
            synchronized (seen) {
                seen.accept(rows);
            }
        };
    }

    /** The difference from the list of files at the time of the plan; null if there is none. */
    public @Nullable String changed(byte[] planned) {
        return FileListing.difference(planned, list());
    }

    /** The positions where the files would begin if all of them, in plain form, were joined into one. */
    private static final class Positions {

        private final Map<String, Long> begin = new HashMap<>();

        Positions(List<ManyFiles.Part> parts) {
            long at = 0;
            for (ManyFiles.Part part : parts) {
                begin.put(part.found().uri(), at);
                at += part.file().bytes();
            }
        }

        /** The position of a byte of the piece's file. */
        long of(Piece piece, long byteOfFile) {
            return Objects.requireNonNull(begin.get(piece.file()), "every piece is in a file of the library")
                    + byteOfFile;
        }
    }
}
