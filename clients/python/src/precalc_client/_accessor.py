"""``DataFrame.precalc``, for pandas."""

from __future__ import annotations

import os
from typing import Any

import pandas

from ._errors import PrecalcError
from ._predictions import Predictions


@pandas.api.extensions.register_dataframe_accessor("precalc")
class PrecalcAccessor:
    """Adds predictions to a data frame of molecules."""

    def __init__(self, frame: pandas.DataFrame):
        self._frame = frame

    def add(
        self,
        model: str,
        *,
        smiles: str | None = None,
        keys: str | None = None,
        source: Predictions | None = None,
        **options: Any,
    ) -> pandas.DataFrame:
        """The same rows with the model's columns, each named ``<model>.<column>``, and ``<model>.status``.

        ``smiles`` or ``keys`` names the column of the molecules; by default it is the one called ``smiles``, else ``key`` or
        ``inchikey``, in any case. ``source`` is by default the API of the variables PRECALC_API and PRECALC_API_KEY. Further
        options are those of :meth:`Predictions.lookup`. A row without a molecule has no values and no status.
        """
        column, are_smiles = self._column(smiles, keys)
        known = self._frame[column].notna()
        molecules = [str(one) for one in self._frame.loc[known, column]]
        asked = {"smiles": molecules} if are_smiles else {"keys": molecules}
        source = source or _usual()
        found = source._with_form("pandas").lookup(model, **asked, **{"percentiles": False, **options})  # type: ignore[arg-type]
        added = found.drop(columns=["key", "input", "smiles", "model_version", "reason"]).add_prefix(f"{model}.")
        added.index = known.to_numpy().nonzero()[0]
        if not known.all():  # a row without a molecule has no value, beside which pandas rounds large whole numbers
            whole = {name: kind.name.replace("int", "Int").replace("u", "U") for name, kind in added.dtypes.items() if kind.kind in "iu"}
            added = added.astype(whole)
        added = added.reindex(range(len(self._frame)))
        added.index = self._frame.index
        return pandas.concat([self._frame, added], axis=1)

    def _column(self, smiles: str | None, keys: str | None) -> tuple[str, bool]:
        if smiles is not None and keys is not None:
            raise PrecalcError("both smiles= and keys= are given: name the column of one of them")
        named = smiles if smiles is not None else keys
        if named is not None:
            if named not in self._frame.columns:
                raise PrecalcError(f"no column '{named}': there are {', '.join(map(str, self._frame.columns))}")
            return named, smiles is not None
        by_name = {str(column).lower(): column for column in self._frame.columns}
        for name in ("smiles", "key", "inchikey"):
            if name in by_name:
                return by_name[name], name == "smiles"
        raise PrecalcError("no column of molecules: name it with smiles= or keys=")


def _usual() -> Predictions:
    url = os.environ.get("PRECALC_API")
    if not url:
        raise PrecalcError("no API is named: give source=Predictions(url), or set PRECALC_API")
    return Predictions(url, os.environ.get("PRECALC_API_KEY"))
