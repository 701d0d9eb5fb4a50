"""When one has the day's tasks: asked, chosen, and back to the usual (D4)."""

from __future__ import annotations

from datetime import date, time

from dialogs.wording.nb import dates

TITLE = "Når du får oppgavene"
AT = (
    "Når vil du ha oppgavene dine?",
    "Klokkeslett",
    "Skriv et klokkeslett, for eksempel 14.00, eller «vanlig tid».",
)
USUAL = "vanlig tid"
USUAL_TITLE = "Vanlig tid"
OTHER_TITLE = "Velg en annen tid"


def now(at: time) -> str:
    """When they come as it is."""
    return f"Nå får du dem {dates.at_clock(at)}."


def outside(opens: time, closes: time) -> str:
    """The time is not within the clinic's working hours."""
    hours = f"fra {dates.at_clock(opens)}, men før {dates.at_clock(closes)}"
    return f"Oppgavene kommer i arbeidstiden. Velg et klokkeslett {hours}."


def chosen(at: time, since: date | None, today: date, *, usual: bool) -> str:
    """From when they come; `since` is the first day, where today's have come already."""
    begins = f" fra {_day(since, today)}" if since else ""
    again = " Det er den vanlige tiden." if usual else ""
    return f"Du får oppgavene {dates.at_clock(at)}{begins}.{again}"


def _day(day: date, today: date) -> str:
    return "i morgen" if (day - today).days == 1 else f"{dates.weekday(day)} {dates.short(day)}"
