"""Lookups of any number of molecules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from itertools import count
from typing import Any, Literal

from ._api import Api
from ._errors import PrecalcError
from ._frames import Form, framed
from ._keys import key_maker

#: Molecules in one request, the most that the API takes.
MOST = 1000
#: How often a list, or an answer in parts, is begun again because another run was published in between.
MOST_SWITCHES = 3

Row = dict[str, Any]


class Predictions:
    """Stored predictions behind a lookup API.

    ``url`` is that of ``precalc api`` or of a deployed API with its stage; ``key`` the API key, where one is needed.
    ``at_once`` requests are under way at the same time. Answers are pandas or Polars data frames, or lists of
    dictionaries (``form="rows"``); by default whichever is installed, in this order.
    """

    def __init__(self, url: str, key: str | None = None, *, at_once: int = 4, form: Form | None = None):
        if at_once < 1:
            raise PrecalcError(f"at_once is {at_once}: give at least 1")
        self._api = Api(url, key)
        self._at_once = at_once
        self._form: Form | None = form

    def lookup(
        self,
        model: str,
        *,
        smiles: Iterable[str] | None = None,
        keys: Iterable[str] | None = None,
        percentiles: bool = True,
        make_keys: bool | Literal["auto"] = "auto",
        progress: bool = False,
    ) -> Any:
        """The predictions of a model, one row for each molecule in the order asked.

        Columns are ``key``, ``input``, those of the model, ``status``, ``smiles``, ``model_version``, with ``percentiles``
        one for each column of the model, and ``reason``; one of the model's that is called like another has a number, as in
        ``status_2``. The status is ``stored``; ``stale`` for a value of another version than the
        current; or ``rejected``, ``missing`` or ``invalid`` for one without values, with the reason.

        With RDKit the keys are made here and only they are sent, except of SMILES that RDKit does not read; without it, or
        with ``make_keys=False``, the server makes them. ``progress`` shows a bar, if tqdm is installed.
        """
        if (smiles is None) == (keys is None):
            raise PrecalcError("give the molecules either as smiles= or as keys=")
        molecules = _strings("smiles" if keys is None else "keys", smiles if keys is None else keys)
        sent = molecules if smiles is None else _with_keys(molecules, make_keys)
        try:
            columns, rows = self._rows(model, molecules, sent, smiles is not None, percentiles, progress)
            table = _named(columns, rows, percentiles)
        except (LookupError, TypeError, AttributeError) as unlike:
            raise PrecalcError(f"{self._api.url} does not answer like a lookup API: {unlike}; check the address, with its stage") from unlike
        return framed(table, self._form)

    def _with_form(self, form: Form) -> Predictions:
        other = copy(self)
        other._form = form
        return other

    def models(self) -> Any:
        """The models that have predictions: one row each, by id."""
        rows: list[Row] = []
        start: str | None = None
        while True:
            page = self._api.get("/models", **{"from": start})
            rows += [{**one, "columns": ", ".join(one.get("columns", []))} for one in page["models"]]
            start = page.get("next")
            if start is None:
                return framed(_table(rows, ["model_id", "title", "columns", "items", "model_version", "run_id"]), self._form)

    def columns(self, model: str) -> Any:
        """What each column of a model means, as far as its author says so: one row each."""
        known = self._api.get(f"/models/{_id(model)}")
        facts = {fact["name"]: fact for fact in known.get("column_facts", [])}
        rows = [{"name": name, **facts.get(name, {})} for name in known["columns"]]
        return framed(_table(rows, ["name", "type", "direction", "unit", "description"]), self._form)

    def _rows(
        self, model: str, molecules: Sequence[str], sent: Sequence[str | None], are_smiles: bool, percentiles: bool, progress: bool
    ) -> tuple[list[str], list[Row]]:
        by_key = [i for i, key in enumerate(sent) if key is not None]
        by_smiles = [i for i, key in enumerate(sent) if key is None]
        calls = [("inputKeyArray", [(i, str(sent[i])) for i in part]) for part in _parts(by_key)]
        calls += [("smilesArray", [(i, molecules[i]) for i in part]) for part in _parts(by_smiles)]
        for _ in range(1 + MOST_SWITCHES):
            before = self._seen(model, calls)
            found = self._asked(model, molecules, sent, calls, percentiles, progress)
            if found is not None and self._seen(model, calls) == before:
                return found
        raise self._switching(model)

    def _seen(self, model: str, calls: list[Any]) -> tuple[Any, ...]:
        """Which run lookups see; one call alone says so itself where its answer has parts."""
        if len(calls) < 2:
            return ()
        known = self._api.get(f"/models/{_id(model)}")
        return known.get("run_id"), known.get("model_version"), known.get("columns")

    def _asked(
        self,
        model: str,
        molecules: Sequence[str],
        sent: Sequence[str | None],
        calls: list[tuple[str, list[tuple[int, str]]]],
        percentiles: bool,
        progress: bool,
    ) -> tuple[list[str], list[Row]] | None:
        """Columns and rows; None where calls are answered with different columns, so by different runs."""
        columns: list[str] | None = None
        rows: list[Row] = [{} for _ in molecules]
        with ThreadPoolExecutor(self._at_once) as threads, _bar(len(molecules), progress) as bar:
            answers = threads.map(lambda call: self._answered(model, call[0], [text for _, text in call[1]], percentiles), calls)
            try:
                for (_, asked), pages in zip(calls, answers):
                    left = dict(enumerate(asked))
                    for page in pages:
                        if columns is not None and columns != page["columns"]:
                            threads.shutdown(wait=False, cancel_futures=True)
                            return None
                        columns = page["columns"]
                        for at, row in _read(page):
                            index, text = left.pop(at, (None, ""))
                            if index is None or sent[index] is not None and row["key"] is not None and row["key"] not in text:
                                raise LookupError("an answer about another molecule")
                            if row["status"] == "missing":  # of which the API says only where it is
                                row["key"] = sent[index]
                            rows[index] = {**row, "input": molecules[index]}
                    if left:
                        raise LookupError("molecules without an answer")
                    bar.update(len(asked))
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                raise
        if columns is None:  # nothing was asked
            columns = list(self._api.get(f"/models/{_id(model)}")["columns"])
        return columns, rows

    def _answered(self, model: str, field: str, texts: list[str], percentiles: bool) -> list[dict[str, Any]]:
        body = {"modelId": model, field: texts, "percentiles": percentiles}
        for _ in range(1 + MOST_SWITCHES):
            pages = [self._api.post("/predictions", body)]
            while "next" in pages[-1] and _of_one_run(pages):
                pages.append(self._api.post("/predictions", {**body, "from": pages[-1]["next"]}))
            if _of_one_run(pages):
                return pages
        raise self._switching(model)

    def _switching(self, model: str) -> PrecalcError:
        return PrecalcError(
            f"{self._api.url} answers each part of a list from another run of {model}: look it up again when no run is being published there"
        )


def _of_one_run(pages: list[dict[str, Any]]) -> bool:
    return pages[-1].get("run_id") == pages[0].get("run_id")


def _strings(name: str, texts: Iterable[str] | None) -> list[str]:
    if texts is None or isinstance(texts, str):
        raise PrecalcError(f"{name} is one text: give a list")
    given = list(texts)
    for at, text in enumerate(given):
        if not isinstance(text, str):
            raise PrecalcError(f"{name}[{at}] is {text!r}, not a text: drop empty rows first, e.g. by dropna()")
    return given


def _with_keys(smiles: list[str], make_keys: bool | Literal["auto"]) -> list[str | None]:
    maker = key_maker() if make_keys else None
    if maker is None and make_keys is True:
        raise PrecalcError("make_keys=True needs RDKit, which is not installed: pip install 'precalc-client[keys]'")
    if maker is None:
        return [None] * len(smiles)
    return [maker(one) for one in smiles]


def _id(model: str) -> str:
    if not model.isalnum() or not model.isascii():
        raise PrecalcError(f"'{model}' is not the id of a model: give e.g. eos3b5e")
    return model


def _parts(indexes: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(indexes), MOST):
        yield indexes[start : start + MOST]


def _read(page: dict[str, Any]) -> Iterator[tuple[int, Row]]:
    for one in page["output"]:
        yield one["index"], {
            "key": one["key"],
            "values": _under(page["columns"], one, one["value"]),
            "status": "stale" if one["stale"] else "stored",
            "smiles": one["smiles"],
            "model_version": one.get("model_version"),
            "percentiles": _under(page["columns"], one, one.get("percentiles") or [None] * len(one["value"])),
            "reason": None,
        }
    for status, reason in (("missing", "no prediction is stored"), ("invalid", None), ("rejected", None)):
        for one in page[status]:
            yield one["index"], {"key": one.get("key"), "status": status, "reason": one.get("reason", reason)}


def _under(columns: list[str], one: dict[str, Any], values: list[Any]) -> list[Any]:
    """The values under these columns; a prediction of another version may have other columns of its own."""
    own = one.get("columns")
    return values if own is None else list(map(dict(zip(own, values)).get, columns))


def _named(columns: list[str], rows: list[Row], percentiles: bool) -> dict[str, list[Any]]:
    """Columns by name, of which no two are the same."""
    taken = {"key", "input", "status", "smiles", "model_version", "reason"}
    values = {_free(name, taken): [row["values"][at] if "values" in row else None for row in rows] for at, name in enumerate(columns)}
    ranks = {
        _free(f"{name}_percentile", taken): [row["percentiles"][at] if "percentiles" in row else None for row in rows]
        for at, name in enumerate(values if percentiles else ())
    }
    first, middle = (_table(rows, names) for names in (["key", "input"], ["status", "smiles", "model_version"]))
    return {**first, **values, **middle, **ranks, **_table(rows, ["reason"])}


def _free(name: str, taken: set[str]) -> str:
    """The name, or it with a number where it is taken, as a dataset has it."""
    names = (name if number == 1 else f"{name}_{number}" for number in count(1))
    free = next(one for one in names if one not in taken)
    taken.add(free)
    return free


def _table(rows: list[Row], names: list[str]) -> dict[str, list[Any]]:
    return {name: [row.get(name) for row in rows] for name in names}


class _NoBar:
    def __enter__(self) -> _NoBar:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update(self, _: int) -> None:
        pass


def _bar(molecules: int, wanted: bool) -> Any:
    if wanted:
        try:
            from tqdm.auto import tqdm

            return tqdm(total=molecules, unit="molecule")
        except ImportError:
            pass
    return _NoBar()
