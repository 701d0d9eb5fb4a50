"""The log of who read and changed what, when and why (P3). It only grows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, insert, select

from pathway.ports import LOOKS, Access, AuditEntry
from pathway.words import ClinicId
from storage.prepared import prepared
from storage.rows import NextStep, build, flat
from storage.scope import Scope
from storage.tables import CHANGED, audit

_COLUMNS = [audit.c[field.name] for field in fields(AuditEntry)]

# The end of an index without the looks; asked in every turn, so it is made once.
LATEST = (
    select(audit.c.at)
    .where(audit.c.clinic_id == bindparam("clinic_id"), CHANGED)
    .order_by(audit.c.at.desc())
    .limit(1)
)
_APPEND = insert(audit)


class AuditLog(Scope):
    """Writing and reading the log. `detail` names fields and numbers, never what people wrote.

    Whoever looks at a case several times in one transaction has looked once: at one moment, by one
    door, for one reason. Lines are written together, when the use case is done.
    """

    def __init__(
        self, connection: Connection, clinic_id: ClinicId, next_step: NextStep, zone: ZoneInfo
    ) -> None:
        super().__init__(connection, clinic_id, next_step, zone)
        self.looked: frozenset[AuditEntry] = frozenset()
        self.lines: list[AuditEntry] = []

    def note_audit(self, entry: AuditEntry) -> None:
        """Write a line of the log that no load or save writes."""
        self.lines.append(entry)

    def note_all(self, entries: Iterable[AuditEntry]) -> None:
        """The same for lines that came of reading elsewhere."""
        self.lines += entries

    def note(self, refs: Iterable[str], access: Access, what: str, detail: str = "") -> None:
        """One line for each case that was read or changed."""
        entries = [
            AuditEntry(
                at=access.at,
                actor=access.actor,
                ref=ref,
                what=what,
                why=access.why,
                door=access.door,
                detail=detail,
            )
            for ref in refs
        ]
        self.lines += [entry for entry in entries if entry not in self.looked]
        if what in LOOKS:
            self.looked |= set(entries)

    def audit(self, ref: str) -> Sequence[AuditEntry]:
        """The log of one case, oldest first."""
        self.write_log()
        query = select(*_COLUMNS).where(self.ours(audit), audit.c.ref == ref).order_by(audit.c.no)
        return [build(AuditEntry, row) for row in self.rows(query)]

    def latest(self) -> datetime | None:
        """The latest moment at which anything was changed, for `--at`.

        Looking counts for nothing: whoever looks at next year does not move the clinic there.
        """
        self.write_log()
        found = self.found(LATEST, clinic_id=self.clinic_id)
        return found[0]["at"] if found else None

    def write_log(self) -> None:
        """Write the lines that are not written yet; whoever ends the transaction does so before."""
        rows = [{"clinic_id": self.clinic_id, **flat(entry)} for entry in self.lines]
        if rows:
            prepared(self.connection, _APPEND, tuple(rows[0])).write(self.connection, rows)
        self.lines = []
