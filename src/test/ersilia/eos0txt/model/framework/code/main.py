"""Texts about molecules by RDKit: reads a CSV with one column, writes a CSV with one row for each of its rows."""

import csv
import sys

from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import CalcMolFormula


def texts(smiles):
    """The cells of one molecule: commas, quotes, an umlaut, a number with leading zeros, or none for no molecule."""
    molecule = Chem.MolFromSmiles(smiles)
    if molecule is None:
        return ["", ""]
    rings = molecule.GetRingInfo().NumRings()
    return [CalcMolFormula(molecule), f'"Kekulé", {rings} rings' if rings else f"{molecule.GetNumAtoms():04}"]


def main(source, target):
    with open(source, encoding="utf-8", newline="") as file:
        molecules = [row[0] for row in csv.reader(file)][1:]
    with open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["formula", "words"])
        writer.writerows(texts(smiles) for smiles in molecules)


main(*sys.argv[1:])
