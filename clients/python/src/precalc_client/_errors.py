"""The one kind of error."""

from __future__ import annotations


class PrecalcError(Exception):
    """A lookup that has no answer. Its text says what is wrong, with which value, and what to do.

    ``status`` is that of HTTP where a server answered, else None.
    """

    def __init__(self, message: str, status: int | None = None):
        super().__init__(message)
        self.status = status
