package io.ersilia.precalc.dataset.parquet;

import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Decompresses pages of Zstandard in Java, without a native library. */
final class PageDecompressor implements BytesInputDecompressor {

    /** Knows no other compression, and compresses nothing. */
    static final class Only implements CompressionCodecFactory {

        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException("nothing is written");
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            if (codec != CompressionCodecName.ZSTD) {
                throw new UnsupportedOperationException(codec.name());
            }
            return new PageDecompressor();
        }

        @Override
        public void release() {}
    }

    private final ZstdDecompressor zstd = new ZstdDecompressor();

    @Override
    public BytesInput decompress(BytesInput page, int size) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(size);
        zstd.decompress(page.toInputStream().slice(Math.toIntExact(page.size())), out);
        return BytesInput.from(out.flip());
    }

    @Override
    public void decompress(ByteBuffer page, int length, ByteBuffer out, int size) throws IOException {
        zstd.decompress(page.slice(page.position(), length), out);
        page.position(page.position() + length);
    }

    @Override
    public void release() {}
}
