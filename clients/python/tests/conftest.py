"""The API under test: that of the variables PRECALC_API and PRECALC_API_KEY, which answers what lookups.json says."""

import json
import os
from pathlib import Path

import pytest

from precalc_client import Predictions

CONTRACT = json.loads(
    (Path(__file__).parents[3] / "src/test/resources/reference/lookups.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="session")
def api():
    url = os.environ.get("PRECALC_API")
    if not url:
        pytest.skip("no API to ask: set PRECALC_API, as PythonClientIT does")
    return Predictions(url, os.environ.get("PRECALC_API_KEY"), form="rows")
