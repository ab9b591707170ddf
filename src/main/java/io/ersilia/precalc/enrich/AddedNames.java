package io.ersilia.precalc.enrich;

import io.ersilia.precalc.run.Failure;
import java.util.List;

/** Names of the columns that are added to a table. */
final class AddedNames {

    private AddedNames() {}

    /** @throws Failure of kind INPUT if the file already has a column with one of the names */
    static void requireNew(String file, List<String> own, List<String> added) {
        added.stream().filter(own::contains).findFirst().ifPresent(name -> {
            throw Failure.input("%s has a column %s already: rename or remove it".formatted(file, name));
        });
    }
}
