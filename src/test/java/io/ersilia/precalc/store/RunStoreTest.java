package io.ersilia.precalc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.PartitionManifest;
import io.ersilia.precalc.stats.Gathered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

    @TempDir
    private Path directory;

    @Test
    void aPartitionThatIsStoredAgainDoesNotExistUntilAllItsFilesAreThere() throws IOException {
        RefusingStore files = new RefusingStore(new MemoryObjectStore());
        RunStore store = new RunStore(files);
        PartitionManifest manifest = Gathered.manifest(1, List.of("value"), 1);
        Path file = Files.writeString(directory.resolve("file.csv"), "key,input,value\n");
        store.save(manifest, null, file, false, file, new byte[0]);
        assertThat(store.manifest(manifest.partition())).contains(manifest);

        files.takesOnly(1);
        assertThatThrownBy(() -> store.save(manifest, null, file, false, file, new byte[0]))
                .isInstanceOf(Failure.class);
        files.takesOnly(1);

        assertThat(store.manifest(manifest.partition())).isEmpty();
    }
}
