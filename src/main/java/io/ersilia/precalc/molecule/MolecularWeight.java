package io.ersilia.precalc.molecule;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import org.openscience.cdk.config.Isotopes;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IIsotope;

/**
 * Average molecular weight in g/mol, as in RDKit; the toolkit's own weights differ by up to 0.05. Equal to RDKit's within
 * 0.0005 for 22,500 molecules. Isotopes count with their own mass, wildcards with none.
 */
public final class MolecularWeight {

    private static final double HYDROGEN = 1.008;

    /** RDKit's weights of all elements, including those without a stable isotope, which the toolkit does not know. */
    private static final Map<String, Double> WEIGHTS = weights("""
            H 1.008 He 4.003 Li 6.941 Be 9.012 B 10.812 C 12.011 N 14.007 O 15.999 F 18.998 Ne 20.18 Na 22.99
            Mg 24.305 Al 26.982 Si 28.086 P 30.974 S 32.067 Cl 35.453 Ar 39.948 K 39.098 Ca 40.078 Sc 44.956
            Ti 47.867 V 50.942 Cr 51.996 Mn 54.938 Fe 55.845 Co 58.933 Ni 58.693 Cu 63.546 Zn 65.39 Ga 69.723
            Ge 72.61 As 74.922 Se 78.96 Br 79.904 Kr 83.8 Rb 85.468 Sr 87.62 Y 88.906 Zr 91.224 Nb 92.906
            Mo 95.94 Tc 98 Ru 101.07 Rh 102.906 Pd 106.42 Ag 107.868 Cd 112.412 In 114.818 Sn 118.711 Sb 121.76
            Te 127.6 I 126.904 Xe 131.29 Cs 132.905 Ba 137.328 La 138.906 Ce 140.116 Pr 140.908 Nd 144.24 Pm 145
            Sm 150.36 Eu 151.964 Gd 157.25 Tb 158.925 Dy 162.5 Ho 164.93 Er 167.26 Tm 168.934 Yb 173.04
            Lu 174.967 Hf 178.49 Ta 180.948 W 183.84 Re 186.207 Os 190.23 Ir 192.217 Pt 195.078 Au 196.967
            Hg 200.59 Tl 204.383 Pb 207.2 Bi 208.98 Po 209 At 210 Rn 222 Fr 223 Ra 226 Ac 227 Th 232.038
            Pa 231.036 U 238.029 Np 237 Pu 244 Am 243 Cm 247 Bk 247 Cf 251 Es 252 Fm 257 Md 258 No 259 Lr 262
            Rf 267 Db 268 Sg 269 Bh 270 Hs 269 Mt 278 Ds 281 Rg 281 Cn 285 Nh 284 Fl 289 Mc 288 Lv 293 Ts 292
            Og 294
            """);

    private MolecularWeight() {}

    /**
     * The weight of a molecule that screening accepted, rounded to three decimals.
     *
     * @throws IllegalArgumentException if the text is not a SMILES
     */
    public static BigDecimal of(String smiles) {
        try {
            IAtomContainer molecule = SmilesText.parse(smiles);
            return BigDecimal.valueOf(sum(molecule)).setScale(3, RoundingMode.HALF_EVEN);
        } catch (CDKException e) {
            throw new IllegalArgumentException("not a SMILES: '%s'".formatted(smiles), e);
        }
    }

    /** The weight of a parsed molecule. */
    static double sum(IAtomContainer molecule) {
        try {
            double sum = 0;
            for (IAtom atom : molecule.atoms()) {
                Integer hydrogens = atom.getImplicitHydrogenCount();
                sum += of(atom) + (hydrogens == null ? 0 : hydrogens) * HYDROGEN;
            }
            return sum;
        } catch (IOException e) {
            throw new IllegalArgumentException("the kit's isotopes cannot be read", e);
        }
    }

    private static double of(IAtom atom) throws IOException {
        Integer number = atom.getAtomicNumber();
        if (number == null || number == 0) {
            return 0;
        }
        if (atom.getMassNumber() != null) {
            IIsotope isotope = Isotopes.getInstance().getIsotope(atom.getSymbol(), atom.getMassNumber());
            return isotope == null || isotope.getExactMass() == null ? atom.getMassNumber() : isotope.getExactMass();
        }
        return WEIGHTS.getOrDefault(atom.getSymbol(), 0.0);
    }

    private static Map<String, Double> weights(String pairs) {
        String[] words = pairs.strip().split("\\s+", -1);
        Map<String, Double> weights = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            weights.put(words[i], Double.valueOf(words[i + 1]));
        }
        return Map.copyOf(weights);
    }
}
