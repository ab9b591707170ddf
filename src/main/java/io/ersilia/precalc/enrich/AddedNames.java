package io.ersilia.precalc.enrich;

import io.ersilia.precalc.run.Failure;
import java.util.List;

/** Names of what is added to a table. */
final class AddedNames {

    private AddedNames() {}

    /** @throws Failure of kind INPUT where the file has a column of such a name already */
    static void requireNew(String file, List<String> own, List<String> added) {
        added.stream().filter(own::contains).findFirst().ifPresent(name -> {
            throw Failure.input("%s has a column %s already: rename or remove it".formatted(file, name));
        });
    }
}
