package io.ersilia.precalc.pipeline.serve;

import io.ersilia.precalc.molecule.InchiKey;
import io.ersilia.precalc.pipeline.shared.ItemMaker;
import io.ersilia.precalc.pipeline.shared.KeyLedger.Entry;
import io.ersilia.precalc.pipeline.shared.StoredPartition;
import io.ersilia.precalc.pipeline.shared.TemporaryFolder;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.InParallel;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.Plan;
import io.ersilia.precalc.run.Reason;
import io.ersilia.precalc.run.ServedManifest;
import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.store.RunStore;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The keys under which a partition was written to a table, {@code keys-0001.csv}, sorted. Each has the position of its row,
 * the reason why it has no values, the digest of what the table was given, and the hash of its SMILES. This file, not the
 * partition, is read to know what a partition has in the table. Earlier rows of a key that have another SMILES come before
 * its last row, without a digest.
 *
 * @param file on this machine
 */
public record ServedKeys(Partition partition, Path file) {

    private static final String HEADER = "key,position,rejected,digest,smiles";
    private static final HexFormat HEX = HexFormat.of();

    /** Visits one key after the other. */
    public interface Visitor {
        void visit(InchiKey key, Entry entry) throws IOException;
    }

    /**
     * The keys of partitions by worker, several downloaded at once. If there is no file, as from earlier versions, or it
     * does not match the manifest, the partition is read instead.
     *
     * @param plan null for a run that was imported
     * @param served with their manifests; empty for one that was not served
     */
    public static List<ServedKeys> fetch(
            RunStore store, @Nullable Plan plan, Map<Partition, Optional<ServedManifest>> served, TemporaryFolder work)
            throws IOException {
        List<Partition> partitions = List.copyOf(served.keySet());
        List<Optional<ServedKeys>> found = InParallel.all(partitions.stream()
                .<Callable<Optional<ServedKeys>>>map(partition -> () -> Objects.requireNonNull(served.get(partition))
                        .map(ServedManifest::keysSha256)
                        .flatMap(sha256 -> download(store, partition, sha256, work)))
                .toList());
        List<ServedKeys> all = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            all.add(found.get(i).isPresent() ? found.get(i).get() : read(store, partitions.get(i), plan, work));
        }
        return all;
    }

    /** The keys of one partition. */
    public static ServedKeys fetch(
            RunStore store,
            Partition partition,
            @Nullable Plan plan,
            @Nullable ServedManifest served,
            TemporaryFolder work)
            throws IOException {
        return fetch(store, plan, Map.of(partition, Optional.ofNullable(served)), work)
                .get(0);
    }

    private static Optional<ServedKeys> download(
            RunStore store, Partition partition, String sha256, TemporaryFolder work) {
        Path file = file(partition, work);
        MessageDigest digest = Sha256.digest();
        try (InputStream in = store.servedKeys(partition).open(0, Long.MAX_VALUE);
                OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            in.transferTo(out);
        } catch (IOException e) {
            throw TemporaryFolder.trouble("keep a copy of the keys of " + partition, e);
        } catch (Failure failure) {
            if (failure.kind() == Failure.Kind.INPUT) { // it is not there
                return Optional.empty();
            }
            throw failure;
        }
        return Sha256.hex(digest).equals(sha256) ? Optional.of(new ServedKeys(partition, file)) : Optional.empty();
    }

    private static ServedKeys read(RunStore store, Partition partition, @Nullable Plan plan, TemporaryFolder work)
            throws IOException {
        try (TemporaryFolder own = TemporaryFolder.create()) {
            StoredPartition source = StoredPartition.fetch(store, partition, plan, own);
            ItemMaker items = new ItemMaker(partition, source.modelVersion(), Instant.EPOCH);
            Path file = file(partition, work);
            Examination.of(source, items, own.file("rejects.csv"), file, 0, own);
            return new ServedKeys(partition, file);
        }
    }

    private static Path file(Partition partition, TemporaryFolder work) {
        return work.file("keys-%04d.csv".formatted(partition.number()));
    }

    /** Shows the keys in their order, each with the row that the table was given. */
    public void forEach(Visitor visitor) throws IOException {
        forEachRow((key, entry) -> {
            if (!entry.superseded()) {
                visitor.visit(key, entry);
            }
        });
    }

    /** Also shows the rows that the table was not given because a later one has their key, with another SMILES. */
    public void forEachRow(Visitor visitor) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            lines.readLine(); // the header
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int position = InchiKey.LENGTH + 1;
                int rejected = line.indexOf(',', position) + 1;
                int digest = line.indexOf(',', rejected) + 1;
                int comma = line.indexOf(',', digest);
                int end = comma < 0 ? line.length() : comma; // earlier versions wrote no SMILES
                visitor.visit(
                        new InchiKey(line.substring(0, InchiKey.LENGTH)),
                        new Entry(
                                partition.number(),
                                Long.parseLong(line, position, rejected - 1, 10),
                                rejected == digest - 1 ? null : Reason.ofLabel(line.substring(rejected, digest - 1)),
                                end == digest ? 0 : HexFormat.fromHexDigitsToLong(line, digest, end),
                                comma < 0 ? 0 : HexFormat.fromHexDigitsToLong(line, end + 1, line.length()),
                                end == digest));
            }
        }
    }

    /** Writes the file, key after key in order. */
    static final class Writer implements Closeable {
        private final BufferedWriter out;

        Writer(Path file) throws IOException {
            this.out = Files.newBufferedWriter(file);
            out.write(HEADER + "\n");
        }

        /** Writes the last of these rows, and before it the predictions whose SMILES no later row has. */
        void write(InchiKey key, List<Entry> entries) throws IOException {
            int last = entries.size() - 1;
            for (int i = 0; i < last; i++) {
                Entry entry = entries.get(i);
                if (entry.isPrediction()
                        && entries.subList(i + 1, last + 1).stream()
                                .noneMatch(later -> later.smiles() == entry.smiles())) {
                    write(key, entry, "");
                }
            }
            write(key, entries.get(last), HEX.toHexDigits(entries.get(last).digest()));
        }

        private void write(InchiKey key, Entry entry, String digest) throws IOException {
            out.write(key.value());
            out.write(',');
            out.write(Long.toString(entry.position()));
            out.write(',');
            out.write(entry.rejected() == null ? "" : entry.rejected().label());
            out.write(',');
            out.write(digest);
            out.write(',');
            out.write(HEX.toHexDigits(entry.smiles()));
            out.write('\n');
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
