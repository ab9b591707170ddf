package io.ersilia.precalc.table.dynamodb;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import software.amazon.awssdk.core.SdkBytes;

/** Text in the zlib format (RFC 1950), which takes fewer write units. */
final class Zlib {

    private Zlib() {}

    static byte[] packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(bytes)) {
            zlib.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** The text; anything else is rejected with an {@link IllegalArgumentException}. */
    static String unpacked(SdkBytes packed) {
        try (InflaterInputStream zlib = new InflaterInputStream(new ByteArrayInputStream(packed.asByteArrayUnsafe()))) {
            return new String(zlib.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("packed text is not in the zlib format", e);
        }
    }
}
