"""Long lists a page at a time, so that no card grows past what Teams takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def fitted(
    items: Sequence[Item], number: int, size_of: Callable[[Item], int], *, room: int, most: int
) -> Page[Item]:
    """The page with this number, where each holds at most `most` items and `room` bytes.

    One that is larger than the room has a page of its own.
    """
    pages: list[list[Item]] = [[]]
    left = room
    for item in items:
        need = size_of(item)
        if pages[-1] and (need > left or len(pages[-1]) == most):
            pages.append([])
            left = room
        pages[-1].append(item)
        left -= need
    shown = min(max(number, 1), len(pages))
    return Page(items=pages[shown - 1], number=shown, pages=len(pages))
