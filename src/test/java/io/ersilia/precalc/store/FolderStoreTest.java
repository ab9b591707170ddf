package io.ersilia.precalc.store;

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
