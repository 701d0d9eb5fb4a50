"""Taking a database back to an earlier revision, for an older version of the program.

A migration that only adds is undone by taking away what it added, last first; that is read from its
own `upgrade`, so the two never disagree. One that changes or takes away says itself how it is
undone, in a `downgrade`.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

from alembic.config import Config
from alembic.operations import MigrateOperation, Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage.migrate import NoSuchRevisionError

if TYPE_CHECKING:
    from sqlalchemy import Connection


def take_back(connection: Connection, scripts: str, to: str) -> None:
    """Undo every migration after `to`, the newest first, in the connection's transaction.

    What only those migrations knew is lost. `NoSuchRevisionError` where `to` is no earlier one.
    """
    config = Config()
    config.set_main_option("script_location", scripts.replace("%", "%%"))
    directory = ScriptDirectory.from_config(config)
    context = MigrationContext.configure(connection)
    present = context.get_current_revision() or ""
    known = [one.revision for one in directory.walk_revisions("base", present)] if present else []
    if to not in known:
        raise NoSuchRevisionError(to)
    for revision in known[: known.index(to)]:
        _undo(context, directory.get_revision(revision).module)
    connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": to})


def _undo(context: MigrationContext, migration: ModuleType) -> None:
    done: list[MigrateOperation] = []
    with Operations.context(context) as doing:
        if hasattr(migration, "downgrade"):
            migration.downgrade()
            return
        doing.invoke = done.append  # type: ignore[method-assign,assignment] # every change comes through here
        migration.upgrade()
    for operation in reversed(done):
        Operations(context).invoke(operation.reverse())
