package io.ersilia.precalc.cli;

import io.ersilia.precalc.table.Items;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Run imp of eos3b5e, which somebody put into the store as a file. */
final class ImportedRun {

    private ImportedRun() {}

    /** Its only partition: that many rows, each with its own key, and one column. */
    static void save(Path store, int rows) throws IOException {
        Files.createDirectories(store.resolve("out/eos3b5e/imp"));
        Files.writeString(
                store.resolve("out/eos3b5e/imp/part-0001.csv"),
                IntStream.range(0, rows)
                        .mapToObj(i -> Items.key(i) + ",CCO," + i)
                        .collect(Collectors.joining("\n", "key,input,weight\n", "\n")));
    }
}
