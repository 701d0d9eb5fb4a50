"""The passing of days as a document: day by day who got what, and why a day was left out (D3, F3).

    2026-12-22 ti til 2026-12-24 to  2. til 4. arbeidsdag: ingenting
    2026-12-25 fr  rød dag: Første juledag
    2026-12-28 ma  5. arbeidsdag
         fastlegen: påminnelse på e-post. Du er invitert til et videomøte … [gp, dag 5]

In brackets stand the ladder and its step. Days on which nothing happens stand together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pathway import workdays
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.words import Channel, Role
from tests.dialogs.world import OSLO, World

_WEEKDAYS = ("ma", "ti", "on", "to", "fr", "lø", "sø")
_WAYS = {
    Channel.MAIL: "på e-post",
    Channel.SMS: "på SMS (sendes for hånd)",
    Channel.LETTER: "i brev (sendes for hånd)",
    Channel.SECURE_MESSAGE: "som e-melding (sendes for hånd)",
    Channel.PHONE: "på telefon",
    Channel.CHAT: "i chat",
}
_KINDS = {
    SendingKind.REMINDER: "påminnelse",
    SendingKind.STILL_STANDS: "«står avtalen?»",
    SendingKind.TASK: "oppgave",
    SendingKind.NOTICE: "beskjed",
}
_PEOPLE = {
    Role.GP: "fastlegen",
    Role.PATIENT: "pasienten",
    Role.NAV_ADVISER: "Nav",
    Role.CLINICIAN: "klinikeren",
}
_GREETING = "Hei"
_UNITS = {"milestone": "uke"}


@dataclass(frozen=True, slots=True)
class Day:
    """One day: what kind it was, and what was written in it."""

    on: date
    kind: str
    number: int
    lines: tuple[str, ...]


def diary(world: World, until: datetime) -> list[str]:
    """The program passes now, and at eight each morning up to this moment.

    Working days count from today, whose own messages are no part of the diary.
    """
    began = world.now.astimezone(OSLO)
    world.tick()
    days: list[Day] = []
    eight = began.replace(hour=8, minute=0)
    while (eight := eight + timedelta(days=1)) <= until:
        before = {(s.id, s.status) for s in _rows(world)}
        world.now = eight.astimezone(UTC)
        world.tick()
        new = [s for s in _rows(world) if (s.id, s.status) not in before and _told(s)]
        number = workdays.between(began.date(), eight.date())
        days.append(Day(eight.date(), _kind(eight.date()), number, tuple(map(_line, new))))
    world.now = until
    return [line for run in _runs(days) for line in _written(run)]


def _rows(world: World) -> list[Sending]:
    (case,) = world.store.clinics[world.clinic.id].cases.values()
    return list(case.sendings)


def _told(row: Sending) -> bool:
    """What is said to somebody, once: not the digest that gathers it, nor what is dropped."""
    gathered = row.kind in {SendingKind.DIGEST, SendingKind.EDIT}
    return not gathered and row.status is not SendingStatus.DROPPED


def _kind(on: date) -> str:
    if workdays.is_holiday(on):
        return f"rød dag: {workdays.holiday_name(on)}"
    return "helg" if workdays.is_weekend(on) else ""


def _line(row: Sending) -> str:
    said = [text for text in row.content.text.splitlines() if text.strip()]
    first = next((text for text in said if not text.startswith(_GREETING)), "")
    who = row.to if row.channel is Channel.CHAT else _PEOPLE.get(row.role, row.role)
    what = _KINDS.get(row.kind, row.kind)
    return f"     {who}: {what} {_WAYS[row.channel]}. {first} [{_step(row.why)}]"


def _step(why: str) -> str:
    """The ladder and its step, or the rule, as "gp, dag 5"."""
    if not why.startswith("D3:"):
        return why
    _, ladder, number = why.split(":")
    if number.startswith("-"):
        return f"{ladder}, fristen er ute"
    return f"{ladder}, {_UNITS.get(ladder, 'dag')} {number}"


def _runs(days: list[Day]) -> Iterator[list[Day]]:
    """Quiet days of one kind stand together."""
    run: list[Day] = []
    for day in days:
        if run and (day.lines or run[-1].lines or day.kind != run[-1].kind):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _written(run: list[Day]) -> Iterator[str]:
    first, last = run[0], run[-1]
    stamp = f"{first.on} {_WEEKDAYS[first.on.weekday()]}"
    number = f"{first.number}."
    if first is not last:
        stamp += f" til {last.on} {_WEEKDAYS[last.on.weekday()]}"
        number = f"{first.number}. til {last.number}."
    said = first.kind or f"{number} arbeidsdag"
    yield f"{stamp}  {said}{'' if first.kind or first.lines else ': ingenting'}"
    yield from first.lines
