"""Which parts of a meeting the words name."""

from __future__ import annotations

import pytest

from dialogs.understand.parts import parts_in, read_parts

TITLES = ("Innledning og oppsummering", "Arbeid, utdanning og økonomi", "Plan og avslutning")


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("hele møtet", ()),
        ("Hele", ()),
        ("alle delene", ()),
        ("del 2", (2,)),
        ("2", (2,)),
        ("bare del 2.", (2,)),
        ("2 og 3", (2, 3)),
        ("del 1, 2 og 3", (1, 2, 3)),
        ("del 1 og del 3", (1, 3)),
        ("1-3", (1, 2, 3)),
        ("2 til 3", (2, 3)),
        ("arbeid", (2,)),
        ("Plan og avslutning", (3,)),
        ("7", (7,)),
        ("nei", None),
        ("i", None),
        ("", None),
        ("2 mennesker", None),
    ],
)
def test_parts_are_read(said: str, parts: tuple[int, ...] | None) -> None:
    """By number, several numbers, a range, a title, or the whole."""
    assert read_parts(said, TITLES) == parts


@pytest.mark.parametrize(
    ("said", "words", "rest"),
    [
        ("nav muntlig i dag hele møtet", "hele møtet", "nav muntlig i dag"),
        ("nav del 2 og 3 skriftlig", "del 2 og 3", "nav skriftlig"),
        ("nav del 2 3. november", "del 2", "nav 3. november"),
        ("nav 3. november", "", "nav 3. november"),
    ],
)
def test_parts_are_found_in_a_sentence(said: str, words: str, rest: str) -> None:
    """A date's number is no part."""
    assert parts_in(said) == (words, rest)
