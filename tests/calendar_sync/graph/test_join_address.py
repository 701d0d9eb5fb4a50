"""Whose a Teams meeting is, as its join address tells."""

from __future__ import annotations

import pytest

from calendar_sync.graph.join_address import organiser_of

THREAD = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_Zm9v%40thread.v2/0"
ID = "00000000-0000-4000-8000-00000000a11c"


@pytest.mark.parametrize(
    ("query", "organiser"),
    [
        (f"?context=%7b%22Tid%22%3a%22{ID}%22%2c%22Oid%22%3a%22{ID.upper()}%22%7d", ID),
        ("?context=%7b%22Oid%22%3a%22..%2fme%22%7d", ""),
        ("?context=%7b%22Oid%22%3a17%7d", ""),
        ("?context=%7b%22Tid%22%3a%22x%22%7d", ""),
        ("?context=%5b%5d", ""),
        ("?context=x", ""),
        ("", ""),
    ],
)
def test_the_organisers_object_id(query: str, organiser: str) -> None:
    """It goes into an address of Graph, so it is an id or nothing."""
    assert organiser_of(f"{THREAD}{query}") == organiser
