"""What the command `shm` does, as functions that return what is printed."""

from __future__ import annotations

import asyncio
import os
import pwd
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from bot import contract, iso
from bot import explain as explaining
from bot.opening import UsageError, moment_of, open_house, settings_for
from bot.serving import one_pass
from bot.settings import SettingsError
from dialogs.state import Conversation
from dialogs.turn import Reply, Turn, Utterance, as_json
from dialogs.understand.reading import Understood
from dialogs.understand.references import read_reference
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.errors import RuleError, UnknownCaseError
from pathway.service.daemon.foretelling import foretold
from pathway.words import CaseRef

if TYPE_CHECKING:
    from pathlib import Path

    from bot.house import House
    from pathway.case import Case
    from pathway.ports import Ledger
    from pathway.service import Context

T = TypeVar("T")
Rows = list[iso.JSON]

OPERATOR = "operator"
"""Who reads on the command line: whoever may log in to the machine, with their name there."""

NEEDED = ("secret_key", "organiser_email")
AHEAD = timedelta(days=30)
LONGEST_SHOWN = 40
LONGEST_WHY = 300

__all__ = ["Printed", "RefusedError", "UsageError"]


class RefusedError(Exception):
    """A rule refused: one line, exit code 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a command prints, for people and for scripts; `refused` gives exit code 1."""

    text: str
    data: object = None
    refused: bool = False
    warning: str = ""


def migrate(*, back_to: str = "") -> Printed:
    """Make the database, bring it up to date, or take it back to a revision."""
    from bot.assembly import bring_to

    with _judged():
        bring_to(settings_for(), back_to)
    return Printed(text=f"The database is {f'at revision {back_to}' if back_to else 'up to date'}.")


def say(staff_id: str, text: str, *, at: str) -> Printed:
    """One turn; messages that waited for this person are shown first."""
    with _house(at) as house:
        known = [person.id for person in house.clinic.staff]
        if staff_id not in known:
            message = f"{staff_id!r} is not on the staff; known are {', '.join(known)}"
            raise UsageError(message)
        try:
            return asyncio.run(_say(house, staff_id, text))
        except RuleError as error:  # before the turn began: scripts get their JSON all the same
            reply = Reply(text=refusal(error))
            return _said((), Turn(state=Conversation(), replies=(reply,), refused=True))


async def _say(house: House, staff_id: str, text: str) -> Printed:
    waiting = await house.waiting_chat(staff_id, "command")
    return _said(waiting, await house.turn(staff_id, Utterance(text=text), "command"))


def _said(waiting: Sequence[Reply], turn: Turn) -> Printed:
    replies = (*waiting, *turn.replies)
    text = "\n\n".join(reply.text for reply in replies)
    return Printed(text=text, data=as_json(replace(turn, replies=replies)), refused=turn.refused)


def tick(*, at: str) -> Printed:
    """One pass of the daemon."""
    with _house(at, "smtp_url") as house:
        report = asyncio.run(one_pass(house, settings_for()))
        data = contract.tick_json(report, house.clinic.zone)
    return Printed(text=contract.tick_line(report), data=data)


def due(*, until: str, at: str) -> Printed:
    """What would leave when, to whom and why."""

    def forecast(context: Context, cases: Sequence[Case]) -> Rows:
        zone = context.clinic.zone
        last = moment_of(until, zone) if until else context.now + AHEAD
        chats = settings_for(*NEEDED).names_a_bot  # else nobody is told but on the command line
        return contract.due_json(foretold(context, cases, last, mail_staff=chats), zone)

    return _of_open_cases(forecast, at)


def _of_open_cases(rows_of: Callable[[Context, Sequence[Case]], Rows], at: str) -> Printed:
    """Rows from every open case that can be read, and how many cannot."""

    def read(context: Context) -> tuple[Rows, int]:
        cases, unreadable = context.ledger.readable_cases(context.access)
        return rows_of(context, cases), unreadable

    with _house(at) as house:
        rows, unreadable = _read(house, read, every=True)
    warning = f"{unreadable} open cases cannot be read and are left out." if unreadable else ""
    return Printed(text="\n".join(_line(row) for row in rows), data=rows, warning=warning)


def case(ref: str, *, at: str, why: str = "") -> Printed:
    """Everything about one case."""
    why = _reason(why)
    with _house(at) as house:
        found: Case = _read(house, lambda c: c.ledger.load(_reference(ref), c.access), why)
        data = contract.case_json(found, house.clinic)
    return Printed(text=_pretty(data), data=data)


def explain(ref: str, *, at: str, why: str = "") -> Printed:
    """Why each wait of one case exists, what would settle it, and what leaves next."""

    def read(context: Context) -> Rows:
        found = context.ledger.load(_reference(ref), context.access)
        return explaining.explain_json(context, found)

    why = _reason(why)
    with _house(at) as house:
        rows = _read(house, read, why)
    return Printed(text=explaining.explain_text(rows), data=rows)


def board(*, at: str) -> Printed:
    """Every open case."""
    return _of_open_cases(lambda c, cases: contract.board_json(cases, c.clinic, c.today), at)


def audit(ref: str, *, at: str, why: str = "") -> Printed:
    """The log of one case with what was corrected; reading it is a line in it too."""

    def read(context: Context) -> Rows:
        found = context.ledger.load(_reference(ref), context.access)
        log = context.ledger.audit(found.ref)
        return contract.audit_json(log, found.corrections, context.clinic.zone)

    why = _reason(why)
    with _house(at) as house:
        rows = _read(house, read, why)
    return Printed(text="\n".join(_audit_line(row) for row in rows), data=rows)


def backup(file: Path) -> Printed:
    """A consistent copy of the database while it is in use."""
    from bot.assembly import back_up

    try:
        with _judged():
            back_up(settings_for(), file)
    except FileExistsError:
        message = f"{file} exists: choose another file"
        raise UsageError(message) from None
    except OSError as error:
        message = f"{error.filename or file}: {type(error).__name__}; nothing was copied"
        raise UsageError(message) from None
    return Printed(text=f"Copied to {file}")


def teams_package(file: Path) -> Printed:
    """The app package for Teams, built of the settings and the clinic's file."""
    from bot.teams.package import build, ingredients

    with _judged():
        package = build(*ingredients())
    try:
        with file.open("xb") as new:
            new.write(package)
    except FileExistsError:
        message = f"{file} exists: take it away, or choose another file"
        raise UsageError(message) from None
    except OSError as error:
        message = f"{file}: {type(error).__name__}; no whole package was written"
        raise UsageError(message) from None
    return Printed(text=f"Wrote {file}: upload it in the Teams admin centre, see docs/teams.md")


@contextmanager
def _judged() -> Iterator[None]:
    """A refusal in one line, and faults of the settings as wrong use."""
    try:
        yield
    except RuleError as error:
        raise RefusedError(refusal(error)) from None
    except SettingsError as error:
        raise UsageError(str(error)) from None


@contextmanager
def _house(at: str, *more: str) -> Iterator[House]:
    """The house at this moment, closed afterwards; `more` settings must not be missing either."""
    with _judged():
        house = open_house(settings_for(*NEEDED, *more), at=at)
        try:
            yield house
        finally:
            house.store.close()


def _read(house: House, use: Callable[[Context], T], why: str = "", *, every: bool = False) -> T:
    def with_why(ledger: Ledger) -> T:
        return use(replace(house.context(ledger, operator(), "command"), why=why))

    if every:  # beside whoever writes
        return asyncio.run(house.store.read(house.clinic.id, with_why))
    return house.store.run(house.clinic.id, with_why)


def operator() -> str:
    """Who is logged in, by the operating system's own word: the environment may say anything.

    No member of staff can have such an id, since it holds a colon.
    """
    number = os.getuid()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:  # in a container the user may have no name
        name = str(number)
    return f"{OPERATOR}:{name}"


def _reason(why: str) -> str:
    """A reason as the log keeps it: one line of what can be stored."""
    told = " ".join(why.encode(errors="replace").decode().replace("\0", "?").split())
    if len(told) > LONGEST_WHY:
        message = f"--why is {len(told)} characters long: write at most {LONGEST_WHY}"
        raise UsageError(message)
    return told


def _reference(typed: str) -> CaseRef:
    """The case that is meant; `UnknownCaseError` for what can be no reference."""
    reading = read_reference(typed)
    if isinstance(reading, Understood):
        return CaseRef(reading.value)
    raise UnknownCaseError(" ".join(typed.split())[:LONGEST_SHOWN])


def _line(row: iso.JSON) -> str:
    return "  ".join(filter(None, map(_cell, row.values())))


def _audit_line(row: iso.JSON) -> str:
    """A line of the log, what was corrected as "name: 'Kari' -> 'Karin'"."""
    before, after = row["before"], row["after"]
    told = row["detail"] if before is None else f"{row['detail']}: {before!r} -> {after!r}"
    return _line({**row, "detail": told, "before": None, "after": None})


def _cell(value: object) -> str:
    """A value in a row; of what is waited for, only the kind and whom it concerns."""
    if isinstance(value, list):
        return ", ".join(f"{item['kind']} ({item['about'] or item['owner']})" for item in value)
    return "" if value is None else str(value)


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
