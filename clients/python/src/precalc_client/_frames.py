"""A table of columns as the data frame that is wanted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from ._errors import PrecalcError

Form = Literal["pandas", "polars", "rows"]

#: Whole numbers beyond it are rounded where they become floating-point numbers.
MOST_EXACT = 2**53


def framed(table: dict[str, list[Any]], form: Form | None) -> Any:
    """The table in this form; by default pandas, else Polars, else a list of dictionaries, whichever is installed."""
    if form in (None, "pandas"):
        try:
            import pandas

            return pandas.DataFrame({name: _of_pandas(pandas, values) for name, values in table.items()})
        except ImportError:
            _require(form)
    if form in (None, "polars"):
        try:
            import polars

            columns = {name: _of_polars(polars, values) for name, values in table.items()}
            return polars.DataFrame(columns, infer_schema_length=None, strict=False)
        except ImportError:
            _require(form)
    if form not in (None, "rows"):
        raise PrecalcError(f"form is '{form}': give 'pandas', 'polars' or 'rows'")
    return [dict(zip(table, row)) for row in zip(*table.values())]


def _of_pandas(pandas: Any, values: list[Any]) -> Any:
    """Large whole numbers as they are, which pandas rounds beside a missing value or a fraction; long decimals, too."""
    if not _are_exact(values):
        return values
    fits = all(value is None or type(value) is int and -(2**63) <= value < 2**63 for value in values)
    return pandas.array(values, dtype="Int64") if fits else pandas.Series(values, dtype=object)


def _of_polars(polars: Any, values: list[Any]) -> Any:
    """Large whole numbers as they are, which Polars rounds beside a fraction and drops beyond 128 bits; long decimals, too."""
    fits = all(value is None or type(value) is int and -(2**127) <= value < 2**127 for value in values)
    return values if fits or not _are_exact(values) else polars.Series(values, dtype=polars.Object)


def _are_exact(values: list[Any]) -> bool:
    """Whether there are numbers that no floating-point number is equal to."""
    return any(type(value) is int and abs(value) > MOST_EXACT or isinstance(value, Decimal) for value in values)


def _require(form: Form | None) -> None:
    if form is not None:
        raise PrecalcError(f"{form} is not installed: pip install 'precalc-client[{form}]'")
