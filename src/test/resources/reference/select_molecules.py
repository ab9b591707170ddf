"""Picks 200 molecules, spread evenly over the public NCI compounds that come with RDKit (Debian: rdkit-data).

    /usr/bin/python3 select_molecules.py > /tmp/molecules.csv

Then make_expected.py and make_expected.mjs, with /tmp/molecules.csv in place of the library, give molecules_expected.csv.
"""

import os

from rdkit import Chem, RDConfig, RDLogger

WANTED = 200
SMALLEST = 8  # atoms; below that is little to get wrong

RDLogger.DisableLog("rdApp.*")
readable = []
with open(os.path.join(RDConfig.RDDataDir, "NCI", "first_5K.smi"), encoding="ascii") as compounds:
    for line in compounds:
        smiles = line.split()[0]
        molecule = Chem.MolFromSmiles(smiles)
        if molecule is not None and molecule.GetNumAtoms() >= SMALLEST and "*" not in smiles:
            readable.append(smiles)

print("smiles")
for i in range(WANTED):
    print(readable[len(readable) * i // WANTED])
