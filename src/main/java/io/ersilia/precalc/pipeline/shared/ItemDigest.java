package io.ersilia.precalc.pipeline.shared;

import io.ersilia.precalc.table.Item;
import io.ersilia.precalc.table.ValueJson;
import java.nio.charset.StandardCharsets;

/**
 * What a table says of a molecule, in 8 bytes: the 64-bit FNV-1a hash of its SMILES, a line feed, and its values as JSON or
 * the reason why it has none, in UTF-8. It lets an item be compared with what was served without reading the partition. It
 * finds mistakes, not forgeries; SHA-256 would take longer than parsing the row.
 *
 * @see <a href="http://www.isthe.com/chongo/tech/comp/fnv/">FNV hash</a>
 */
public final class ItemDigest {

    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private ItemDigest() {}

    public static long of(Item item) {
        String rest = item.rejected() == null
                ? ValueJson.write(item.values())
                : item.rejected().label();
        return add(rest, add("\n", ofSmiles(item.smiles())));
    }

    /** The hash of the SMILES alone. */
    public static long ofSmiles(String smiles) {
        return add(smiles, OFFSET_BASIS);
    }

    private static long add(String text, long hash) {
        long sum = hash;
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            sum = (sum ^ (one & 0xff)) * PRIME;
        }
        return sum;
    }
}
