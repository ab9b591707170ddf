"""Masses of molecules by RDKit: reads a CSV with one column, writes a CSV with one row for each of its rows.

How it misbehaves is in the file eos/faults.properties of the user's home, as no other setting reaches a model. A fault is named
there with the molecules that cause it, separated by blanks.
"""

import csv
import os
import signal
import subprocess
import sys
import time

from rdkit import Chem
# The weight has a public name only beside all other descriptors, and to load those takes as long as all the rest.
from rdkit.Chem.rdMolDescriptors import CalcTPSA, _CalcMolWt

COLUMNS = ["mol_weight", "heavy_atoms", "polar_surface"]
MUCH_MEMORY = 2_000_000_000


def faults():
    """Each fault that is set, with its molecules."""
    file = os.path.expanduser("~/eos/faults.properties")
    if not os.path.exists(file):
        return {}
    with open(file, encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").replace("\\", "").split("=", 1) for line in lines if not line.startswith("#")]
    return {name: molecules.split(" ") for name, molecules in pairs}


def end_the_server():
    """Kills whatever called this, up to the launcher of the model's server."""
    parent = os.getppid()
    while parent > 1:
        with open(f"/proc/{parent}/cmdline", encoding="utf-8") as line, open(f"/proc/{parent}/stat", encoding="utf-8") as stat:
            command, above = line.read(), int(stat.read().rsplit(")", 1)[1].split()[1])
        if "ersilia_model_serve" not in command and "uvicorn" not in command and "multiprocessing" not in command and "run.sh" not in command:
            return
        os.kill(parent, signal.SIGKILL)
        parent = above


def values(smiles, found):
    """The cells of one molecule."""
    if smiles in found.get("nan", []):
        return ["NaN"] * len(COLUMNS)
    molecule = Chem.MolFromSmiles(smiles)
    if molecule is None or "empty.all" in found:
        return [""] * len(COLUMNS)
    return [_CalcMolWt(molecule), molecule.GetNumHeavyAtoms(), CalcTPSA(molecule)]


def written(molecules, found):
    """The molecules of the answer's rows."""
    for smiles in molecules:
        yield from [smiles] * (0 if smiles in found.get("drop", []) else 2 if smiles in found.get("extra", []) else 1)


def main(source, target):
    found = faults()
    with open(source, encoding="utf-8", newline="") as file:
        molecules = [row[0] for row in csv.reader(file)][1:]
    if any(smiles in found.get("prints", []) for smiles in molecules):
        print("a line on standard output\n" * 1000)
    if any(smiles in found.get("child", []) for smiles in molecules):
        subprocess.Popen(["sleep", "600"], start_new_session=True)
    if any(smiles in found.get("kill", []) for smiles in molecules):
        end_the_server()
    if any(smiles in found.get("eats", []) for smiles in molecules):
        print(len(b"x" * MUCH_MEMORY))
    if any(smiles in found.get("run.hangs", []) for smiles in molecules):
        time.sleep(600)
    if any(smiles in found.get("fail", []) for smiles in molecules):
        sys.exit("this molecule makes the model fail")
    with open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        answers = [values(smiles, found) for smiles in written(molecules, found)]
        writer.writerows(reversed(answers) if found.get("order") == ["reversed"] else answers)


main(*sys.argv[1:])
