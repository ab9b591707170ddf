package io.ersilia.precalc.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses pages by Zstandard in Java, without a native library. */
final class PageCompressor implements BytesInputCompressor {

    private final io.airlift.compress.zstd.ZstdCompressor zstd = new io.airlift.compress.zstd.ZstdCompressor();
    private final ByteBufferAllocator heap = HeapByteBufferAllocator.getInstance();

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
        ByteBuffer in = page.toByteBuffer(heap, unused -> {});
        byte[] out = new byte[zstd.maxCompressedLength(in.remaining())];
        int length = zstd.compress(in.array(), in.arrayOffset() + in.position(), in.remaining(), out, 0, out.length);
        return BytesInput.from(out, 0, length);
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {}
}
