package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.run.Sha256;
import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ValueJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What a table says of a molecule in 8 bytes: the beginning of the SHA-256 of its SMILES, a line feed, and its values as
 * JSON or the reason why it has none. With it an item is compared with what was served without reading the partition.
 */
public final class ItemDigest {

    private ItemDigest() {}

    public static long of(Item item) {
        MessageDigest sha = Sha256.digest();
        sha.update(item.smiles().getBytes(StandardCharsets.UTF_8));
        sha.update((byte) '\n');
        String rest = item.rejected() == null
                ? ValueJson.write(item.values())
                : item.rejected().label();
        return ByteBuffer.wrap(sha.digest(rest.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
