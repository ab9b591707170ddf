package io.ersilia.precalc.pipeline.shared;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.ModelId;
import io.ersilia.precalc.run.Partition;
import io.ersilia.precalc.run.RunId;
import io.ersilia.precalc.store.MemoryObjectStore;
import io.ersilia.precalc.store.RunStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionCopyTest {

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    @Test
    void rowsInADamagedPartOfAGzipAreNotLeftOut(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(gzip("key,input,mw\n"));
        bytes.writeBytes("LFQSCWFLJHTTHZ-UHFFFAOYSA-N,CCO,46.069\n".getBytes(StandardCharsets.UTF_8));
        MemoryObjectStore objects = new MemoryObjectStore();
        RunStore store = new RunStore(objects);
        objects.save("out/eos3b5e/r/part-0001.csv.gz", bytes.toByteArray());
        Partition partition = new Partition(new ModelId("eos3b5e"), new RunId("r"), 1);

        assertThatThrownBy(() ->
                        PartitionCopy.of(PartitionStream.open(store, partition, null), folder.resolve("part.csv")))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(
                        "part-0001 of eos3b5e run r is not a valid gzip file: its gzip data is damaged");
    }
}
