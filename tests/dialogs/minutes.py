"""The minutes of a running meeting as a document: what each person got, inside and outside (R22).

    10.22 bot til lege> Sak K7M2: Del 1, Innledning og oppsummering, skulle slutte kl. 10.20. …
    10.25 Nav på e-post> Møtet er forsinket. Du kommer inn ca. kl. 10.30 i stedet for kl. 10.20.

What a person carries, a call or a text message, was received when it was ticked off.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from dialogs.wording.nb import ask_running
from pathway.outgoing import Sending, SendingStatus
from pathway.words import Channel
from tests.dialogs.world import OSLO, World

_WAYS = {
    Channel.MAIL: "på e-post",
    Channel.GRAPH: "i kalenderen",
    Channel.SMS: "på SMS",
    Channel.PHONE: "på telefon",
    Channel.LETTER: "i brev",
    Channel.SECURE_MESSAGE: "som e-melding",
}
_INDENT = " " * 5


def minutes(world: World, until: datetime) -> list[str]:
    """The program passes every minute from now up to this moment."""
    lines: list[str] = []
    seen = _received(world, world.now - timedelta(minutes=1))
    while world.now <= until:
        said = [(f"bot til {who}", reply.text) for who, reply in world.tick()]
        got = [row for row in _rows(world) if row.id not in {one.id for one in seen} and _left(row)]
        seen += got
        said += [(_whom(world, row), row.content.text) for row in got]
        clock = f"{world.now.astimezone(OSLO):%H.%M}"
        lines += [line for who, text in said for line in _line(f"{clock} {who}", text)]
        world.now += timedelta(minutes=1)
    world.now = until
    return lines


def _rows(world: World) -> list[Sending]:
    (case,) = world.store.clinics[world.clinic.id].cases.values()
    return [row for row in case.sendings if row.channel in _WAYS]


def _left(row: Sending) -> bool:
    return row.status is SendingStatus.SENT


def _received(world: World, until: datetime) -> list[Sending]:
    """What had been received by then."""
    return [row for row in _rows(world) if _left(row) and row.done_at and row.done_at <= until]


def _whom(world: World, row: Sending) -> str:
    (case,) = world.store.clinics[world.clinic.id].cases.values()
    person = next(one for one in case.participants if one.id == row.to)
    return f"{ask_running.who(person)} {_WAYS[row.channel]}"


def _line(who: str, text: str) -> Iterator[str]:
    first, *others = [line for line in text.splitlines() if line.strip()]
    yield f"{who}> {first}"
    yield from (_INDENT + line for line in others)
