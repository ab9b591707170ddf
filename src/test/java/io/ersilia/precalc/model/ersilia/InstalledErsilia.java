package io.ersilia.precalc.model.ersilia;

import io.ersilia.precalc.run.ModelId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ersilia program, real or a stand-in, with a model that misbehaves on demand. */
interface InstalledErsilia {

    Path program();

    /** The environment to call it with. */
    Map<String, String> environment();

    ModelId model();

    List<String> columns();

    /** What the model truly says of each molecule, as the program writes it. */
    List<List<String>> cells(List<String> smiles) throws IOException, InterruptedException;

    /** Sets what goes wrong from now on, in place of what did: names and molecules in turn. */
    void faults(String... namesAndMolecules) throws IOException;

    /** Processes of the program and its model that still live. */
    Set<ProcessHandle> living();

    /** Ends those. */
    void endAll();
}
