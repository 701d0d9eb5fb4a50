"""Column types and shapes: what goes in comes out, and what is ambiguous is refused."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import DateTime, Table, create_engine, insert, select
from sqlalchemy.exc import StatementError

from pathway.case import Case
from pathway.entries import Closing
from pathway.model import Facts, Part, Settled
from pathway.words import Role
from storage import tables
from storage.rows import ENTITIES
from storage.shapes import flatten, restore
from storage.tables import heartbeat
from storage.types import Choice, UtcTime
from tests.storage.samples import FACTS, NOW, a_meeting

NESTED = {"settled": Settled, "closing": Closing}


def _keep(moment: datetime) -> datetime | None:
    engine = create_engine("sqlite://")
    try:
        heartbeat.create(engine)
        with engine.begin() as connection:
            connection.execute(
                insert(heartbeat), {"clinic_id": "here", "job": "tick", "until": moment}
            )
            found: datetime | None = connection.scalar(select(heartbeat.c.until))
    finally:
        engine.dispose()
    return found


@pytest.mark.parametrize("hours", [0, 1, -5])
def test_a_moment_comes_back_in_utc(hours: int) -> None:
    """A moment given in any zone is the same moment afterwards, aware and in UTC."""
    moment = NOW.replace(microsecond=123_456).astimezone(timezone(timedelta(hours=hours)))
    found = _keep(moment)
    assert found == moment
    assert found.tzinfo is UTC


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - as hypothesis wants them
def test_a_moment_is_kept_in_the_words_of_sqlalchemy(moment: datetime) -> None:
    """In SQLite a moment is the text that SQLAlchemy's own type makes of it, so all sort alike."""
    dialect = create_engine("sqlite://").dialect
    ours = UtcTime().bind_processor(dialect)(moment)
    theirs = DateTime().dialect_impl(dialect).bind_processor(dialect)
    assert theirs is not None
    assert ours == theirs(moment.astimezone(UTC))


def test_what_is_no_choice_is_refused() -> None:
    """A text that is none of an enum's values is a fault, not another value."""
    read = Choice(Role).result_processor(create_engine("sqlite://").dialect, None)
    assert read(Role.GP.value) is Role.GP
    assert read(None) is None
    with pytest.raises(ValueError, match="nobody"):
        read("nobody")


def test_a_naive_moment_is_refused() -> None:
    """A moment without a zone is refused instead of guessed at."""
    with pytest.raises(StatementError, match="NaiveTimeError"):
        _keep(datetime(2026, 11, 2, 9, 0))  # noqa: DTZ001 - the fault itself


def test_wall_time_has_no_zone() -> None:
    """Wall time that carries a zone is refused (C2)."""
    engine = create_engine("sqlite://")
    with pytest.raises(StatementError, match="AwareWallTimeError"), engine.connect() as connection:
        connection.execute(select(tables.meetings.c.start == NOW))
    engine.dispose()


def test_shapes_come_back() -> None:
    """Nested values survive being plain data, sets and zones too."""
    for hint, value in ((Facts, FACTS), (Facts | None, None), (tuple[int, ...], (1, 2))):
        assert restore(hint, flatten(value)) == value
    assert restore(frozenset[Role], ["gp"]) == frozenset({Role.GP})
    parts = a_meeting().parts
    assert restore(tuple[Part, ...], flatten(parts)) == parts


def test_a_shape_may_grow() -> None:
    """Data from before a field existed gets the field's default."""
    old = flatten(FACTS)
    assert isinstance(old, dict)
    del old["place"]
    assert restore(Facts, old).place == ""


@pytest.mark.parametrize(
    ("table", "kind"),
    [(tables.cases, Case), *((entity.table, entity.kind) for entity in ENTITIES)],
    ids=["cases", *(entity.table.name for entity in ENTITIES)],
)
def test_every_field_has_a_column(table: Table, kind: type) -> None:
    """Every field of every dataclass is kept in a column or a table of its own."""
    held = {entity.field for entity in ENTITIES} if kind is Case else set()
    wanted = {field.name for field in fields(kind)} - held - NESTED.keys()
    for name in NESTED.keys() & {field.name for field in fields(kind)}:
        wanted |= {f"{name}_{part.name}" for part in fields(NESTED[name])}
    assert wanted - set(table.columns.keys()) == set()
