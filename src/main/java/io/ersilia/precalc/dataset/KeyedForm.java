package io.ersilia.precalc.dataset;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.store.ByteSource;
import java.util.ServiceLoader;

/** A file format in which rows can be found by their keys; loaded through its service file. */
public interface KeyedForm {

    /**
     * Opens the file and reads its end.
     *
     * @throws Failure of kind INPUT if it does not exist, or is not of this format
     */
    KeyedRows open(ByteSource file);

    /**
     * The format that this build reads: Parquet.
     *
     * @throws Failure of kind UNAVAILABLE if this build lacks it
     */
    static KeyedForm parquet() {
        return ServiceLoader.load(KeyedForm.class)
                .findFirst()
                .orElseThrow(() -> Failure.unavailable(
                        "this build of precalc has no Parquet: use the whole precalc.jar, or look up in a --table"));
    }
}
