"""What is said about an answer that was read: doubts, what was not understood, and why."""

from __future__ import annotations

from datetime import date, datetime, time

from dialogs.understand.doubts import Doubt
from dialogs.understand.reading import Moment, Reason
from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import capital

_WHY = {
    Reason.TOO_LONG: "Det var for langt.",
    Reason.STRANGE_CHARACTERS: "Teksten har tegn jeg ikke kan lese.",
    Reason.NEGATED: "Skriv bare det som gjelder, uten «ikke».",
    Reason.LIMIT: "Skriv én bestemt dag, ikke «før» eller «etter».",
    Reason.INTERVAL: "Skriv ett tidspunkt, ikke fra og til.",
    Reason.CONTRADICTION: "Dag og dato passer ikke sammen.",
    Reason.NO_DATE: "Jeg fant ingen dato.",
    Reason.NO_TIME: "Jeg fant ikke noe klokkeslett.",
    Reason.DATE_TOO: "Skriv bare klokkeslettet.",
    Reason.NO_SUCH_DAY: "Den dagen finnes ikke.",
    Reason.NO_SUCH_WEEK: "Den uka finnes ikke.",
    Reason.NO_SUCH_TIME: "Det klokkeslettet finnes ikke.",
    Reason.NO_AT_SIGN: "En e-postadresse må ha @.",
    Reason.BAD_DOMAIN: "Det som står etter @, er ikke riktig.",
    Reason.BAD_ADDRESS: "E-postadressen er ikke riktig.",
    Reason.NO_NUMBER: "Jeg fant ikke noe telefonnummer.",
    Reason.TOO_FEW_DIGITS: "Telefonnummeret har for få sifre.",
    Reason.TOO_MANY_DIGITS: "Telefonnummeret har for mange sifre.",
    Reason.FOREIGN_NUMBER: "Jeg kan bare bruke norske telefonnumre.",
    Reason.NO_SUCH_NUMBER: "Det telefonnummeret finnes ikke.",
}

NOT_UNDERSTOOD = "Det forsto jeg ikke."
WHEN_IN_THE_DAY = "Når på dagen?"

_DOUBTS = {
    Doubt.PAST: "{day} er passert.",
    Doubt.FUTURE: "{day} har ikke vært ennå.",
    Doubt.WEEKEND: "{day} er i helgen.",
    Doubt.HOLIDAY: "{day} er en helligdag eller fridag.",
    Doubt.QUIET_DAY: "Mange har fri {day}.",
    Doubt.OUTSIDE_HOURS: "Tidspunktet er utenfor arbeidstiden.",
    Doubt.FAR_AWAY: "{day} er langt unna.",
}


def why(reason: Reason) -> str:
    """What is wrong with a text; nothing where the question's example says enough."""
    return _WHY.get(reason, NOT_UNDERSTOOD)


def left_out(text: str) -> str:
    """The words after a time that are no part of it."""
    return f"Jeg forsto ikke «{text.strip(' ,.;:')}»."


def not_read(text: str, example: str) -> str:
    """What was typed after a command, and is no answer that the program can read."""
    return f"Jeg forsto ikke «{text}». {example}".strip()


def doubt(what: Doubt, day: date | None, today: date) -> str:
    """As "Lørdag 28. november er i helgen."; the year is said where it is another."""
    named = "tidspunktet" if day is None else _day(day, today)
    return capital(_DOUBTS[what].format(day=named))


def _day(day: date, today: date) -> str:
    return dates.medium(day) if day.year == today.year else dates.full(day)


def bare_answer(said: str) -> str:
    """A yes, a no or thanks where a text is wanted."""
    return f"Skriv teksten selv, ikke bare «{said}»."


def too_long(limit: int) -> str:
    """An answer longer than its question takes."""
    return f"Det var for langt. Skriv høyst {limit} tegn."


def moment_lacks(when: Moment, today: date) -> str:
    """A day without a time, or a time without a day."""
    if when.date is None and when.time is not None:
        return f"Hvilken dag {dates.at_clock(when.time)}?"
    if when.date is not None:
        return f"Når på dagen {_day(when.date, today)}?"
    return "Skriv både dag og klokkeslett."


FROM_LIST = "Velg fra listen."
"""What the questions say whose answers stand in a list."""


def from_list(title: str) -> str:
    """The same with an example."""
    return f"Velg fra listen, for eksempel «{title.removesuffix('.')}», eller skriv nummeret."


AS_TYPED = "Nei, bruk «"
"""How the choice begins of what was typed, as it stands."""


def as_typed(text: str) -> str:
    """The choice of what was typed, as it stands."""
    return f"{AS_TYPED}{text}»"


def day(when: date) -> str:
    """A date as a choice."""
    return dates.full(when)


def clock(when: time) -> str:
    """A time as a choice."""
    return dates.at_clock(when)


def moment(when: Moment) -> str:
    """A date, a time, or both, as a choice."""
    if when.date is not None and when.time is not None:
        return dates.moment(datetime.combine(when.date, when.time))
    if when.time is not None:
        return clock(when.time)
    return day(when.date) if when.date else ""
