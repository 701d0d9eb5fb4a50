"""What the database itself refuses."""

from __future__ import annotations

from sqlalchemy import DDL, Table, event
from sqlalchemy.schema import ExecutableDDLElement

ONLY_GROWS = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_{word} BEFORE {word} ON audit"
        " BEGIN SELECT RAISE(ABORT, 'the log only grows'); END"
        for word in ("update", "delete")
    ]
    + [
        """CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
        WHEN EXISTS (SELECT 1 FROM audit WHERE no = NEW.no)
        BEGIN SELECT RAISE(ABORT, 'the log only grows'); END"""
    ],
    "postgresql": [
        """CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the log only grows'; END $$""",
        """CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()""",
    ],
}
"""P3: the database itself refuses to change or take away a line of the log.

SQLite's REPLACE takes a row away without its delete triggers, so a number that is taken is refused.
"""


def only_let_grow(table: Table) -> None:
    """Make the triggers of the log whenever this table is made."""
    for dialect, statements in ONLY_GROWS.items():
        for statement in statements:
            event.listen(table, "after_create", _ddl(statement, dialect))


def _ddl(statement: str, dialect: str) -> ExecutableDDLElement:
    return DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call] # not typed there
