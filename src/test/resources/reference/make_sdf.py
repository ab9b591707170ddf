# Writes test_input.sdf: the molecules of test_input_expected.csv as RDKit draws them, every third as a molfile of version 3000.
# Run in this folder: python3 make_sdf.py
import csv

from rdkit import Chem
from rdkit.Chem import AllChem

with open("test_input_expected.csv") as expected, open("test_input.sdf", "w") as out:
    for number, row in enumerate(csv.DictReader(expected)):
        molecule = Chem.MolFromSmiles(row["input"] if "input" in row else row["smiles"])
        AllChem.Compute2DCoords(molecule)
        molecule.SetProp("_Name", f"molecule {number}")
        out.write(Chem.MolToMolBlock(molecule, forceV3000=number % 3 == 2))
        out.write(f">  <number>\n{number}\n\n$$$$\n")
