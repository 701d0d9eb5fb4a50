"""What was worked out of the very same values a moment ago is not worked out again.

For what is asked many times in one turn about one case: the course of a meeting that runs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MOST = 256
"""Answers of each function; then all of them are forgotten."""


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """The same function for values that never change, told apart by being the same object.

    What it was asked about is kept with the answer, so no other object can take its place. Several
    threads may ask: at worst one of them works it out once more.
    """
    kept: dict[tuple[object, ...], tuple[object, T]] = {}

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        key = tuple(value if isinstance(value, datetime) else id(value) for value in args)
        found = None if kwargs else kept.get(key)
        if found is None:
            if len(kept) >= MOST:
                kept.clear()
            found = kept[key] = (args, function(*args, **kwargs))
        return found[1]

    return asked
