"""*Finn tid* where nothing suits in time: what stands in the way, and what comes instead."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.ask_times import rooms_in_use, whose
from dialogs.wording.nb.grammar import lines
from pathway import workdays
from pathway.slots import Found, Obstacle
from pathway.suiting import TEAM, Attendee, Search, Why
from pathway.words import MeetingKind


def none_in_time(found: Found, search: Search, kind: MeetingKind, today: date) -> str:
    """That nothing suits in time, what stands in the way, and what comes instead."""
    what = names.meeting(kind)
    asked_for = _no_day_in_time(search, today)
    if asked_for:
        return lines(asked_for, _LATER if found.times else "")
    if search.deadline and search.deadline < today:
        first = ""  # the intro says that the deadline is over
    elif search.deadline and search.deadline <= search.last:
        first = f"Ingen tid for {what} passer før fristen."
    else:
        first = f"Ingen tid for {what} passer fram til {dates.full(search.last)}."
    ways = [_obstacle(one, search) for one in found.obstacles]
    help_ = "" if ways or not first else _NOTHING_ALONE
    return lines(first, *ways, help_, _LATER if found.times else "")


def _no_day_in_time(search: Search, today: date) -> str:
    """Where no working day or hour before the deadline was asked for, nobody is in the way."""
    span = (search.last - search.first).days + 1
    days = [search.first + timedelta(days=n) for n in range(span)]
    working = [day for day in days if workdays.is_working_day(day) and search.wish.wants(day)]
    if not working:
        return "Det er ingen arbeidsdager i tiden du spør om."
    for what, opens, closes in (
        ("Møtet", search.opens, search.closes),
        ("Møtet og den interne praten", *search.hours),
    ):
        begins = datetime.combine(search.first, opens)
        if begins + timedelta(minutes=search.minutes) > datetime.combine(search.first, closes):
            return f"{what} får ikke plass i arbeidstiden på klokkeslettene du spør om."
    if not search.deadline or search.deadline < today or min(working) <= search.deadline:
        return ""
    return "Alle dagene du spør om, er etter fristen."


_LATER = "Her er de første tidene etter fristen."

_NOTHING_ALONE = (
    "Flere er opptatt samtidig. Det kan hjelpe at færre må være med, "
    "at noen bare er med i en del, eller at møtet blir kortere."
)


def _obstacle(one: Obstacle, search: Search) -> str:
    """What is always in the way, and what would help."""
    match one.why:
        case Why.BUSY:
            who = f"{whose(one.who)} er {_taken(one.who)}"
            return (
                f"{who} alle gangene det passer for de andre. Det kan hjelpe om "
                f"{_inside(one.who)} ikke trenger å være med, eller bare er med i en del."
            )
        case Why.NOBODY:
            return "Ingen av klinikerne er ledige når det passer for de andre."
        case Why.ROOM:
            return (
                f"{rooms_in_use(search)} alle gangene det ellers passer. "
                "Det kan hjelpe med et annet rom eller en annen lenke."
            )
        case _:
            return "Ellers passer det bare på dager da mange har fri."


def _taken(who: Attendee | None) -> str:
    return "borte eller opptatt" if who is not None and who.away else "opptatt"


def _inside(who: Attendee | None) -> str:
    if who is None:
        return ""
    return who.name if who.role in TEAM else names.role_definite(who.role)
