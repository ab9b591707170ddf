"""Writes each molecule of molecules_expected.csv and test_input_expected.csv in other spellings, with RDKit: its own
canonical one, two of the same atoms in random order, and one in random order with its aromatic bonds as Kekulé drew them.

    pip install rdkit
    cd src/test/resources/reference
    python make_spellings.py molecules_expected.csv test_input_expected.csv > spellings.csv

Left out is what RDKit itself gives another key when it reads its own spelling again.
"""

import csv
import sys

from rdkit import Chem, RDLogger, rdBase

rdBase.SeedRandomNumberGenerator(14)
RDLogger.DisableLog("rdApp.*")
rows = []
for name in sys.argv[1:]:
    with open(name, newline="", encoding="utf-8") as molecules:
        rows += [row["smiles"] for row in csv.DictReader(molecules)]

out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["smiles", "canonical", "random", "other", "kekule"])
for smiles in rows:
    molecule = Chem.MolFromSmiles(smiles)
    kekule = Chem.Mol(molecule)
    Chem.Kekulize(kekule, clearAromaticFlags=True)
    spellings = [
        Chem.MolToSmiles(molecule),
        Chem.MolToSmiles(molecule, doRandom=True),
        Chem.MolToSmiles(molecule, doRandom=True),
        Chem.MolToSmiles(kekule, doRandom=True, kekuleSmiles=True),
    ]
    if {Chem.MolToInchiKey(Chem.MolFromSmiles(one)) for one in spellings} == {Chem.MolToInchiKey(molecule)}:
        out.writerow([smiles, *spellings])
