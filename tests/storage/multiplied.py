"""A case many times over, inside the database: how the store does at size."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, select, text

from storage.columns import metadata
from storage.rows import ENTITIES
from storage.tables import cases, invitations, sendings

AT_ONCE = 20_000


def multiply(engine: Engine, copies: int) -> None:
    """So many copies of the one case that there is, with all that it holds, each with own ids."""
    tables = [cases.name, *(entity.table.name for entity in ENTITIES)]
    with engine.begin() as connection:
        (original,) = connection.scalars(select(cases.c.id))
        named = [*_ids(connection, sendings.name), *_ids(connection, invitations.name)]
        for first in range(1, copies + 1, AT_ONCE):
            numbers = _numbers(first, min(first + AT_ONCE - 1, copies))
            for table in tables:
                connection.execute(
                    text(_copying(table, numbers, named, connection.dialect.name)),
                    {"original": original},
                )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _ids(connection: Connection, table: str) -> list[str]:
    return list(connection.scalars(select(metadata.tables[table].c.id)))


def _numbers(first: int, last: int) -> str:
    one_more = f"SELECT n + 1 FROM numbers WHERE n < {last}"  # noqa: S608 - a number
    return f"WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL {one_more}) "


def _copying(table: str, numbers: str, named: Sequence[str], dialect: str) -> str:
    """Every id that is the case's own gets the copy's number behind it, also inside a text."""
    columns = metadata.tables[table].columns
    own = {c.name for c in columns if c.name == "id" or c.foreign_keys} - {"clinic_id"}
    own |= {"ref"} if table == cases.name else set()
    speaking = {"about", "key"} if table == "promises" else set()

    def value(name: str) -> str:
        if name in own:
            return f"\"{name}\" || '-' || n"
        found = f'"{name}"'
        for known in named if name in speaking else ():
            found = f"replace({found}, '{known}', '{known}-' || n)"
        return found

    names = ", ".join(f'"{c.name}"' for c in columns)
    values = ", ".join(value(c.name) for c in columns)
    held = "id" if table == cases.name else "case_id"
    rows = f'SELECT {values} FROM "{table}", numbers WHERE "{held}" = :original'  # noqa: S608
    into = f'INSERT INTO "{table}" ({names}) '  # names and ids are the product's own
    return f"{into}{numbers}{rows}" if dialect == "sqlite" else f"{numbers}{into}{rows}"
