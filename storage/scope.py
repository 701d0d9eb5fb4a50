"""One transaction of one clinic: every query is narrowed to the clinic here."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Insert,
    Select,
    Table,
    bindparam,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite

from pathway.words import ClinicId
from storage.prepared import prepared
from storage.rows import NextStep, Row

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended(:clinic_id_and_name, 0))")


class Scope:
    """What every part of the ledger works with."""

    def __init__(
        self, connection: Connection, clinic_id: ClinicId, next_step: NextStep, zone: ZoneInfo
    ) -> None:
        self.transaction = connection
        self.clinic_id = clinic_id
        self.next_step = next_step
        self.zone = zone

    @property
    def connection(self) -> Connection:
        """The transaction, with all in it that was told before."""
        self.write_rest()
        return self.transaction

    def write_rest(self) -> None:
        """Write what was put off; whoever puts off says how."""

    def ours(self, *tables: Table) -> ColumnElement[bool]:
        """The condition that rows of these tables are this clinic's; in every query."""
        first, *others = (table.c.clinic_id == self.clinic_id for table in tables)
        for other in others:
            first = first & other
        return first

    def one_at_a_time(self, what: str, whose: str) -> None:
        """Whoever else comes here for the same waits until this transaction is over.

        SQLite has one writer in any case.
        """
        if self.connection.dialect.name == "postgresql":
            name = f"{self.clinic_id}\x1f{what}\x1f{whose}"
            self.connection.execute(_ONE_AT_A_TIME, {"clinic_id_and_name": name})

    def rows(self, query: Executable, **values: object) -> list[Row]:
        """What the query finds with these values, each row as a dict."""
        return [row._asdict() for row in self.connection.execute(query, values)]

    def found(self, query: Select[Any], **values: object) -> list[Row]:
        """The same for a query that is kept and asked again and again."""
        return prepared(self.connection, query).rows(self.connection, values)

    def having(self, table: Table, **values: object) -> list[Row]:
        """The clinic's rows of the table that have these values."""
        return self.found(_having(table, tuple(values)), clinic_id=self.clinic_id, **values)

    def put(self, table: Table, values: Row) -> None:
        """Insert the row, or change the one with the same primary key; safe in a race."""
        self._put(_put, table, values)

    def put_new(self, table: Table, values: Row) -> bool:
        """Insert the row; False where one with its primary key is there, also just now."""
        return self._put(_put_new, table, values) == 1

    def _put(self, making: _Making, table: Table, values: Row) -> int:
        row = {**values, "clinic_id": self.clinic_id}
        names = tuple(row)
        statement = making(table, names, self.connection.dialect.name)
        return prepared(self.connection, statement, names).write(self.connection, [row])


# Made once for each table: these are in every turn, and making a statement takes its time.

_Making: TypeAlias = Callable[[Table, tuple[str, ...], str], Insert]


@cache
def _having(table: Table, names: tuple[str, ...]) -> Select[Any]:
    same = (table.c[name] == bindparam(name) for name in ("clinic_id", *names))
    return select(table).where(*same)


@cache
def _put_new(table: Table, _names: tuple[str, ...], dialect: str) -> Insert:
    new = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return new.on_conflict_do_nothing()


@cache
def _put(table: Table, names: tuple[str, ...], dialect: str) -> Insert:
    keys = list(table.primary_key)
    if dialect == "sqlite":
        new = sqlite.insert(table)
        return new.on_conflict_do_update(keys, set_={name: new.excluded[name] for name in names})
    new_pg = postgresql.insert(table)
    changed = {name: new_pg.excluded[name] for name in names}
    return new_pg.on_conflict_do_update(index_elements=keys, set_=changed)
