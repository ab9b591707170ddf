"""Lookups against a running API."""

import os
from pathlib import Path

import pandas
import polars
import pytest
from conftest import CONTRACT

from precalc_client import PrecalcError, Predictions, open_dataset

MODEL = CONTRACT["model"]
ETHANOL = "LFQSCWFLJHTTHZ-UHFFFAOYSA-N"


@pytest.mark.parametrize("make_keys", [True, False])
@pytest.mark.parametrize("asked", CONTRACT["lookups"], ids=lambda one: next(iter(one)))
def test_every_client_gets_the_same_answers(api, asked, make_keys):
    molecules = {kind: asked[kind] for kind in ("smiles", "keys") if kind in asked}

    rows = api.lookup(MODEL, **molecules, make_keys=make_keys)

    assert [row["input"] for row in rows] == next(iter(molecules.values()))
    for row, expected in zip(rows, asked["rows"], strict=True):
        known = dict(expected)
        if expected["status"] == "missing" and not make_keys and "smiles" in molecules:
            del known["key"]  # the server made it and did not tell
        for name in ("key", "mol_weight", "status", "smiles", "model_version"):
            assert row[name] == known.get(name), (name, row)
        assert (row["reason"] or "").startswith(expected.get("reason", "")), row
        assert (row["mol_weight_percentile"] is not None) == (expected["status"] == "stored")


def test_a_long_list_is_answered_in_the_order_asked(api):
    molecules = ["CCO", "c1ccccc1", "CCCC"] * 1100

    rows = api.lookup(MODEL, smiles=molecules, percentiles=False)

    assert [row["mol_weight"] for row in rows] == [46.069, 78.114, None] * 1100
    assert "mol_weight_percentile" not in rows[0]


def test_frames_are_pandas_or_polars():
    url, key = os.environ["PRECALC_API"], os.environ.get("PRECALC_API_KEY")
    usual = Predictions(url, key).lookup(MODEL, smiles=["CCO"])
    other = Predictions(url, key, form="polars").lookup(MODEL, smiles=["CCO"])

    assert isinstance(usual, pandas.DataFrame) and usual.loc[0, "mol_weight"] == 46.069
    assert isinstance(other, polars.DataFrame) and other["mol_weight"].to_list() == [46.069]


def test_nothing_asked_is_an_empty_frame_with_the_columns_of_the_model():
    frame = Predictions(os.environ["PRECALC_API"], os.environ.get("PRECALC_API_KEY")).lookup(MODEL, keys=[])

    assert len(frame) == 0 and "mol_weight" in frame.columns


def test_models_and_columns_are_told(api):
    assert [one["model_id"] for one in api.models()] == [MODEL]
    (column,) = api.columns(MODEL)
    assert column["name"] == "mol_weight" and column["unit"] == "g/mol" and column["type"] == "float"


def test_predictions_are_added_to_a_frame_whatever_its_index(api):
    frame = pandas.DataFrame({"SMILES": ["CCO", None, "CCCC", "c1ccccc1"], "n": [1, 2, 3, 4]}, index=["a", "a", "b", "c"])

    both = frame.precalc.add(MODEL, source=api)

    assert list(both.columns) == ["SMILES", "n", "eos3b5e.mol_weight", "eos3b5e.status"]
    assert list(both.index) == ["a", "a", "b", "c"]
    assert both["eos3b5e.mol_weight"].fillna(0).tolist() == [46.069, 0, 0, 78.114]
    assert both["eos3b5e.status"].fillna("").tolist() == ["stored", "", "missing", "stored"]
    with pytest.raises(PrecalcError, match="no column 'nope': there are SMILES, n"):
        frame.precalc.add(MODEL, smiles="nope")


def test_a_dataset_is_opened_without_its_rejects():
    folder = os.environ.get("PRECALC_DATASET")
    if not folder:
        pytest.skip("no dataset to open: set PRECALC_DATASET, as PythonClientIT does")

    table = open_dataset(folder).to_table().to_pydict()

    assert sorted(table["mol_weight"]) == [46.069, 78.114, 180.159]
    with pytest.raises(PrecalcError, match="no Parquet file at"):
        open_dataset(Path(folder) / "nothing")


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({}, "either as smiles= or as keys="),
        ({"smiles": ["CCO"], "keys": [ETHANOL]}, "either as smiles= or as keys="),
        ({"smiles": "CCO"}, "smiles is one text: give a list"),
        ({"smiles": ["CCO", None]}, r"smiles\[1\] is None, not a text"),
    ],
)
def test_wrong_use_is_told(api, arguments, message):
    with pytest.raises(PrecalcError, match=message):
        api.lookup(MODEL, **arguments)


def test_refusals_are_told_in_the_words_of_the_api(api):
    with pytest.raises(PrecalcError, match="there are no predictions of eos9zzz") as unknown:
        api.lookup("eos9zzz", keys=[ETHANOL])
    assert unknown.value.status == 404
    with pytest.raises(PrecalcError, match="'../x' is not the id of a model"):
        api.columns("../x")
    if os.environ.get("PRECALC_API_KEY"):
        with pytest.raises(PrecalcError, match="give it as key="):
            Predictions(os.environ["PRECALC_API"], "wrong").models()
