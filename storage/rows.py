"""A case as rows and back: a column for each dataclass field, so a new field needs a column only.

`Settled` and `Closing` are spread over columns of their own (`settled_how`, `closing_at`, …),
since they are asked for; other nested values are JSON by their column's type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table

from pathway.case import Case
from pathway.model import (
    Answer,
    Closing,
    Consent,
    Correction,
    Invitation,
    Meeting,
    MilestoneEntry,
    Participant,
    Promise,
    Settled,
)
from pathway.outgoing import Sending, SendingKind
from pathway.questions import Question
from storage import mail_tables, tables

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
    Entity(tables.meetings, Meeting, "meetings"),
    Entity(tables.invitations, Invitation, "invitations"),
    Entity(tables.answers, Answer, "answers", never_changes=True),
    Entity(tables.consents, Consent, "consents"),
    Entity(tables.promises, Promise, "promises"),
    Entity(tables.sendings, Sending, "sendings"),
    Entity(mail_tables.questions, Question, "questions"),
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


def flat(value: Any) -> Row:  # noqa: ANN401 - any dataclass of the domain
    """The dataclass as columns, without what has a table of its own."""
    row: Row = {}
    for field in fields(value):
        inner = getattr(value, field.name)
        if spread := _SPREAD.get(field.name):
            for part in fields(spread):
                row[f"{field.name}_{part.name}"] = getattr(inner, part.name, None)
        elif not (isinstance(value, Case) and field.name in _HELD):
            row[field.name] = inner
    return row


def build(kind: type[Any], row: Mapping[str, Any], **held: object) -> Any:  # noqa: ANN401 - the same
    """The dataclass that a row keeps; `held` are fields that come from other tables."""
    values = dict(held)
    for field in fields(kind):
        if spread := _SPREAD.get(field.name):
            parts = {part.name: row[f"{field.name}_{part.name}"] for part in fields(spread)}
            values[field.name] = None if parts["at"] is None else spread(**parts)
        elif field.name not in held:
            values[field.name] = row[field.name]
    return kind(**values)


def key_of(table: Table, row: Mapping[str, Any]) -> Key:
    """The row's primary key."""
    return tuple(row[column.name] for column in table.primary_key)


def rows_of(case: Case, next_step: NextStep, zone: ZoneInfo) -> Rows:
    """Every row that the case is kept as, what is derived of it too."""
    rows: Rows = {"cases": {(case.clinic_id, case.id): flat(case)}}
    for entity in ENTITIES:
        found = rows.setdefault(entity.table.name, {})
        for position, thing in enumerate(getattr(case, entity.field)):
            row = {"clinic_id": case.clinic_id, "case_id": case.id, "position": position}
            row |= flat(thing) | _derived(case, thing, next_step, zone)
            if (row["clinic_id"], row["case_id"]) != (case.clinic_id, case.id):
                raise ForeignRowError(row["id"])
            found[key_of(entity.table, row)] = row
    return rows


def _derived(case: Case, thing: object, next_step: NextStep, zone: ZoneInfo) -> Row:
    if isinstance(thing, Meeting):
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
    """The case that these rows keep: one row of `cases`, the others in their order."""
    held = {
        entity.field: tuple(
            build(entity.kind, row)
            for row in sorted(rows[entity.table.name].values(), key=lambda row: row["position"])
        )
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
        if gone := old.keys() - new.keys():
            raise RowTakenAwayError(entity.table.name, gone)
        changed = [(key, _changed(row, new[key])) for key, row in old.items() if row != new[key]]
        if changed and entity.never_changes:
            raise AnswerChangedError(changed[0][0])
        added = [row for key, row in new.items() if key not in old]
        yield Changes(entity.table, added, changed)


def _changed(before: Row, after: Row) -> Row:
    return {name: value for name, value in after.items() if before[name] != value}
