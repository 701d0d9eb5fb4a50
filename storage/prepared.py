"""Statements of every turn, compiled once for a connection and run on the driver's own cursor.

SQLAlchemy works out a statement's text, its values and its result at every execution, which takes
ten times as long as SQLite itself needs for it (decision 22). Here that is done once. What goes in
and comes out is the same, by the types' own processors; so are the errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from storage.rows import Row

Statement: TypeAlias = Select[Any] | Insert | Update
_Processor: TypeAlias = Callable[[Any], Any] | None


class Prepared:
    """A statement ready to be run again and again with other values.

    Whoever prepares a statement keeps it: it is known by itself, not by its text. Each of its
    values is one value, never a list.
    """

    def __init__(self, statement: Statement, dialect: Dialect, names: Sequence[str]) -> None:
        """`names` are the columns that an insert or update is given."""
        compiled = statement.compile(dialect=dialect, column_keys=list(names) or None)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - what compiles statements
        self._dialect, self._fault = dialect, dialect.loaded_dbapi.Error
        self._text = str(compiled)
        self._positional = compiled.positional
        self._fixed = {name: one for name, one in compiled.params.items() if one is not None}
        types = {name: _own(one.type, dialect) for one, name in compiled.bind_names.items()}
        self._into: list[tuple[str, _Processor]] = [
            (name, types[name].bind_processor(dialect)) for name in compiled.positiontup or types
        ]
        columns = statement.exported_columns if isinstance(statement, Select) else ()
        self._names = [one.name for one in columns]
        self._out: list[tuple[int, Callable[[Any], Any]]] = [
            (place, process)
            for place, one in enumerate(columns)
            if (process := _own(one.type, dialect).result_processor(dialect, None))
        ]

    def rows(self, connection: Connection, values: Mapping[str, object]) -> list[Row]:
        """What a select finds with these values."""
        cursor = self._run(connection, self._given(values), many=False)
        rows = [list(row) for row in cursor.fetchall()]
        for row in rows:
            for place, process in self._out:
                if row[place] is not None:  # NULL is None in every type of ours
                    row[place] = process(row[place])
        return [dict(zip(self._names, row, strict=True)) for row in rows]

    def write(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> int:
        """Write once for each of these; how many rows of the table that came to."""
        given = [self._given(row) for row in rows]
        return int(self._run(connection, given, many=True).rowcount)

    def _run(self, connection: Connection, given: Any, *, many: bool) -> Any:  # noqa: ANN401 - as the driver has them
        """Whoever listens to the engine's statements hears these too."""
        cursor = connection.connection.cursor()
        for listener in connection.dispatch.before_cursor_execute:
            listener(connection, cursor, self._text, given, None, many)
        try:
            (cursor.executemany if many else cursor.execute)(self._text, given)
        except self._fault as error:
            raise DBAPIError.instance(
                self._text, None, error, self._fault, hide_parameters=True, dialect=self._dialect
            ) from error
        return cursor

    def _given(self, values: Mapping[str, object]) -> Sequence[object] | Mapping[str, object]:
        """The values as the driver takes them."""
        known = {**self._fixed, **values} if self._fixed else values
        if self._positional:
            return [
                process(known[name]) if process else known[name] for name, process in self._into
            ]
        return {
            name: process(known[name]) if process else known[name] for name, process in self._into
        }


def prepared(connection: Connection, statement: Statement, names: Sequence[str] = ()) -> Prepared:
    """The statement as this connection prepared it when it was first asked for."""
    known: dict[Statement, Prepared] = connection.info.setdefault("prepared", {})
    found = known.get(statement)
    if found is None:
        found = known[statement] = Prepared(statement, connection.dialect, names)
    return found


def _own(type_: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    """The type as this kind of database has it."""
    return type_.dialect_impl(dialect)
