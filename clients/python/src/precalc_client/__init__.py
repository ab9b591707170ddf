"""Looks up predictions of the Ersilia Model Hub that precalc has computed and stored.

    from precalc_client import Predictions

    table = Predictions("http://127.0.0.1:8080").lookup("eos3b5e", smiles=["CCO", "c1ccccc1"])
"""

from ._datasets import open_dataset
from ._errors import PrecalcError
from ._predictions import Predictions

__all__ = ["PrecalcError", "Predictions", "open_dataset"]

try:
    from . import _accessor  # noqa: F401  registers DataFrame.precalc
except ImportError:  # pandas is optional
    pass
