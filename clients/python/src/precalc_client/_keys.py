"""Standard InChIKeys of SMILES, by RDKit where it is installed."""

from __future__ import annotations

from collections.abc import Callable


def key_maker() -> Callable[[str], str | None] | None:
    """Makes the key of a SMILES, or None of one that the server should judge; itself None without RDKit."""
    try:
        from rdkit import Chem, RDLogger
    except ImportError:
        return None
    RDLogger.DisableLog("rdApp.*")

    def key(smiles: str) -> str | None:
        text = smiles.strip()
        if not text or len(text) > 4096 or len(text.split()) > 1:  # RDKit would take what follows as a name
            return None
        molecule = Chem.MolFromSmiles(text)
        return (Chem.MolToInchiKey(molecule) or None) if molecule is not None else None

    return key
