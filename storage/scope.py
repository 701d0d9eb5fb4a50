"""One transaction of one clinic: every query is narrowed to the clinic here."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from pathway.words import ClinicId
from storage.rows import NextStep, Row


class Scope:
    """What every part of the ledger works with."""

    def __init__(
        self, connection: Connection, clinic_id: ClinicId, next_step: NextStep, zone: ZoneInfo
    ) -> None:
        self.connection = connection
        self.clinic_id = clinic_id
        self.next_step = next_step
        self.zone = zone

    def ours(self, *tables: Table) -> ColumnElement[bool]:
        """The condition that rows of these tables are this clinic's; in every query."""
        first, *others = (table.c.clinic_id == self.clinic_id for table in tables)
        for other in others:
            first = first & other
        return first

    def rows(self, query: Executable, **values: object) -> list[Row]:
        """What the query finds with these values, each row as a dict."""
        return [row._asdict() for row in self.connection.execute(query, values)]

    def put(self, table: Table, values: dict[str, Any]) -> None:
        """Insert the row, or change the one with the same primary key; safe in a race."""
        row = {**values, "clinic_id": self.clinic_id}
        if self.connection.dialect.name == "sqlite":
            statement = sqlite.insert(table).values(row)
            self.connection.execute(
                statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=row)
            )
        else:
            statement_pg = postgresql.insert(table).values(row)
            self.connection.execute(
                statement_pg.on_conflict_do_update(index_elements=list(table.primary_key), set_=row)
            )
