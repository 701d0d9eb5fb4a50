"""What the command `shm` does, as functions that return what is printed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from bot import contract
from bot.opening import UsageError, moment_of, open_house, settings_for
from dialogs.turn import Utterance, as_json
from dialogs.wording.nb.refusals import refusal
from pathway.errors import RuleError
from pathway.model import CaseRef
from pathway.service.forecast import departures

if TYPE_CHECKING:
    from pathlib import Path

    from bot.assembly import House
    from pathway.case import Case
    from pathway.ports import AuditEntry
    from pathway.service import Context
    from pathway.service.forecast import Departure

T = TypeVar("T")

OPERATOR = "operator"
"""The actor of what is read on the command line: whoever may log in to the machine."""

NEEDED = ("secret_key", "organiser_email")
AHEAD = timedelta(days=30)

__all__ = ["Printed", "RefusedError", "UsageError"]


class RefusedError(Exception):
    """A rule refused: one line, exit code 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a command prints, for people and for scripts; `refused` gives exit code 1."""

    text: str
    data: object = None
    refused: bool = False


def migrate() -> Printed:
    """Make the database, or bring it up to date."""
    from storage.migrate import migrate as bring_up_to_date

    bring_up_to_date(settings_for().database_url)
    return Printed(text="The database is up to date.")


def say(staff_id: str, text: str, *, at: str) -> Printed:
    """One turn; messages that waited for this person are shown first."""
    house = _open(at)
    if staff_id not in {person.id for person in house.clinic.staff}:
        known = ", ".join(person.id for person in house.clinic.staff)
        message = f"{staff_id!r} is not on the staff; known are {known}"
        raise UsageError(message)
    return _closing(house, lambda: asyncio.run(_say(house, staff_id, text)))


async def _say(house: House, staff_id: str, text: str) -> Printed:
    waiting = await house.waiting_chat(staff_id)
    said = await house.say(staff_id, Utterance(text=text), "command")
    data = as_json(said.turn)
    shown = [{"text": reply.text, "card": reply.card} for reply in waiting]
    replies = data["replies"]
    data["replies"] = [*shown, *replies] if isinstance(replies, list) else shown
    words = [reply.text for reply in (*waiting, *said.turn.replies)]
    return Printed(text="\n\n".join(words), data=data, refused=said.refused)


def tick(*, at: str) -> Printed:
    """One pass of the daemon."""
    house = _open(at, "smtp_url")
    report = _closing(house, lambda: asyncio.run(house.tick()))
    data = contract.tick_json(report, house.clinic.zone)
    counts = f"{len(report.delivered)} delivered, {len(report.retry)} to be tried again"
    return Printed(text=f"{counts}, {len(report.given_up)} given up", data=data)


def due(*, until: str, at: str) -> Printed:
    """What would leave when, to whom and why."""
    house = _open(at)
    clinic = house.clinic
    end = moment_of(until, clinic.zone) if until else None

    def forecast(context: Context) -> list[Departure]:
        last = end or context.now + AHEAD
        cases = context.ledger.list_cases(context.access)
        found = [d for c in cases for d in departures(c, clinic, context.now, last)]
        return sorted(found, key=lambda d: (d.at, d.case, d.to))

    rows = contract.due_json(_reading(house, forecast), clinic.zone)
    return Printed(text="\n".join(_line(row) for row in rows), data=rows)


def case(ref: str, *, at: str) -> Printed:
    """Everything about one case."""
    house = _open(at)
    found: Case = _reading(house, lambda c: c.ledger.load(CaseRef(ref.upper()), c.access))
    data = contract.case_json(found, house.clinic)
    return Printed(text=_pretty(data), data=data)


def board(*, at: str) -> Printed:
    """Every open case."""
    house = _open(at)

    def listed(context: Context) -> list[contract.JSON]:
        cases = list(context.ledger.list_cases(context.access))
        return contract.board_json(cases, context.clinic, context.today)

    rows = _reading(house, listed)
    return Printed(text="\n".join(_line(row) for row in rows), data=rows)


def audit(ref: str, *, at: str) -> Printed:
    """The log of one case; reading it is a line in it too."""
    house = _open(at)

    def read(context: Context) -> list[AuditEntry]:
        context.ledger.load(CaseRef(ref.upper()), context.access)
        return list(context.ledger.audit(CaseRef(ref.upper())))

    rows = contract.audit_json(_reading(house, read), house.clinic.zone)
    return Printed(text="\n".join(_line(row) for row in rows), data=rows)


def backup(file: Path) -> Printed:
    """A consistent copy of the database while it is in use."""
    house = _open("")
    _closing(house, lambda: house.store.backup(file))
    return Printed(text=f"Copied to {file}")


def _open(at: str, *more: str) -> House:
    return open_house(settings_for(*NEEDED, *more), at=at)


def _reading(house: House, use_case: Callable[[Context], T]) -> T:
    return _closing(
        house,
        lambda: house.store.run(
            house.clinic.id, lambda ledger: use_case(house.context(ledger, OPERATOR, "command"))
        ),
    )


def _closing(house: House, work: Callable[[], T]) -> T:
    """Do it, close the database, and say a refusal in one line."""
    try:
        return work()
    except RuleError as error:
        raise RefusedError(refusal(error)) from None
    except FileExistsError as error:
        message = f"{error.filename} exists: choose another file"
        raise UsageError(message) from None
    finally:
        house.store.close()


def _line(row: contract.JSON) -> str:
    return "  ".join(str(value) for value in row.values() if value or value == 0)


def _pretty(value: object, depth: int = 0) -> str:
    """Nested data as an indented outline."""
    pad = "  " * depth
    if isinstance(value, dict):
        return "\n".join(_entry(pad, str(k), v, depth) for k, v in value.items())
    if isinstance(value, list):
        return "\n".join(f"{pad}-\n{_pretty(item, depth + 1)}" for item in value)
    return f"{pad}{value}"


def _entry(pad: str, key: str, value: object, depth: int) -> str:
    if isinstance(value, dict | list) and value:
        return f"{pad}{key}:\n{_pretty(value, depth + 1)}"
    return f"{pad}{key}: {value}"
