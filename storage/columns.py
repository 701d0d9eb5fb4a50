"""What every table is made of: the clinic, references inside it, the rows of a case."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)
from sqlalchemy import text as sql_text
from sqlalchemy.schema import SchemaItem

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_1_name)s",
    }
)


def some(name: str, type_: object, *, null: bool = False, default: object = None) -> Column[object]:
    """A column; `default` is what rows from before it was added hold."""
    return Column(name, type_, nullable=null, server_default=default)  # type: ignore[arg-type] # any column type


def text(*names: str) -> list[Column[str]]:
    """Columns of text that may be empty, never missing."""
    return [Column(name, Text, nullable=False) for name in names]


def key(*names: str) -> list[SchemaItem]:
    """The clinic's id and these, together the primary key."""
    columns = [Column(name, String, nullable=False) for name in ("clinic_id", *names)]
    return [*columns, PrimaryKeyConstraint("clinic_id", *names)]


def to(table: str, column: str, *, late: bool = False) -> ForeignKeyConstraint:
    """A reference inside the clinic; a late one is judged when the transaction ends."""
    return ForeignKeyConstraint(
        ["clinic_id", column],
        [f"{table}.clinic_id", f"{table}.id"],
        deferrable=late or None,
        initially="DEFERRED" if late else None,
    )


def only(name: str, *columns: str, where: str) -> Index:
    """An index of a clinic's rows of which this is true, and of no others."""
    true = sql_text(where)
    return Index(name, "clinic_id", *columns, sqlite_where=true, postgresql_where=true)


def of_case(name: str, *items: SchemaItem, null: bool = False) -> Table:
    """A table of rows that belong to a case, each with an id and a place in its order."""
    return Table(
        name,
        metadata,
        *key("id"),
        Column("case_id", String, nullable=null),
        Column("position", Integer, nullable=False),
        *items,
        to("cases", "case_id"),
        Index(f"ix_{name}_case", "clinic_id", "case_id"),
    )
