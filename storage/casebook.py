"""Cases: saved as the difference from what was loaded, each time with a line in the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from sqlalchemy import Insert, Table, Update, bindparam, insert, update

from pathway.case import Case
from pathway.errors import StalePlanError
from pathway.ports import Access
from storage.cases import BY_WHAT_IT_HOLDS, Reading
from storage.kept import Loaded
from storage.prepared import prepared
from storage.rows import ENTITIES, Changes, ForeignRowError, Row, Rows, changed, difference, rows_of
from storage.tables import cases


class CaseBook(Reading):
    """Saving cases, and what reading them needs."""

    def add(self, case: Case, access: Access, *, detail: str = "") -> None:
        """Remember a new case; one audit row `registered`."""
        self._own(case)
        rows = rows_of(case, self.next_step, self.zone)
        self._insert(cases, list(rows["cases"].values()))
        nothing: Rows = {entity.table.name: {} for entity in ENTITIES}
        self._write(difference(nothing, rows))
        self.loaded[case.id] = Loaded(case, rows, frozenset({case.revision}))
        self.note([case.ref], access, "registered", detail)

    def save(self, case: Case, access: Access, *, what: str, detail: str = "") -> None:
        """Remember what changed of a loaded case; one audit row named `what`.

        `StalePlanError` when it was saved, or one of its messages claimed, since it was loaded:
        both raise the revision.
        """
        self._own(case)
        before = self.loaded.get(case.id) or self._lock(BY_WHAT_IT_HOLDS, case.id)
        stored: int = before.row["revision"]
        if case.revision not in before.revisions:
            raise StalePlanError
        saved = replace(case, revision=stored + 1)
        rows = rows_of(saved, self.next_step, self.zone, (before.case, before.rows))
        after = Loaded(saved, rows, before.revisions | {stored + 1})
        key = {"key_clinic_id": self.clinic_id, "key_id": case.id, "key_revision": stored}
        row = changed(before.row, after.row)
        if self._change(_changing(cases, tuple(row), "revision"), row | key) == 0:
            raise StalePlanError
        self._write(difference(before.rows, rows))
        self.loaded[case.id] = after
        self.note([case.ref], access, what, detail)

    def _own(self, case: Case) -> None:
        if case.clinic_id != self.clinic_id:
            raise ForeignRowError(case.ref)

    def _write(self, changes: Iterable[Changes]) -> None:
        for change in changes:
            keys = [f"key_{column.name}" for column in change.table.primary_key]
            for key, row in change.changed:
                wanted = dict(zip(keys, key, strict=True)) | {"key_clinic_id": self.clinic_id}
                self._change(_changing(change.table, tuple(row)), row | wanted)
            if change.new:
                self._insert(change.table, change.new)

    def _insert(self, table: Table, rows: Sequence[Row]) -> None:
        names = tuple(rows[0])
        prepared(self.connection, _new(table, names), names).write(self.connection, rows)

    def _change(self, statement: Update, values: Row) -> int:
        names = [name for name in values if not name.startswith("key_")]
        return prepared(self.connection, statement, names).write(self.connection, [values])


@cache
def _new(table: Table, _names: tuple[str, ...]) -> Insert:
    """New rows of these columns."""
    return insert(table)


@cache
def _changing(table: Table, _names: tuple[str, ...], *more: str) -> Update:
    """To change these columns of one row, found by its primary key and what else is named."""
    keys = [*(column.name for column in table.primary_key), *more]
    return update(table).where(*(table.c[name] == bindparam(f"key_{name}") for name in keys))
