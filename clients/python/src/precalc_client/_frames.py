"""A table of columns as the data frame that is wanted."""

from __future__ import annotations

from typing import Any, Literal

from ._errors import PrecalcError

Form = Literal["pandas", "polars", "rows"]


def framed(table: dict[str, list[Any]], form: Form | None) -> Any:
    """The table in this form; by default pandas, else Polars, else a list of dictionaries, whichever is installed."""
    if form in (None, "pandas"):
        try:
            import pandas

            return pandas.DataFrame(table)
        except ImportError:
            _require(form)
    if form in (None, "polars"):
        try:
            import polars

            return polars.DataFrame(table, infer_schema_length=None, strict=False)
        except ImportError:
            _require(form)
    if form not in (None, "rows"):
        raise PrecalcError(f"form is '{form}': give 'pandas', 'polars' or 'rows'")
    return [dict(zip(table, row)) for row in zip(*table.values())]


def _require(form: Form | None) -> None:
    if form is not None:
        raise PrecalcError(f"{form} is not installed: pip install 'precalc-client[{form}]'")
