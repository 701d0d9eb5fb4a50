"""A token in the place of a password (SASL XOAUTH2), as Exchange Online wants it."""

from __future__ import annotations

from typing import Protocol


class NoTokenError(Exception):
    """No token can be had now; `refused` where whoever gives them said no for good."""

    def __init__(self, *, refused: bool) -> None:
        super().__init__("refused" if refused else "unreachable")
        self.refused = refused


class Bearer(Protocol):
    """Where tokens come from, off the loop and kept while they are good; tests have their own."""

    async def __call__(self) -> str:
        """One that is good now; `NoTokenError`."""

    def drop(self, token: str) -> None:
        """This one was not taken; the next call asks anew."""
