"""Long lists a page at a time, so that no card grows past what Teams takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """Some of a list's items, and which page of how many they are."""

    items: Sequence[Item]
    number: int
    pages: int


def paged(items: Sequence[Item], number: int, size: int) -> Page[Item]:
    """The page with this number, counted from 1; the nearest one that exists."""
    pages = max(1, -(-len(items) // size))
    shown = min(max(number, 1), pages)
    return Page(items=items[(shown - 1) * size : shown * size], number=shown, pages=pages)
