"""What is understood of when a time is wanted, and what is said not to be."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.understand.when_wanted import read_wish
from dialogs.wording.nb.ask_wished_times import typed

TUESDAY = date(2026, 11, 3)
SAID = {
    "i januar": "fra 01.01.2027 til 31.01.2027",
    "desember": "fra 01.12.2026 til 31.12.2026",
    "etter kl 12": "etter kl. 12.00",
    "etter 12": "etter kl. 12.00",
    "ikke fredager": "ikke fredager",
    "ikke mandag eller fredag": "ikke mandager og fredager",
    "bare mandager og onsdager": "bare mandager og onsdager",
    "uke 3": "fra 18.01.2027 til 22.01.2027",
    "neste uke": "fra 09.11.2026 til 13.11.2026",
    "fra uke 2 til uke 5": "fra 11.01.2027 til 05.02.2027",
    "ikke uke 8": "ikke uke 8 2027",
    "ikke i desember": "ikke i desember 2026",
    "før påske": "til 24.03.2027",
    "etter jul": "fra 27.12.2026",
    "etter påske 2028": "fra 18.04.2028",
    "før sommeren": "til 11.07.2027",
    "om morgenen": "før kl. 10.00",
    "ikke om morgenen": "etter kl. 10.00",
    "om ettermiddagen i uke 50": "fra 07.12.2026 til 11.12.2026 etter kl. 12.00",
    "torsdag": "05.11.2026",
    "i morgen": "04.11.2026",
    "12.12 kl 10": "12.12.2026 kl. 10.00",
    "mellom 10 og 12": "etter kl. 10.00 før kl. 12.00",
    "mellom 12. og 20. januar": "fra 12.01.2027 til 20.01.2027",
    "innen 20. januar": "til 20.01.2027",
    "om to veker": "fra 16.11.2026 til 20.11.2026",
    "helst tirsdag eller torsdag formiddag": "før kl. 12.00 bare tirsdager og torsdager",
    "i januar etter kl. 12, ikke fredager": (
        "fra 01.01.2027 til 31.01.2027 etter kl. 12.00 ikke fredager"
    ),
}


@pytest.mark.parametrize(("said", "meant"), SAID.items())
def test_what_is_wanted_is_understood(said: str, meant: str) -> None:
    """Days, feasts, weekdays and hours, and every sentence of ours means the same again."""
    wish, unknown = read_wish(said, TUESDAY)
    assert " ".join(typed(wish)) == meant
    assert unknown == ()
    assert read_wish(meant, TUESDAY) == (wish, ())


@pytest.mark.parametrize(
    ("said", "meant", "words"),
    [
        ("i januar hos legen", "fra 01.01.2027 til 31.01.2027", ("hos", "legen")),
        ("Snarest mulig", "", ("Snarest", "mulig")),
        ("tidlig i januar", "fra 01.01.2027 til 31.01.2027", ("tidlig",)),
        ("ikke kl 10", "", ("kl 10",)),
        ("uke 99", "", ("uke", "99")),
        ("i 2019", "", ("2019",)),
    ],
)
def test_what_is_not_understood_is_named(said: str, meant: str, words: tuple[str, ...]) -> None:
    """Each word as it was typed; the others count all the same."""
    wish, unknown = read_wish(said, TUESDAY)
    assert " ".join(typed(wish)) == meant
    assert unknown == words
