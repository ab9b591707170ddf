package io.ersilia.precalc.molecule;

import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.io.iterator.IteratingSDFReader;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.tools.ILoggingTool;
import org.openscience.cdk.tools.LoggingToolFactory;

/** Reads structures in the molfile format. */
public final class Molfile {

    /** The index, from 0, of the line with the numbers of atoms and bonds. */
    private static final int COUNTS = 3;

    static {
        LoggingToolFactory.setLoggingToolClass(
                Quiet.class); // the kit's reader would print unreadable parts of the file
    }

    private static final Pattern AROMATIC_BOND =
            Pattern.compile("(?m)^[ \\d]{6} {2}4(?!\\d)|^M {2}V30 \\d+ 4 \\d+ \\d+");

    private Molfile() {}

    /** Logs nothing; used by the kit's classes that are loaded from now on. */
    public abstract static class Quiet implements ILoggingTool {

        private Quiet() {}

        /** Called by the kit. */
        public static ILoggingTool create(Class<?> user) {
            return (ILoggingTool) Proxy.newProxyInstance(
                    Quiet.class.getClassLoader(),
                    new Class<?>[] {ILoggingTool.class},
                    (tool, method, arguments) -> method.getReturnType() == boolean.class
                            ? false
                            : method.getReturnType() == int.class ? OFF : null);
        }
    }

    /**
     * The structure as SMILES with its stereochemistry, from a molfile of version 2000 or 3000.
     *
     * @return empty if it is not a molfile, has no atoms, or has more atoms or bonds than it declares
     */
    public static Optional<String> smiles(String molfile) {
        try (IteratingSDFReader records =
                new IteratingSDFReader(new StringReader(molfile + "$$$$\n"), SilentChemObjectBuilder.getInstance())) {
            if (!isAsCounted(molfile.split("\n", -1)) || !records.hasNext()) {
                return Optional.empty();
            }
            IAtomContainer molecule = records.next();
            molecule.setStereoElements(
                    StreamSupport.stream(molecule.stereoElements().spliterator(), false)
                            .filter(one -> !(one.getFocus() instanceof IBond bond)
                                    || bond.getDisplay() != IBond.Display.Crossed)
                            .toList()); // the kit trusts 3D coordinates even if the bond is drawn as undefined
            return molecule.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new SmilesGenerator(SmiFlavor.Isomeric).create(molecule));
        } catch (IOException | CDKException | RuntimeException | StackOverflowError e) {
            return Optional.empty(); // whatever the kit throws: the molecule cannot be looked up
        }
    }

    /** Why a molfile cannot be turned into SMILES, and the remedy. */
    public static String refusal(String molfile) {
        return AROMATIC_BOND.matcher(molfile).find()
                ? "it has aromatic bonds (type 4), which leave its hydrogens open: save it with single and double bonds"
                : "the structure cannot be read";
    }

    /** Checks the counts of version 2000: the kit drops anything beyond them, which leaves another molecule. */
    private static boolean isAsCounted(String[] lines) {
        String counts = lines[COUNTS];
        if (!counts.endsWith("V2000")) {
            return true;
        }
        int end = COUNTS + 1;
        for (int at = 0; at < 9; at += 3) { // atoms, bonds and lists of atoms
            end += Integer.parseInt("0" + counts.substring(at, at + 3).strip());
        }
        return end >= lines.length || !lines[end].matches("[ \\d].*");
    }
}
