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
        ByteBuffer in = page.toByteBuffer(HeapByteBufferAllocator.getInstance(), unused -> {});
        byte[] out = new byte[size];
        int length = zstd.decompress(in.array(), in.arrayOffset() + in.position(), in.remaining(), out, 0, size);
        return BytesInput.from(out, 0, length);
    }

    @Override
    public void decompress(ByteBuffer page, int length, ByteBuffer out, int size) {
        byte[] in = new byte[length];
        page.get(in);
        byte[] plain = new byte[size];
        out.put(plain, 0, zstd.decompress(in, 0, length, plain, 0, size));
    }

    @Override
    public void release() {}
}
