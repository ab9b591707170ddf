"""Writes smiles,mol_weight for a CSV with a column smiles, with RDKit.

RDKit is a toolkit that precalc does not use, so its answers are an independent opinion. Average weights come from
Descriptors.MolWt here, InChIKeys from make_expected.mjs, because Debian's RDKit is built without InChI:

    apt-get install -y python3-rdkit
    npm install --prefix /tmp/rdkit @rdkit/rdkit
    cd src/test/resources/reference
    /usr/bin/python3 make_expected.py ../../../../test_input.csv > /tmp/weights.csv
    NODE_PATH=/tmp/rdkit/node_modules node make_expected.mjs /tmp/weights.csv > test_input_expected.csv
"""

import csv
import sys

from rdkit import Chem
from rdkit.Chem import Descriptors

with open(sys.argv[1], newline="", encoding="utf-8") as library:
    rows = list(csv.DictReader(library))

out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["smiles", "mol_weight"])
for number, row in enumerate(rows, start=1):
    molecule = Chem.MolFromSmiles(row["smiles"])
    if molecule is None:
        sys.exit(f"row {number}: RDKit cannot read {row['smiles']}")
    out.writerow([row["smiles"], f"{Descriptors.MolWt(molecule):.3f}"])
