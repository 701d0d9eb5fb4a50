"""Which times a mail seems to say suit, and where it is not plain."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dialogs.understand.suiting_times import suits_in

TODAY = date(2026, 11, 2)
STARTS = [
    datetime(2026, 11, 24, 10, 0),  # noqa: DTZ001 - wall times
    datetime(2026, 11, 25, 9, 0),  # noqa: DTZ001 - the same
    datetime(2026, 11, 26, 13, 0),  # noqa: DTZ001 - the same
]


@pytest.mark.parametrize(
    ("said", "suits"),
    [
        ("1 og 3", (1, 3)),
        ("Hei Siri,\n1 og 3 passer fint.\nMvh Kari", (1, 3)),
        ("Alternativ 2 er best for meg", (2,)),
        ("Alle passer", (1, 2, 3)),
        ("Ingen av tidene passer dessverre", ()),
        ("onsdag 25. november", (2,)),
        ("24.11 kl 10 eller 26.11", (1, 3)),
        ("1 passer, men ikke 3", None),
        ("Kan vi ta det kl. 12?", None),
        ("4", None),
        ("27. november", None),
        ("24.11 kl 11", None),
        ("Ring meg på 21999901", None),
        ("", None),
    ],
)
def test_only_what_is_plain_is_suggested(said: str, suits: tuple[int, ...] | None) -> None:
    """Numbers, days, all or none; a condition, another time or a question gives no suggestion."""
    assert suits_in(said, STARTS, TODAY) == suits
