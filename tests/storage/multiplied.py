"""A case many times over, inside the database: how the store does at size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Engine, select, text

from storage.columns import metadata
from storage.rows import ENTITIES
from storage.tables import audit, cases, invitations, meetings, sendings

AT_ONCE = 20_000
_FACTOR, _PRIME = 7919, 1_000_003
"""Ids of copies lie as far apart as those of real cases; the prime is how many there may be."""

TABLES = (cases.name, *(entity.table.name for entity in ENTITIES), audit.name)


def multiply(engine: Engine, copies: int) -> None:
    """So many copies of the one case that there is, with all that it holds, each with own ids."""
    with engine.begin() as connection:
        (original,) = connection.scalars(select(cases.c.id))
        for first in range(1, copies + 1, AT_ONCE):
            copy(connection, original, first, min(first + AT_ONCE - 1, copies))
    analyse(engine)


def copy(connection: Connection, original: str, first: int, last: int) -> None:
    """Copies of this case with these numbers, its log too; no number twice in a database."""
    (ref,) = connection.scalars(select(cases.c.ref).where(cases.c.id == original))
    spoken_of = (sendings, invitations, meetings)
    named = [one for table in spoken_of for one in _ids(connection, table.name, original)]
    numbers = _numbers(first, last)
    for table in TABLES:
        for statement in _copying(table, numbers, named, connection.dialect.name):
            connection.execute(text(statement), {"original": original, "ref": ref})


def analyse(engine: Engine) -> None:
    """The database learns how much there is."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _ids(connection: Connection, table: str, original: str) -> list[str]:
    columns = metadata.tables[table].c
    return list(connection.scalars(select(columns.id).where(columns.case_id == original)))


def _numbers(first: int, last: int) -> str:
    one_more = f"SELECT n + 1 FROM numbers WHERE n < {last}"  # noqa: S608 - a number
    return f"WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL {one_more}) "


def _copying(table: str, numbers: str, named: Sequence[str], dialect: str) -> Iterator[str]:
    """Every id that is the case's own gets the copy's number before it, also inside a text."""
    columns = [
        c for c in metadata.tables[table].columns if not (table == "audit" and c.name == "no")
    ]
    own = {c.name for c in columns if c.name == "id" or c.foreign_keys} - {"clinic_id"}
    own |= {"ref"} if table in {cases.name, audit.name} else set()
    speaking = {"about", "key"} if table == "promises" else set()
    tag = f"((n * {_FACTOR}) % {_PRIME}) || '-' || "

    def value(name: str) -> str:
        if name in own:
            return f'{tag}"{name}"'
        found = f'"{name}"'
        for known in named if name in speaking else ():
            found = f"replace({found}, '{known}', {tag}'{known}')"
        return found

    names = ", ".join(f'"{c.name}"' for c in columns)
    values = ", ".join(value(c.name) for c in columns)
    held = {cases.name: '"id" = :original', audit.name: '"ref" = :ref'}
    mine = held.get(table, '"case_id" = :original')
    rows = f'SELECT {values} FROM "{table}", numbers WHERE {mine}'  # noqa: S608
    into = f'INSERT INTO "{table}" ({names}) '  # names and ids are the product's own
    yield f"{into}{numbers}{rows}" if dialect == "sqlite" else f"{numbers}{into}{rows}"
