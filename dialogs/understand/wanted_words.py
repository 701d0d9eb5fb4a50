"""The words in which one says when a time is wanted, in bokmål and nynorsk, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final

from dialogs.understand.tidy import listed
from dialogs.understand.vocabulary import WEEKDAYS

FROM: Final = listed("fra frå f.o.m fom tidligst tidlegast")
AFTER: Final = listed("etter")
BEFORE: Final = listed("før")
UNTIL: Final = listed("til innen innan senest seinast t.o.m tom")
BETWEEN: Final = listed("mellom imellom")
NOT: Final = listed("ikke ikkje unntatt utenom utanom aldri")
ONLY: Final = listed("bare berre kun")
AND: Final = listed("og eller")

IN, CLOCK = "i", "kl"
CLOCKS: Final = listed("kl kl. klokka klokken klokke")
AT_A_TIME: Final = listed("om på")
BEGINS_A_DAY: Final = listed("i om på den neste første")
SMALL: Final = listed(
    "og eller i om på den det en ei et med men helst gjerne vi jeg eg tid tider tidspunkt møte "
    "møtet til for av at som er blir kan må skal passer passar ledig ledige finn noe noen "
    "hver kvar alle dag dager dagen dagar takk så da ut uti inn mot fram frem"
)
WEEKS: Final = listed("uke uka uken uker veke veka veker vekene")

FIRST_HOUR, LAST_HOUR = time(8), time(15, 30)
_NOON = time(12)
PARTS_OF_DAY: Final = {
    **dict.fromkeys(("morgen", "morgenen", "morgonen", "morgener"), (time.min, time(10))),
    **dict.fromkeys(("formiddag", "formiddagen", "formiddager"), (time.min, _NOON)),
    **dict.fromkeys(("ettermiddag", "ettermiddagen", "ettermiddager"), (_NOON, time.max)),
    **dict.fromkeys(("lunsj", "lunsjen", "lunsjtid"), (time(11, 30), _NOON)),
}
PARTS_OF_A_NAMED_DAY: Final = PARTS_OF_DAY.keys() - {"morgen"}
"""What stands beside a day and is read by itself; "i morgen" is a day."""

WEEKDAY: Final = WEEKDAYS | {f"{name}en": number for name, number in WEEKDAYS.items()}
WEEKDAYS_OF_EVERY_WEEK: Final = {
    form: number
    for name, number in WEEKDAYS.items()
    for form in (f"{name}er", f"{name}ar", f"{name}ene", f"{name}ane")
}


@dataclass(frozen=True, slots=True)
class Feast:
    """A holiday by what its red days are called, with days before them, or by weeks or days.

    `fixed` are its first and last day, each as month and day.
    """

    names: tuple[str, ...] = ()
    eve: int = 0
    weeks: tuple[int, int] | None = None
    fixed: tuple[tuple[int, int], tuple[int, int]] | None = None


_EASTER = Feast(("Skjærtorsdag", "Langfredag", "påskedag"))
_CHRISTMAS = Feast(("juledag",), eve=1)
_NEW_YEAR = Feast(("nyttårsdag",))
_WHITSUN = Feast(("pinsedag",))
_AFTER_CHRISTMAS = Feast(fixed=((12, 27), (12, 31)))
_SUMMER = Feast(weeks=(28, 30))
FEASTS: Final = {
    **dict.fromkeys(("påske", "påsken", "påska", "påskeferien"), _EASTER),
    **dict.fromkeys(("jul", "jula", "julen", "juleferien"), _CHRISTMAS),
    **dict.fromkeys(("romjul", "romjula", "romjulen"), _AFTER_CHRISTMAS),
    **dict.fromkeys(("nyttår", "nyttåret"), _NEW_YEAR),
    **dict.fromkeys(("pinse", "pinsen", "pinsa"), _WHITSUN),
    **dict.fromkeys(("sommer", "sommeren", "sommerferien", "fellesferien"), _SUMMER),
}
