"""A case as rows and back: a column for each dataclass field, so a new field needs a column only.

`Settled` and `Closing` are spread over columns of their own (`settled_how`, `closing_at`, …),
since they are asked for; other nested values are JSON by their column's type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table

from pathway.case import Case
from pathway.entries import Closing, Correction, MilestoneEntry
from pathway.model import Answer, Consent, Invitation, Meeting, Participant, Promise, Settled
from pathway.outgoing import Sending, SendingKind
from pathway.questions import Question
from pathway.run import Run
from pathway.times import Asked, TimeOption, TimeQuestion, TimesAnswer
from storage import mail_tables, run_tables, tables, times_tables

Row = dict[str, Any]
Key = tuple[object, ...]
Rows = dict[str, dict[Key, Row]]
"""For each table's name, its rows by primary key."""

NextStep = Callable[[Case, Promise], datetime | None]
"""When an open promise's next step is due (UTC), or None; decided by the domain."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A table, the dataclass that it keeps, and the field of `Case` that holds them."""

    table: Table
    kind: type[Any]
    field: str
    never_changes: bool = False


ENTITIES = (
    Entity(tables.milestones, MilestoneEntry, "milestones"),
    Entity(tables.corrections, Correction, "corrections"),
    Entity(tables.participants, Participant, "participants"),
    Entity(tables.meetings, Meeting, "diary"),
    Entity(tables.invitations, Invitation, "invitations"),
    Entity(tables.answers, Answer, "answers", never_changes=True),
    Entity(tables.consents, Consent, "consents"),
    Entity(tables.promises, Promise, "promises"),
    Entity(tables.sendings, Sending, "sendings"),
    Entity(mail_tables.questions, Question, "questions"),
    Entity(times_tables.questions, TimeQuestion, "times"),
    Entity(times_tables.options, TimeOption, "options"),
    Entity(times_tables.asked, Asked, "asked"),
    Entity(times_tables.answers, TimesAnswer, "times_answers", never_changes=True),
    Entity(run_tables.runs, Run, "runs"),
)
"""What a case holds; a row refers only to rows of tables before its own."""

_HELD = {entity.field for entity in ENTITIES}
_SPREAD: dict[str, type[Any]] = {"settled": Settled, "closing": Closing}


class RowTakenAwayError(ValueError):
    """Rows of a case are never taken away: mark it as ended, cancelled or settled instead."""


class AnswerChangedError(ValueError):
    """An answer is never changed: record another one."""


class ForeignRowError(ValueError):
    """A row names another clinic or case than the one that it is saved with."""


@cache
def _shape(
    kind: type[Any],
) -> tuple[tuple[str, ...], tuple[tuple[str, type[Any], dict[str, str]], ...]]:
    """The fields of a dataclass that are a column each, and those that are spread over several.

    Of those the type is told, and the column of each of its parts. Worked out once.
    """
    names = tuple(f.name for f in fields(kind) if not (kind is Case and f.name in _HELD))
    spread = tuple(
        (name, _SPREAD[name], {part.name: f"{name}_{part.name}" for part in fields(_SPREAD[name])})
        for name in names
        if name in _SPREAD
    )
    return tuple(name for name in names if name not in _SPREAD), spread


def flat(value: Any) -> Row:  # noqa: ANN401 - any dataclass of the domain
    """The dataclass as columns, without what has a table of its own."""
    kind: Any = type(value)
    own, spread = _shape(kind)
    row = {name: getattr(value, name) for name in own}
    for name, _, columns in spread:
        inner = getattr(value, name)
        row |= {column: getattr(inner, part, None) for part, column in columns.items()}
    return row


def build(kind: Any, row: Mapping[str, Any], **held: object) -> Any:  # noqa: ANN401 - a dataclass
    """The dataclass that a row keeps; `held` are fields that come from other tables."""
    own, spread = _shape(kind)
    values = {name: row[name] for name in own}
    for name, inner, columns in spread:
        parts = {part: row[column] for part, column in columns.items()}
        values[name] = None if parts["at"] is None else inner(**parts)
    return kind(**values, **held)


def key_of(table: Table, row: Mapping[str, Any]) -> Key:
    """The row's primary key."""
    return tuple(row[name] for name in _key_names(table))


@cache
def _key_names(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)


def rows_of(
    case: Case, next_step: NextStep, zone: ZoneInfo, before: tuple[Case, Rows] | None = None
) -> Rows:
    """Every row that the case is kept as, what is derived of it too.

    What is the very same as in the case `before` is not taken apart again; its rows are in order.
    """
    rows: Rows = {"cases": {(case.clinic_id, case.id): flat(case)}}
    for entity in ENTITIES:
        if before is not None and _untouched(entity, case, before[0]):
            rows[entity.table.name] = before[1][entity.table.name]
            continue
        found = rows.setdefault(entity.table.name, {})
        known = _known(entity, before)
        for position, thing in enumerate(getattr(case, entity.field)):
            if position < len(known) and known[position][0] is thing:
                _, key, row = known[position]
                found[key] = _as_due(row, case, thing, next_step)
                continue
            row = {"clinic_id": case.clinic_id, "case_id": case.id, "position": position}
            row |= flat(thing) | _derived(case, thing, next_step, zone)
            if (row["clinic_id"], row["case_id"]) != (case.clinic_id, case.id):
                raise ForeignRowError(row["id"])
            found[key_of(entity.table, row)] = row
    return rows


def _untouched(entity: Entity, case: Case, before: Case) -> bool:
    """Whether none of these changed; what is derived of promises follows from the whole case."""
    same = getattr(case, entity.field) is getattr(before, entity.field)
    return same and entity.kind is not Promise


def _known(entity: Entity, before: tuple[Case, Rows] | None) -> list[tuple[object, Key, Row]]:
    """What the case before held of this, each with its key and row."""
    if before is None:
        return []
    case, rows = before
    kept = rows[entity.table.name].items()
    return [
        (thing, key, row)
        for thing, (key, row) in zip(getattr(case, entity.field), kept, strict=True)
    ]


def _as_due(row: Row, case: Case, thing: object, next_step: NextStep) -> Row:
    """The row of what has not changed; when a promise is due follows from the whole case."""
    if not isinstance(thing, Promise) or thing.settled:
        return row
    next_at = next_step(case, thing)
    return row if next_at == row["next_at"] else {**row, "next_at": next_at}


def _derived(case: Case, thing: object, next_step: NextStep, zone: ZoneInfo) -> Row:
    if isinstance(thing, Meeting):
        return {"starts_at": thing.window.start, "ends_at": thing.window.end}
    if isinstance(thing, TimeOption):
        return {"starts_at": thing.window.start, "ends_at": thing.window.end}
    if isinstance(thing, Promise):
        return {"next_at": None if thing.settled else next_step(case, thing)}
    if isinstance(thing, Sending):
        return {"digest_on": digest_on(thing, zone)}
    return {}


def digest_on(sending: Sending, zone: ZoneInfo) -> object:
    """The clinic's date of a digest, which each member of staff gets once a day (D4)."""
    if sending.kind is not SendingKind.DIGEST:
        return None
    return sending.created_at.astimezone(zone).date()


def case_of(rows: Rows) -> Case:
    """The case that these rows keep: one row of `cases`, the others as they are in order."""
    held = {
        entity.field: tuple(build(entity.kind, row) for row in rows[entity.table.name].values())
        for entity in ENTITIES
    }
    (row,) = rows["cases"].values()
    case: Case = build(Case, row, **held)
    return case


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be written to one table: whole new rows, and changed columns by primary key."""

    table: Table
    new: list[Row]
    changed: list[tuple[Key, Row]]


def difference(before: Rows, after: Rows) -> Iterable[Changes]:
    """What must be written, table by table, so that `before` becomes `after`.

    `RowTakenAwayError` and `AnswerChangedError` for what is never done.
    """
    for entity in ENTITIES:
        old, new = before[entity.table.name], after[entity.table.name]
        if old is new:
            continue
        if gone := old.keys() - new.keys():
            raise RowTakenAwayError(entity.table.name, gone)
        other = ((key, row) for key, row in old.items() if row is not new[key] and row != new[key])
        others = [(key, changed(row, new[key])) for key, row in other]
        if others and entity.never_changes:
            raise AnswerChangedError(others[0][0])
        added = [row for key, row in new.items() if key not in old]
        yield Changes(entity.table, added, others)


def changed(before: Row, after: Row) -> Row:
    """The columns that are not the same."""
    return {name: value for name, value in after.items() if before[name] != value}
