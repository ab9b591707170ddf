"""What a bad connection or a wrong server does, by a server of the test's own."""

import json
import threading
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pandas
import pytest

from precalc_client import PrecalcError, Predictions
from precalc_client import _api as api_module

EMPTY = {"columns": ["a"], "output": [], "invalid": [], "rejected": []}


@contextmanager
def server(answers):
    """Gives these answers one after the other: a status with a body, or None to hang up."""
    left = list(answers)
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.give(self.path)

        def do_POST(self):
            self.give(json.loads(self.rfile.read(int(self.headers["content-length"]))))

        def give(self, request):
            asked.append(request)
            answer = left.pop(0)
            if answer is None:
                self.connection.close()
                return
            status, headers, body = answer
            text = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(text))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    service = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=service.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{service.server_port}", asked
    finally:
        service.shutdown()
        service.server_close()


@pytest.fixture
def waits(monkeypatch):
    slept = []
    original = api_module.Api.__init__
    monkeypatch.setattr(
        api_module.Api, "__init__", lambda self, url, key, sleep=slept.append: original(self, url, key, sleep)
    )
    return slept


def missing(*indexes):
    return {**EMPTY, "missing": [{"index": i, "input": "x"} for i in indexes]}


def test_throttling_errors_and_lost_connections_are_tried_again(waits):
    with server([(429, {"retry-after": "7"}, {}), None, (503, {}, {}), (200, {}, missing(0))]) as (url, asked):
        rows = Predictions(url, form="rows").lookup("eos1aaa", keys=["x"])

    assert rows[0]["status"] == "missing"
    assert len(asked) == 4 and len(waits) == 3 and waits[0] >= 7


def test_it_gives_up_after_four_tries(waits):
    with server([(503, {}, {"detail": "the predictions cannot be read"})] * 4) as (url, _):
        with pytest.raises(PrecalcError, match="answers 503: the predictions cannot be read") as refused:
            Predictions(url, form="rows").lookup("eos1aaa", keys=["x"])
    assert refused.value.status == 503


def test_what_cannot_help_is_not_tried_again(waits):
    with server([(400, {}, {"detail": "modelId is missing"})]) as (url, asked):
        with pytest.raises(PrecalcError, match="modelId is missing"):
            Predictions(url, form="rows").lookup("eos1aaa", keys=["x"])
    assert len(asked) == 1 and not waits


def test_a_long_answer_goes_on_where_it_stopped(waits):
    with server([(200, {}, {**missing(0), "next": 1}), (200, {}, missing(1))]) as (url, asked):
        rows = Predictions(url, form="rows").lookup("eos1aaa", keys=["x", "y"])

    assert [row["input"] for row in rows] == ["x", "y"]
    assert asked[1]["from"] == 1


def part(index, run, **more):
    return 200, {}, {**missing(index), "run_id": run, **more}


def test_an_answer_is_begun_again_when_a_run_is_published_between_its_parts(waits):
    values = [{"index": 0, "key": "x", "value": [2], "stale": False, "smiles": "C"}]
    second = {**EMPTY, "missing": [], "output": values, "run_id": "new", "next": 1}
    with server([part(0, "old", next=1), part(1, "new"), (200, {}, second), part(1, "new")]) as (url, asked):
        rows = Predictions(url, form="rows").lookup("eos1aaa", keys=["x", "y"])

    assert [row["a"] for row in rows] == [2, None]
    assert [one.get("from") for one in asked] == [None, 1, None, 1]


def test_it_gives_up_when_each_part_is_of_another_run(waits):
    answers = [part(0, "a", next=1), part(1, "b", next=2)] * 4
    with server(answers) as (url, asked):
        with pytest.raises(PrecalcError, match="each part of a list from another run of eos1aaa"):
            Predictions(url, form="rows").lookup("eos1aaa", keys=["x", "y", "z"])
    assert len(asked) == 8


def calls_of_two(before, first, second, after):
    """A list of 1,001 keys, whose last has a value of the run."""
    value = {"index": 0, "key": "x", "value": [second], "stale": False, "smiles": "C"}
    columns = {"columns": ["a" if second == first else "b"]}
    answers = [{"run_id": before}, missing(*range(1000)), {**EMPTY, **columns, "missing": [], "output": [value]}]
    return [(200, {}, answer) for answer in [*answers, *([{"run_id": after}] if second == first else [])]]


def test_a_list_of_several_calls_is_begun_again_when_a_run_is_published_between_them(waits):
    answers = calls_of_two("old", 1, 1, "new") + calls_of_two("new", 1, 2, None) + calls_of_two("new", 2, 2, "new")
    with server(answers) as (url, asked):
        rows = Predictions(url, form="rows", at_once=1).lookup("eos1aaa", keys=["x"] * 1001)

    assert rows[-1]["a"] == 2 and len(asked) == 11
    assert asked[0] == "/models/eos1aaa"


def test_it_gives_up_when_calls_are_of_several_runs_each_time(waits):
    with server(calls_of_two("old", 1, 1, "new") * 4) as (url, _):
        with pytest.raises(PrecalcError, match="each part of a list from another run of eos1aaa"):
            Predictions(url, form="rows", at_once=1).lookup("eos1aaa", keys=["x"] * 1001)


def test_columns_of_the_model_may_be_called_as_others_are_or_alike(waits):
    columns = ["status", "a", "a", "a_percentile"]
    row = {"index": 0, "key": "x", "value": ["own", 1, 2, 3], "percentiles": [None, 10, 20, 30], "stale": False, "smiles": "C"}
    with server([(200, {}, {**EMPTY, "missing": [], "columns": columns, "output": [row]})]) as (url, _):
        (row,) = Predictions(url, form="rows").lookup("eos1aaa", keys=["x"])

    assert [row[name] for name in ("status", "status_2", "a", "a_2", "a_percentile")] == ["stored", "own", 1, 2, 3]
    assert (row["a_percentile_2"], row["a_2_percentile"], row["a_percentile_percentile"]) == (10, 20, 30)


@pytest.mark.parametrize(
    "odd",
    [
        {"missing": [{"index": 0}]},
        {"missing": [{"index": 0}, {"index": 1}, {"index": -1}]},
        {"missing": [{"index": 0}, {"index": 1}, {"index": 1}]},
        {"missing": [{"index": 1}], "rejected": [{"index": 0, "key": "y", "reason": "model_failed"}]},
        {"missing": "none"},
        {"missing": None},
    ],
)
def test_an_answer_about_other_molecules_than_those_asked_for_is_none(waits, odd):
    with server([(200, {}, {**EMPTY, **odd})]) as (url, _):
        with pytest.raises(PrecalcError, match="does not answer like a lookup API"):
            Predictions(url, form="rows").lookup("eos1aaa", keys=["x", "z"])


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"", b"{}"])
def test_a_page_that_is_no_api_is_named(waits, body):
    with server([(200, {}, body)]) as (url, _):
        with pytest.raises(PrecalcError, match="does not answer like a lookup API"):
            Predictions(url, form="rows").lookup("eos1aaa", keys=["x"])


def test_a_redirect_is_not_followed_as_it_would_take_the_key_along(waits):
    with server([(302, {"location": "http://127.0.0.1:1/"}, {})]) as (url, _):
        with pytest.raises(PrecalcError, match="answers 302"):
            Predictions(url, key="secret", form="rows").lookup("eos1aaa", keys=["x"])


@pytest.mark.parametrize(
    "url, key, message",
    [
        ("ftp://x", None, "is not the URL of a lookup API"),
        ("127.0.0.1:8080", None, "is not the URL of a lookup API"),
        ("http://example.org", "secret", "unencrypted"),
        ("http://127.0.0.1:8080", "secret\n", "the key has a line break"),
    ],
)
def test_an_address_is_checked_before_anything_is_sent(url, key, message):
    with pytest.raises(PrecalcError, match=message):
        Predictions(url, key)


def test_a_server_that_is_not_there_is_named(waits):
    with pytest.raises(PrecalcError, match="http://127.0.0.1:9 cannot be reached"):
        Predictions("http://127.0.0.1:9", form="rows").models()


@pytest.mark.parametrize("large", [2**60 + 1, 2**63 + 1, 2**127 + 1, 10**37 + 1])
@pytest.mark.parametrize("other", [None, 1.5])
def test_large_whole_numbers_are_not_rounded_in_frames(waits, large, other):
    values = [{"index": i, "key": "x", "value": [one], "stale": False, "smiles": "C"} for i, one in enumerate([large, other])]
    answer = (200, {}, {**EMPTY, "missing": [], "output": values})
    with server([answer] * 3) as (url, _):
        with_pandas, with_polars = (Predictions(url, form=form).lookup("eos1aaa", keys=["x", "x"])["a"] for form in ("pandas", "polars"))
        added = pandas.DataFrame({"key": ["x", None, "x"]}).precalc.add("eos1aaa", source=Predictions(url))["eos1aaa.a"]

    assert with_pandas[0] == with_polars[0] == added[0] == large
    assert int(with_pandas[0]) == int(added[0]) == large
    assert with_pandas[1] == other or with_pandas.isna()[1]


def test_large_whole_numbers_beside_a_row_without_a_molecule_are_not_rounded(waits):
    value = {"index": 0, "key": "x", "value": [2**53 + 1], "stale": False, "smiles": "C"}
    with server([(200, {}, {**EMPTY, "missing": [], "output": [value]})]) as (url, _):
        added = pandas.DataFrame({"key": ["x", None]}).precalc.add("eos1aaa", source=Predictions(url))["eos1aaa.a"]

    assert int(added[0]) == 2**53 + 1 and added.isna().tolist() == [False, True]


@pytest.mark.parametrize(
    "text, exact",
    [("0.1234567890123456789", True), ("-12345678901.23456789", True), ("0.12345678901234567", False), ("100.50", False)],
)
def test_decimals_of_more_digits_than_a_float_has_are_kept(waits, text, exact):
    row = {"key": "x", "stale": False, "smiles": "C"}
    values = [{**row, "index": i, "value": [one]} for i, one in enumerate(["NUMBER", None, 1.5])]
    body = json.dumps({**EMPTY, "missing": [], "output": values}).replace('"NUMBER"', text).encode()
    with server([(200, {}, body)] * 3) as (url, _):
        forms = [Predictions(url, form=form).lookup("eos1aaa", keys=["x"] * 3) for form in ("pandas", "polars", "rows")]

    expected = Decimal(text) if exact else float(text)
    pandas_column, polars_column = forms[0]["a"], forms[1]["a"]
    assert [pandas_column[0], polars_column[0], forms[2][0]["a"]] == [expected] * 3
    assert [type(forms[2][0]["a"]), type(pandas_column[0] if exact else 1.0)] == [type(expected)] * 2
    assert pandas_column[2] == polars_column[2] == 1.5
