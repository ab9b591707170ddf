package io.ersilia.precalc.nearest;

import io.ersilia.precalc.molecule.Ecfp4;
import io.ersilia.precalc.nearest.FingerprintBlock.Hit;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The fingerprints of a library, mapped into memory from their file: not on the heap, and shared by all processes. */
public final class Fingerprints {

    private static final int DECIMALS = 3;

    private final List<FingerprintBlock> blocks;

    private Fingerprints(List<FingerprintBlock> blocks) {
        this.blocks = blocks;
    }

    /**
     * Maps the file and verifies all of it.
     *
     * @param named the name by which the user knows the file
     * @throws Failure of kind INPUT if it is damaged
     */
    public static Fingerprints open(Path file, String named) {
        try (FileChannel channel = FileChannel.open(file)) {
            if (!Arrays.equals(bytes(channel, 0, FingerprintWriter.MAGIC.length), FingerprintWriter.MAGIC)) {
                throw damaged(named, "it does not begin as such a file");
            }
            List<FingerprintBlock> blocks = new ArrayList<>();
            long at = FingerprintWriter.MAGIC.length;
            while (true) {
                ByteBuffer head = ByteBuffer.wrap(bytes(channel, at, FingerprintWriter.HEAD_BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
                int rows = head.getInt();
                int length = head.getInt();
                int checksum = head.getInt();
                at += FingerprintWriter.HEAD_BYTES;
                if (rows < 0
                        || rows > FingerprintWriter.MOST_ROWS
                        || length < rows * FingerprintBlock.BYTES_PER_ROW
                        || at + length > channel.size()) {
                    throw damaged(named, "it was cut or changed at byte %d".formatted(at));
                }
                if (rows == 0) {
                    return whole(blocks, at == channel.size(), named);
                }
                ByteBuffer block = channel.map(FileChannel.MapMode.READ_ONLY, at, length);
                CRC32C sum = new CRC32C();
                sum.update(block.duplicate());
                if (((int) sum.getValue() ^ rows) != checksum) {
                    throw damaged(named, "the checksum of the block at byte %d is wrong".formatted(at));
                }
                blocks.add(new FingerprintBlock(block, rows));
                at += length;
            }
        } catch (IOException e) {
            throw Failure.unavailable("cannot read %s: %s; make it readable".formatted(named, Printable.reason(e)), e);
        }
    }

    private static Fingerprints whole(List<FingerprintBlock> blocks, boolean isEnd, String named) {
        if (!isEnd) {
            throw damaged(named, "something follows its end");
        }
        return new Fingerprints(blocks);
    }

    private static byte[] bytes(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {}
        return bytes.hasRemaining() ? new byte[length] : bytes.array();
    }

    private static Failure damaged(String named, String how) {
        return Failure.input("%s is damaged: %s; make it again with 'precalc finish --nearest'".formatted(named, how));
    }

    /** The molecule most similar to the SMILES, the first among equals; empty if none is similar at all. */
    public Optional<Neighbour> nearest(String smiles) {
        return Ecfp4.of(smiles).flatMap(this::nearest);
    }

    Optional<Neighbour> nearest(long[] fingerprint) {
        return blocks.parallelStream()
                .map(block -> block.nearest(fingerprint))
                .reduce(Hit::or)
                .filter(hit -> hit.similarity() > 0)
                .map(Fingerprints::neighbour);
    }

    private static Neighbour neighbour(Hit hit) {
        String[] text = hit.text().split(" ", 2);
        return new Neighbour(
                text[0],
                text[1],
                BigDecimal.valueOf(hit.similarity())
                        .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros());
    }
}
