"""Requests of the lookup API, each tried again where that can help."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from decimal import Decimal
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ._errors import PrecalcError

#: Seconds that one request may take; the server itself ends after 28.
TIMEOUT = 60.0
#: Tries of one request in all.
TRIES = 4
#: The longest wait between two tries, in seconds.
LONGEST_WAIT = 30.0

_THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}
_TRIED_AGAIN = {429, 500, 502, 503, 504}

#: Digits that tell every floating-point number from all others.
_DIGITS_OF_A_FLOAT = 17


class _NoRedirects(HTTPRedirectHandler):
    """Another address would get the key as well."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # noqa: D102
        return None


class Api:
    """One lookup API."""

    def __init__(self, url: str, key: str | None, sleep: Callable[[float], None] = time.sleep):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise PrecalcError(f"'{url}' is not the URL of a lookup API: give e.g. http://127.0.0.1:8080")
        if key and parts.scheme == "http" and parts.hostname not in _THIS_MACHINE:
            raise PrecalcError(f"the key would be sent to {url} unencrypted: use https, or leave the key out")
        if key and not (key.isascii() and key.isprintable()):
            raise PrecalcError("the key has a line break or another character that no key has: give it without, e.g. by strip()")
        self.url = url.rstrip("/")
        self._headers = {"accept": "application/json", "user-agent": "precalc-client"}
        if key:
            self._headers["x-api-key"] = key
        self._sleep = sleep
        self._opener = build_opener(_NoRedirects())

    def get(self, path: str, **query: str | None) -> dict[str, Any]:
        asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items() if value is not None)
        return self._answer(Request(f"{self.url}{path}" + (f"?{asked}" if asked else ""), headers=self._headers))

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {**self._headers, "content-type": "application/json"}
        return self._answer(Request(self.url + path, data=json.dumps(body).encode(), headers=headers, method="POST"))

    def _answer(self, request: Request) -> dict[str, Any]:
        for tried in range(1, TRIES + 1):
            wait = min(LONGEST_WAIT, 2.0**tried) * random.uniform(0.5, 1.0)
            try:
                with self._opener.open(request, timeout=TIMEOUT) as answer:
                    return self._object(answer.read())
            except HTTPError as refused:
                body = refused.read()
                if refused.code not in _TRIED_AGAIN or tried == TRIES:
                    raise PrecalcError(self._reason(refused.code, body), refused.code) from None
                wait = max(wait, _seconds(refused.headers.get("retry-after")))
            except (URLError, HTTPException, OSError) as lost:
                if tried == TRIES:
                    reason = getattr(lost, "reason", lost)
                    raise PrecalcError(f"{self.url} cannot be reached: {reason}; check the address") from lost
            self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _object(self, body: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(body, parse_float=_number)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise PrecalcError(f"{self.url} does not answer like a lookup API: check the address, with its stage")
        return answer

    def _reason(self, status: int, body: bytes) -> str:
        try:
            problem = json.loads(body)
            detail = problem.get("detail") or problem.get("message")
        except (ValueError, AttributeError):
            detail = None
        if status == 403:
            return f"{self.url} refuses the request: {detail or 'the key is missing or wrong'}; give it as key="
        return f"{self.url} answers {status}: {detail or 'without a reason; check the address, with its stage'}"


def _number(text: str) -> float | Decimal:
    """A decimal with more digits than any floating-point number needs is kept as it is."""
    digits = text.lower().partition("e")[0].replace(".", "").strip("-0")
    return float(text) if len(digits) <= _DIGITS_OF_A_FLOAT else Decimal(text)


def _seconds(header: str | None) -> float:
    return min(LONGEST_WAIT, float(header)) if header and header.isdecimal() else 0.0
