package io.ersilia.precalc.dataset;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.store.ByteSource;
import java.util.ServiceLoader;

/** A form of files in which rows can be found by their keys; found by its service file. */
public interface KeyedForm {

    /**
     * Opens the file, of which the end is read.
     *
     * @throws Failure of kind INPUT when it does not exist, or is not of this form
     */
    KeyedRows open(ByteSource file);

    /**
     * The form that this build reads: Parquet.
     *
     * @throws Failure of kind UNAVAILABLE where this build is without it
     */
    static KeyedForm parquet() {
        return ServiceLoader.load(KeyedForm.class)
                .findFirst()
                .orElseThrow(() -> Failure.unavailable(
                        "this build of precalc has no Parquet: use the whole precalc.jar, or look up in a --table"));
    }
}
