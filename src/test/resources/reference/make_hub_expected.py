"""Writes what a model of the hub must say of the molecules of a CSV with the columns smiles and inchikey.

Two models of the hub are nothing but functions of RDKit with data that RDKit brings along, so their true values can be computed
without them: eos9ei3 is Contrib/SA_Score and eos8ioa is Contrib/NP_Score. (eos3b5e is Descriptors.MolWt; see make_expected.py.)
For the example inputs in the repositories of the models, the function `score` gives their example outputs.

    pip install rdkit==2024.9.6
    cd src/test/resources/reference
    python make_hub_expected.py eos9ei3 test_input_expected.csv > hub_eos9ei3.csv
    python make_hub_expected.py eos8ioa test_input_expected.csv > hub_eos8ioa.csv
"""

import csv
import sys
from pathlib import Path

from rdkit import Chem, RDConfig

for contribution in "SA_Score", "NP_Score":
    sys.path.append(str(Path(RDConfig.RDContribDir) / contribution))
import npscorer
import sascorer

COLUMNS = {"eos9ei3": ["sa_score"], "eos8ioa": ["nplikeness", "confidence"]}


def score(model, molecule, weights=npscorer.readNPModel()):
    if model == "eos9ei3":
        return [sascorer.calculateScore(molecule)]
    scored = npscorer.scoreMolWConfidence(molecule, weights)
    return [scored.nplikeness, scored.confidence]


model, library = sys.argv[1:]
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["smiles", "inchikey", *COLUMNS[model]])
with open(library, newline="", encoding="utf-8") as rows:
    for row in csv.DictReader(rows):
        values = score(model, Chem.MolFromSmiles(row["smiles"]))
        out.writerow([row["smiles"], row["inchikey"], *(f"{value:.6f}" for value in values)])
