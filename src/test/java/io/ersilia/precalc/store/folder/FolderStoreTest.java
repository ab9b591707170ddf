package io.ersilia.precalc.store.folder;

import io.ersilia.precalc.store.ObjectStore;
import io.ersilia.precalc.store.ObjectStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest implements ObjectStoreContract {

    @TempDir
    Path folder = Path.of("");

    @Override
    public ObjectStore store() {
        return new FolderStore(folder.resolve("store"));
    }
}
